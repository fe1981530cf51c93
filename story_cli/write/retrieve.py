"""Retrieve and edit: sentences of the plot that knows the plan, and of other plots for what it does not know.

Roles, names, things and places of the prototypes are those of this plan; every candidate chooses its paraphrases anew.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from story_cli.catalogue import Library
from story_cli.kits import KitTables, load_tables
from story_cli.kits.match import Plot, best_match, load_plots
from story_cli.kits.phrasebook import load_phrasebook
from story_cli.kits.pool import SentencePool
from story_cli.kits.tell import PlotTeller, Told
from story_cli.kits.wording import Polish
from story_cli.models.roles import RoleStory, role_of, spaced
from story_cli.rng import derived_seed
from story_cli.write.edit import Editor
from story_cli.write.frames import FrameTeller
from story_cli.write.proposals import Past, Proposal

WHOLE = 0.75  # share of a plan's events from which on a plot is told as the kit tells it
_TRUST = 2.0  # nats a token for a plan known whole: the decoder, which forgets a kit's choices, seldom reaches it
_DOUBT = 1.2  # nats a token less for each plan that is not known at all
_COPIED = 0.3  # nats a token less for a text that is word for word its prototype


class Sources(NamedTuple):
    """The prototypes of a library."""

    plots: tuple[Plot, ...]
    tables: KitTables
    polish: Polish
    pool: SentencePool


def load_sources(library: Library) -> Sources:
    """Raises: StoryError if a kit cannot be read."""
    return _load(library.root / "stories")


@lru_cache(maxsize=2)
def _load(folder: Path) -> Sources:
    tables = load_tables(folder / "kits_catalogue.json")
    plots, polish = load_plots(folder / "kits"), Polish(tables)
    return Sources(plots, tables, polish, SentencePool(plots, tables, polish))


class RetrievingWriter:
    """Tells one plan from prototypes."""

    name = "retrieve"

    def __init__(self, story: RoleStory, library: Library, seed: int) -> None:
        self.story, self.sources = story, load_sources(library)
        book = load_phrasebook(library)
        self.frames = FrameTeller(story, book)
        self.edit = Editor(story, book, self.sources.tables, random.Random(derived_seed(seed, "epithets")))
        match = best_match(story, self.sources.plots) if story.hero in self.sources.tables.heroes else None
        self.share = match.share if match else 0.0
        self.teller: PlotTeller | None = None
        if match and match.share >= WHOLE:
            rng = random.Random(seed)
            self.teller = PlotTeller(story, match, self.sources.tables, self.sources.polish, rng)

    @property
    def knows_whole(self) -> bool:
        """Whether a plot tells every event of the plan: then no decoder is needed, which forgets what a kit chose."""
        return self.teller is not None and self.share >= 1.0

    def propose(self, number: int, pasts: Sequence[Past], count: int, seed: int) -> list[Proposal]:
        """Candidates by drawing paraphrases."""
        rng = random.Random(seed)
        nats = _TRUST - _DOUBT * (1 - self.share)
        found = []
        for place in range(max(count, len(pasts))):
            past = pasts[place % len(pasts)]
            if self.teller is not None:
                before = past.memory.get(self.name)
                told = self.teller.scene(
                    number, before if isinstance(before, Told) else None, rng, self._unknown(number, past, rng)
                )
                tokens = self.edit(told.tokens, rng)
                copied = _COPIED * shared(told.tokens, tokens)
                found.append(Proposal(tokens, place % len(pasts), nats - copied, told))
            else:
                found.append(Proposal(self.edit(self._by_frames(number, past, rng), rng), place % len(pasts), nats))
        return found

    def _unknown(self, number: int, past: Past, rng: random.Random) -> dict[int, str]:
        """Role text of the events that the plot does not know."""
        assert self.teller is not None
        seen = set(past.met)
        frames = self.story.scenes[number].frames
        unknown = [line.frame for line in self.teller.lines[number] if line.unit is None]
        return {at: self._event(number, at, seen, rng) for at in unknown if at < len(frames)}

    def _event(self, number: int, at: int, seen: set[str], rng: random.Random) -> str:
        frame = self.story.scenes[number].frames[at]
        return self.sources.pool.tell(frame, self.story, rng) or self.frames.event(frame, seen, rng)

    def _by_frames(self, number: int, past: Past, rng: random.Random) -> list[str]:
        """A plan that no plot knows: event by event, with a sentence of any kit where one fits."""
        seen, scene = set(past.met), self.story.scenes[number]
        lines = [self.frames.opening(scene, seen)] if not scene.frames or number == 0 else []
        for at, frame in enumerate(scene.frames):
            if number or at or frame.act != "live":
                lines.append(self._event(number, at, seen, rng))
                seen |= {role_of(token) for token in spaced(lines[-1])}
        text = " ".join(dict.fromkeys(lines))
        return spaced(text if len(text.split()) >= 24 else f"{text} {self.frames.air(scene, rng)}")

    def remember(self, number: int, past: Past, place: int, tokens: Sequence[str], own: object) -> object:
        """Names that were said, paraphrases that were used."""
        if isinstance(own, Told):
            return own
        before = past.memory.get(self.name)
        met = before.met if isinstance(before, Told) else frozenset[str]()
        used = before.used if isinstance(before, Told) else frozenset[str]()
        if self.teller is not None:
            named = {role_of(token) for token in tokens if token.endswith(":name>")}
            met |= {slot for slot, filled in self.teller.slots.items() if filled.role and filled.role.id in named}
        return Told(tuple(tokens), met, used)


def shared(prototype: Sequence[str], tokens: Sequence[str], size: int = 8) -> float:
    """Share of the runs of `size` tokens that stand in the prototype too."""
    runs = [tuple(tokens[n : n + size]) for n in range(len(tokens) - size + 1)]
    known = {tuple(prototype[n : n + size]) for n in range(len(prototype) - size + 1)}
    return sum(run in known for run in runs) / max(1, len(runs))
