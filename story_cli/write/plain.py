"""The writer named "frames": one plain sentence an event. A baseline to measure the others by."""

from __future__ import annotations

import random
from collections.abc import Sequence

from story_cli.kits.phrasebook import Phrasebook
from story_cli.models.roles import RoleStory, spaced
from story_cli.write.frames import FrameTeller
from story_cli.write.proposals import Past, Proposal


class PlainWriter:
    """Tells a plan frame by frame."""

    name = "frames"

    def __init__(self, story: RoleStory, book: Phrasebook) -> None:
        self.teller = FrameTeller(story, book)

    def propose(self, number: int, pasts: Sequence[Past], count: int, seed: int) -> list[Proposal]:
        """As many texts as asked; they differ where a line can be said in several ways."""
        rng = random.Random(seed)
        places = [n % len(pasts) for n in range(max(count, len(pasts)))]
        return [Proposal(spaced(self.teller.scene(number, pasts[n].met, rng)), n, -0.5) for n in places]

    def remember(self, number: int, past: Past, place: int, tokens: Sequence[str], own: object) -> object:
        """Nothing: who was met is known already."""
        return None
