"""Scene by scene: the writers propose texts, rules judge them, the best are gone on from; a tree of drafts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from story_cli.artifacts import Brief, Draft, Drafts, Plan
from story_cli.catalogue import Library
from story_cli.guard import accepts
from story_cli.kits.phrasebook import load_phrasebook
from story_cli.models.realise import realise
from story_cli.models.roles import role_of
from story_cli.rng import derived_seed
from story_cli.settings import WriteSettings
from story_cli.write.checks import Flaws, flaws
from story_cli.write.doubt import load_doubt
from story_cli.write.dress import Dresser
from story_cli.write.edit import divided
from story_cli.write.opening import Opener, introduces
from story_cli.write.places import Places
from story_cli.write.proposals import Past, Proposal, Writer
from story_cli.write.view import View

_FAR = 0.75  # nats a token below the best
_ADDED = 0.08  # nats a token for each line that had to be added
_STOCK = 0.4  # nats a token for a story that begins with who the hero is, where the plot has something of its own
_DOUBT = 0.1  # nats a token for each nat of the classifier's doubt


class _Judged(NamedTuple):
    """A proposal with its worth, dressed and in words."""

    score: float
    writer: int
    proposal: Proposal
    tokens: list[str]
    text: str
    flaws: Flaws


def grow(
    brief: Brief, plan: Plan, seen: View, writers: Sequence[Writer], settings: WriteSettings, library: Library,
    seed: int, progress: Callable[[float, str], None],
) -> Drafts:  # fmt: skip
    """All candidates of all scenes, best first in each."""
    grower = _Grower(brief, plan, seen, writers, settings, library)
    pasts = [Past(-1, 0.0, frozenset(), "", {})]
    kept: list[tuple[Draft, ...]] = []
    for number in range(len(plan.scenes)):
        progress(number / len(plan.scenes), f"writing scene {number + 1} of {len(plan.scenes)}")
        judged = grower.scene(number, pasts, derived_seed(seed, number + 1))
        kept.append(
            tuple(Draft(j.text, pasts[j.proposal.past].draft, j.proposal.nats, j.flaws.missing) for j in judged)
        )
        pasts = [grower.past(number, pasts, place, j) for place, j in enumerate(judged[: settings.beams])]
    progress(1.0, "written")
    return Drafts((plan.title,), tuple(kept))


class _Grower:
    """What stays the same through a story."""

    def __init__(
        self, brief: Brief, plan: Plan, seen: View, writers: Sequence[Writer], settings: WriteSettings,
        library: Library,
    ) -> None:  # fmt: skip
        self.plan, self.seen, self.writers, self.settings, self.library = plan, seen, writers, settings, library
        self.fidelity = load_doubt(library, settings.fidelity) if settings.fidelity else None
        self.dress = Dresser(seen.words, load_phrasebook(library), brief.colours, brief.adjectives)
        self.open, self.place = Opener(brief, library), Places(seen.words)

    def scene(self, number: int, pasts: Sequence[Past], seed: int) -> list[_Judged]:
        """Candidates of one scene, best first, each text once."""
        rng = random.Random(derived_seed(seed, "dress"))
        found: dict[str, _Judged] = {}
        everything: list[_Judged] = []
        for place, writer in enumerate(self.writers):
            count = self._share(place)
            for proposal in writer.propose(number, pasts, count, derived_seed(seed, writer.name)):
                everything.append(self._judge(number, pasts, place, proposal, rng))
        for judged in self._weighed(number, everything):
            if judged.text not in found or found[judged.text].score < judged.score:
                found[judged.text] = judged
        ordered = sorted(found.values(), key=lambda j: (self._refusal(j.text), -j.score))
        return self._coherent(ordered)

    def _coherent(self, judged: list[_Judged]) -> list[_Judged]:
        """Without those that are far worse than the best, unless only they are sure to pass the output filter: text
        that makes no sense is no way out where the filter's sentence model doubts one that does."""
        best = max((one.score for one in judged), default=0.0)
        near = [one for one in judged if one.score > best - _FAR]
        return near if any(self._refusal(one.text) < 2 for one in near) else judged

    def _refusal(self, text: str) -> int:
        """0 for a text that the output filter lets pass, 1 where only its sentence model doubts, 2 for what it refuses:
        no story goes on from a refused text while there is another one."""
        if accepts(self.library, [text], "write"):
            return 0
        return 1 if accepts(self.library, [text], "write", doubtful=True) else 2

    def _share(self, place: int) -> int:
        """How many texts a writer is asked for: three of four from the first, which is cheap, where there are two."""
        total = self.settings.candidates
        if len(self.writers) == 1:
            return total
        return -(-3 * total // 4) if place == 0 else total // 4 or 1

    def _judge(
        self, number: int, pasts: Sequence[Past], writer: int, proposal: Proposal, rng: random.Random
    ) -> _Judged:
        scene, keywords = self.seen.story.scenes[number], self.plan.scenes[number].keywords
        past = pasts[proposal.past]
        dressed = self.dress(proposal.tokens, keywords, past.text, rng)
        text = realise(self.place(dressed.tokens, past.text), self.seen.words)
        text = self.open(dressed.tokens, text) if number == 0 else text
        wrong = flaws(dressed.tokens, text, scene, keywords, past.met, self.seen.foreign)
        worth = past.score + proposal.nats - wrong.total - _ADDED * dressed.added
        worth -= _STOCK if number == 0 and introduces(dressed.tokens) else 0.0
        return _Judged(worth, writer, proposal, dressed.tokens, text, wrong)

    def _weighed(self, number: int, judged: list[_Judged]) -> list[_Judged]:
        """The fidelity classifier's doubt taken from the worth of each."""
        frames = self.seen.story.scenes[number].frames
        if self.fidelity is None or not frames:
            return judged
        doubts = self.fidelity([(frames, divided(one.tokens)) for one in judged])
        return [one._replace(score=one.score - _DOUBT * d) for one, d in zip(judged, doubts, strict=True)]

    def past(self, number: int, pasts: Sequence[Past], draft: int, judged: _Judged) -> Past:
        """The beginning that ends with this scene."""
        place = judged.proposal.past
        before = pasts[place]
        memory = {
            writer.name: writer.remember(
                number, before, place, judged.tokens, judged.proposal.memory if n == judged.writer else None
            )
            for n, writer in enumerate(self.writers)
        }
        met = before.met | {role_of(token) for token in judged.tokens}
        met |= {token for token in judged.tokens if token.endswith(":name>")}
        return Past(draft, judged.score, met, f"{before.text} {judged.text}".strip(), memory)
