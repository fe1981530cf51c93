"""The plain plan-to-text writer: our decoder, many candidates in one batch on from shared beginnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import torch

from story_cli.errors import UsageError
from story_cli.models.decoder import Cache
from story_cli.models.loading import TextModel
from story_cli.models.sampling import read, sample, settled_threads
from story_cli.models.sequences import Field, Piece, stage_of
from story_cli.settings import WriteSettings
from story_cli.write.proposals import Past, Proposal
from story_cli.write.text_rules import TextRules
from story_cli.write.view import View

if TYPE_CHECKING:
    from torch import Tensor

_LONGEST = 115  # tokens a scene


class _Memory(NamedTuple):
    """A beginning as the network knows it: its cache row, what is unread of it, and its last scene."""

    cache: Cache
    row: int
    unread: Piece
    recent: Piece  # plan and text of the last scene


class DecodingWriter:
    """Writes one story with a decoder."""

    name = "decoder"

    def __init__(self, model: TextModel, seen: View, settings: WriteSettings) -> None:
        self.model, self.settings = model, settings
        self.rules = TextRules(model, seen.banned)
        self.header = model.sequencer.header(seen.story)
        self.stages = [stage_of(number, len(seen.story.scenes)) for number in range(1, len(seen.story.scenes) + 1)]
        self.plans = [
            model.sequencer.plan(scene, stage) for scene, stage in zip(seen.story.scenes, self.stages, strict=True)
        ]
        whole = len(self.header.tokens) + sum(len(p.tokens) + _LONGEST + 1 for p in self.plans)
        self.capacity = min(whole, model.net.shape.context)
        self.base = Cache(model.net.shape, 1, self.capacity)  # what the beginnings have read

    def propose(self, number: int, pasts: Sequence[Past], count: int, seed: int) -> list[Proposal]:
        """Sampled texts. Raises: UsageError for a scene whose plan is longer than the network can read."""
        generator = torch.Generator().manual_seed(seed)
        with settled_threads():
            logits = self._read(self.plans[number], pasts)
            owner = [i % len(pasts) for i in range(max(count, len(pasts)))]
            index = torch.tensor(owner)
            stage = self.stages[number]
            drawn = sample(
                self.model.net, self.base.rows(index), logits.index_select(0, index),
                lambda row, token: (int(Field.TEXT), stage), self.rules.end, self.rules, _LONGEST,
                self.settings.temperature, self.settings.top_p, generator,
            )  # fmt: skip
        return [
            Proposal(self.model.sequencer.words(one.ids), past, one.log_probability - (0 if one.ended else 1))
            for one, past in zip(drawn, owner, strict=True)
        ]

    def remember(self, number: int, past: Past, place: int, tokens: Sequence[str], own: object) -> object:
        """Where to read on: the text is read when the next scene is."""
        stage = self.stages[number]
        end = Piece([self.rules.end], [int(Field.TEXT)], [stage], [False])
        text = self.model.sequencer.text(list(tokens), stage, end=False)
        return _Memory(self.base, place, text + end, self.plans[number] + text)

    def _read(self, planned: Piece, pasts: Sequence[Past]) -> Tensor:
        """Read the next scene's plan after each beginning; a full cache keeps the header and the last scene."""
        memories = [m for past in pasts if isinstance(m := past.memory.get(self.name), _Memory)]
        if not memories:
            self.base = Cache(self.model.net.shape, len(pasts), self.capacity)
            unread = [self.header + planned] * len(pasts)
        elif self._fits(memories, planned):
            self.base = memories[0].cache.rows(torch.tensor([m.row for m in memories]))
            unread = [m.unread + planned for m in memories]
        else:
            self.base = Cache(self.model.net.shape, len(memories), self.capacity)
            end = Piece([self.rules.end], [int(Field.TEXT)], [planned.scenes[0]], [False])
            room = self.capacity - len((self.header + end + planned).tokens) - _LONGEST
            unread = [self.header + m.recent.last(room) + end + planned for m in memories]
        longest = max(len(piece.tokens) for piece in unread)
        if int(self.base.lengths.max()) + longest + _LONGEST > self.base.capacity:
            raise UsageError("a scene of the plan says more than the writer can read", "give it fewer frames")
        return read(self.model.net, self.base, unread)

    def _fits(self, memories: Sequence[_Memory], planned: Piece) -> bool:
        read_so_far = max(int(m.cache.lengths[m.row]) + len(m.unread.tokens) for m in memories)
        return read_so_far + len(planned.tokens) + _LONGEST <= self.capacity
