"""Scene by scene: sample candidates on from the best beginnings, judge them, keep a tree of drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import torch

from story_cli.artifacts import Brief, Draft, Drafts, Plan
from story_cli.catalogue import Library
from story_cli.models.decoder import Cache
from story_cli.models.loading import TextModel, load_text
from story_cli.models.realise import realise
from story_cli.models.roles import CAPITAL, CLOSE, ENDS, OPEN, OPEN_ON, SOFT, role_of, role_tokens
from story_cli.models.sampling import read, sample, settled_threads
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
    """A beginning of the story: its cache row, what is unread of it, and who has been met."""

    row: int
    unread: Piece
    met: frozenset[str]
    draft: int  # index among the drafts of the scene before
    score: float


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
        self.named, self.hero_name = tokenizer.token_to_id("named"), tokenizer.token_to_id("<name>")
        self.naming = {self.named, tokenizer.token_to_id("called")}  # "a <c1> called <name>": not the hero's name
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
        if ids and (ids[-1] in self.naming and (ids[-1] == self.named or (ids[-2:-1] and ids[-2] in self.roles))):
            mask[self.hero_name] = False
        return mask


def write(
    brief: Brief, plan: Plan, settings: WriteSettings, library: Library, progress: Callable[[float, str], None]
) -> Drafts:
    """All candidates of all scenes as a tree. Raises: StoryError for an unusable plan or model."""
    model = load_text(library.model_folder(settings.model))
    seen = view(brief, plan, library)
    rules = TextRules(model, seen.banned)
    room = _room(model, seen)
    with settled_threads():
        cache = Cache(model.net.shape, 1, room)
        beams = [_Beam(0, model.sequencer.header(seen.story), frozenset(), -1, 0.0)]
        kept: list[tuple[Draft, ...]] = []
        for number in range(1, len(plan.scenes) + 1):
            progress((number - 1) / len(plan.scenes), f"writing scene {number} of {len(plan.scenes)}")
            cache, beams, drafts = _scene(number, model, seen, plan, settings, rules, cache, beams, brief.seed)
            kept.append(drafts)
    progress(1.0, "written")
    return Drafts((plan.title,), tuple(kept))


def _room(model: TextModel, seen: View) -> int:
    """Tokens that the longest telling of this plan can take."""
    plans = sum(len(model.sequencer.plan(scene, 1).tokens) for scene in seen.story.scenes)
    room = len(model.sequencer.header(seen.story).tokens) + plans + len(seen.story.scenes) * (_LONGEST + 1)
    return min(room, model.net.shape.context)


def _scene(
    number: int, model: TextModel, seen: View, plan: Plan, settings: WriteSettings, rules: TextRules, cache: Cache,
    beams: list[_Beam], seed: int,
) -> tuple[Cache, list[_Beam], tuple[Draft, ...]]:  # fmt: skip
    """Candidates of one scene; the cache and beams to go on with."""
    scene, stage = seen.story.scenes[number - 1], stage_of(number, len(plan.scenes))
    cache = cache.rows(torch.tensor([beam.row for beam in beams]))
    logits = read(model.net, cache, [beam.unread + model.sequencer.plan(scene, stage) for beam in beams])
    owner = [i % len(beams) for i in range(max(settings.candidates, len(beams)))]
    index = torch.tensor(owner)
    cache = cache.rows(index)
    generator = torch.Generator().manual_seed(derived_seed(seed, "write", number))
    drawn = sample(
        model.net, cache, logits.index_select(0, index), lambda row, token: (int(Field.TEXT), stage), rules.end, rules,
        _LONGEST, settings.temperature, settings.top_p, generator,
    )  # fmt: skip
    judged: list[tuple[float, int, list[str], str, Flaws]] = []
    for row, candidate in enumerate(drawn):
        tokens = model.sequencer.words(candidate.ids)
        text = realise(tokens, seen.words)
        found = flaws(tokens, text, scene, plan.scenes[number - 1].keywords, beams[owner[row]].met, seen.foreign)
        judged.append(
            (candidate.log_probability - found.total - (0 if candidate.ended else 1), row, tokens, text, found)
        )
    judged = _distinct(judged)
    drafts = tuple(
        Draft(text, beams[owner[row]].draft, drawn[row].log_probability, found.missing)
        for _, row, _, text, found in judged
    )
    going_on = []
    for place, (score, row, tokens, _, _) in enumerate(judged[: settings.beams]):
        unread = Piece([rules.end], [int(Field.TEXT)], [stage], [False])
        met = beams[owner[row]].met | {role_of(token) for token in tokens}
        going_on.append(_Beam(row, unread, met, place, score))
    return cache, going_on, drafts


def _distinct(
    judged: list[tuple[float, int, list[str], str, Flaws]],
) -> list[tuple[float, int, list[str], str, Flaws]]:
    """Best first, each text once."""
    out, seen = [], set()
    for entry in sorted(judged, key=lambda e: (-e[0], e[1])):
        if entry[3] not in seen:
            seen.add(entry[3])
            out.append(entry)
    return out
