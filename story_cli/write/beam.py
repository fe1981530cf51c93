"""Scene by scene: sample candidates on from the best beginnings, judge them, keep a tree of drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import torch

from story_cli.artifacts import Brief, Draft, Drafts, Plan
from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.models.decoder import Cache
from story_cli.models.loading import TextModel, load_text
from story_cli.models.realise import realise
from story_cli.models.roles import CAPITAL, CLOSE, ENDS, MOST, OPEN, OPEN_ON, SOFT, role_of, role_tokens
from story_cli.models.sampling import Sampled, read, sample, settled_threads
from story_cli.models.sequences import MARKS, Field, Piece, stage_of
from story_cli.rng import derived_seed
from story_cli.settings import WriteSettings
from story_cli.write.checks import Flaws, flaws
from story_cli.write.view import View, view

if TYPE_CHECKING:
    from torch import Tensor

_LONGEST = 115  # tokens a scene
_SHORTEST = 24


class _Beam(NamedTuple):
    """A beginning of the story: its cache row, what is unread of it, its last scene, and who has been met."""

    row: int
    unread: Piece
    recent: Piece  # plan and text of the last scene
    met: frozenset[str]
    draft: int  # index among the drafts of the scene before
    score: float  # nats a token less flaws, summed over scenes


class _Judged(NamedTuple):
    """A candidate with its worth, best first."""

    score: float
    row: int
    tokens: list[str]
    text: str
    flaws: Flaws


class TextRules:
    """What may follow within a scene's text: no banned role token, closed quotes, no word twice running, and nobody
    else by the hero's name."""

    def __init__(self, model: TextModel, banned: frozenset[str]) -> None:
        tokenizer = model.sequencer.tokenizer
        self.end = model.sequencer.end
        size = model.net.shape.vocabulary
        self.base = torch.ones(size, dtype=torch.bool)
        for token in (*MARKS, *banned):
            number = tokenizer.token_to_id(token)
            if number is not None:
                self.base[number] = False
        self.base[self.end] = True
        self.id = {t: tokenizer.token_to_id(t) for t in (OPEN, OPEN_ON, CLOSE, CAPITAL, *ENDS, *SOFT, ",", ";")}
        self.finals = {self.id[t] for t in (*ENDS, CLOSE)}
        self.marks = set(self.id.values())
        self.roles = {tokenizer.token_to_id(token) for token in role_tokens()}
        self.hero_name = tokenizer.token_to_id("<name>")
        self.naming = [tokenizer.token_to_id(word) for word in ("called", "named")]
        self.names = {  # noun of a creature → its name
            tokenizer.token_to_id(f"<c{n}>"): tokenizer.token_to_id(f"<c{n}:name>")
            for n in range(1, MOST["creature"] + 1)
        }
        self.continued = torch.zeros(size, dtype=torch.bool)
        for number in range(size):
            self.continued[number] = (tokenizer.id_to_token(number) or "").startswith("##")

    def __call__(self, row: int, ids: Sequence[int]) -> Tensor:
        """The mask for the next token after `ids`."""
        mask = self.base.clone()
        opened = sum(i in (self.id[OPEN], self.id[OPEN_ON]) for i in ids) > sum(i == self.id[CLOSE] for i in ids)
        if opened:
            mask[[self.end, self.id[OPEN], self.id[OPEN_ON]]] = False
        else:
            mask[self.id[CLOSE]] = False
        if len(ids) < _SHORTEST or ids[-1] not in self.finals:
            mask[self.end] = False
        if ids:
            mask[ids[-1]] = False
        if not ids or ids[-1] in self.marks or ids[-1] in self.roles:
            mask &= ~self.continued
        self._name_once(mask, ids)
        return mask

    def _name_once(self, mask: Tensor, ids: Sequence[int]) -> None:
        """ "A crab called" goes on with the crab's name, if it has one that nobody has said yet."""
        last, before = ids[-1:], ids[-2:-1]
        if last and last[0] in self.naming:
            mask[self.hero_name] = mask[self.hero_name] & (not before or before[0] not in self.names)
            name = self.names.get(before[0]) if before else None
            if name is not None and self.base[name]:
                mask[:] = False
                mask[name] = True
        elif last and last[0] in self.names:
            name = self.names[last[0]]
            if not self.base[name] or name in ids:
                mask[self.naming] = False
        elif last and last[0] in self.names.values():
            mask[self.naming] = False


def write(
    brief: Brief, plan: Plan, settings: WriteSettings, library: Library, progress: Callable[[float, str], None]
) -> Drafts:
    """All candidates of all scenes as a tree. Raises: StoryError for an unusable plan or model."""
    teller = _Teller(load_text(library.model_folder(settings.model)), view(brief, plan, library), plan, settings)
    kept: list[tuple[Draft, ...]] = []
    with settled_threads():
        for number in range(1, len(plan.scenes) + 1):
            progress((number - 1) / len(plan.scenes), f"writing scene {number} of {len(plan.scenes)}")
            generator = torch.Generator().manual_seed(derived_seed(brief.seed, "write", number))
            kept.append(teller.scene(number, generator))
    progress(1.0, "written")
    return Drafts((plan.title,), tuple(kept))


class _Teller:
    """A story under way: the best beginnings and the cache that holds them."""

    def __init__(self, model: TextModel, seen: View, plan: Plan, settings: WriteSettings) -> None:
        self.model, self.seen, self.plan, self.settings = model, seen, plan, settings
        self.rules = TextRules(model, seen.banned)
        self.header = model.sequencer.header(seen.story)
        nothing = Piece([], [], [], [])
        self.beams = [_Beam(0, self.header, nothing, frozenset(), -1, 0.0)]
        self.plans = [
            model.sequencer.plan(scene, stage_of(number, len(plan.scenes)))
            for number, scene in enumerate(seen.story.scenes, 1)
        ]
        whole = len(self.header.tokens) + sum(len(p.tokens) + _LONGEST + 1 for p in self.plans)
        self.cache = Cache(model.net.shape, 1, min(whole, model.net.shape.context))

    def scene(self, number: int, generator: torch.Generator) -> tuple[Draft, ...]:
        """Candidates of one scene, best first; goes on with the best. Raises: UsageError for an overfull plan."""
        stage = stage_of(number, len(self.plan.scenes))
        planned = self.plans[number - 1]
        logits = self._read(planned)
        owner = [i % len(self.beams) for i in range(max(self.settings.candidates, len(self.beams)))]
        index = torch.tensor(owner)
        self.cache = self.cache.rows(index)
        drawn = sample(
            self.model.net, self.cache, logits.index_select(0, index), lambda row, token: (int(Field.TEXT), stage),
            self.rules.end, self.rules, _LONGEST, self.settings.temperature, self.settings.top_p, generator,
        )  # fmt: skip
        parents = [self.beams[i] for i in owner]
        judged = self._judged(number, drawn, parents)
        drafts = tuple(
            Draft(j.text, parents[j.row].draft, drawn[j.row].log_probability, j.flaws.missing) for j in judged
        )
        end = Piece([self.rules.end], [int(Field.TEXT)], [stage], [False])
        self.beams = [
            _Beam(
                j.row, end, planned + self.model.sequencer.text(j.tokens, stage, end=False),
                parents[j.row].met | {role_of(token) for token in j.tokens}, place, j.score,
            )
            for place, j in enumerate(judged[: self.settings.beams])
        ]  # fmt: skip
        return drafts

    def _read(self, planned: Piece) -> Tensor:
        """Read the next scene's plan after each beginning; a full cache keeps the header and the last scene."""
        need = 1 + len(planned.tokens) + _LONGEST
        if int(self.cache.lengths.max()) + need > self.cache.capacity and self.beams[0].recent.tokens:
            self.cache = Cache(self.model.net.shape, len(self.beams), self.cache.capacity)
            unread = [self.header + beam.recent + beam.unread + planned for beam in self.beams]
        else:
            self.cache = self.cache.rows(torch.tensor([beam.row for beam in self.beams]))
            unread = [beam.unread + planned for beam in self.beams]
        longest = max(len(piece.tokens) for piece in unread)
        if int(self.cache.lengths.max()) + longest + _LONGEST > self.cache.capacity:
            raise UsageError("a scene of the plan says more than the writer can read", "give it fewer frames")
        return read(self.model.net, self.cache, unread)

    def _judged(self, number: int, drawn: Sequence[Sampled], parents: Sequence[_Beam]) -> list[_Judged]:
        """Candidates best first, each text once."""
        scene, keywords = self.seen.story.scenes[number - 1], self.plan.scenes[number - 1].keywords
        found: dict[str, _Judged] = {}
        for row, candidate in enumerate(drawn):
            tokens = self.model.sequencer.words(candidate.ids)
            text = realise(tokens, self.seen.words)
            wrong = flaws(tokens, text, scene, keywords, parents[row].met, self.seen.foreign)
            worth = parents[row].score + candidate.log_probability - wrong.total - (0 if candidate.ended else 1)
            if text not in found or found[text].score < worth:
                found[text] = _Judged(worth, row, tokens, text, wrong)
        return sorted(found.values(), key=lambda judged: (-judged.score, judged.row))
