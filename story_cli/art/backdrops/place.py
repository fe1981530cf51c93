"""What a place function gets and gives: its plan (seeded choices that the layout must know too), sheets, layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from story_cli.art.backdrops.sheet import Sheet, Slab
from story_cli.art.signature import Signature
from story_cli.rng import stage_rng

WIDTH = 1280
NEAR_Y = 550.0  # upper edge of the near ground; feet stand a little below it
MID_Y = 492.0  # upper edge of the middle ground
LAYERS = ("far", "mid", "near", "frame")

Slabs = dict[str, list[Slab]]


@dataclass(frozen=True)
class Plan:
    """The seeded choices of a place: which landmark, where, and where the light comes from."""

    place: str
    seed: int
    landmark: str
    x: float  # middle of the landmark
    light_x: float

    @property
    def side(self) -> int:
        """+1 if the landmark stands left of the middle (its counterweight right of it), else −1."""
        return 1 if self.x < WIDTH / 2 else -1

    @property
    def other_x(self) -> float:
        """Middle of the counterweight cluster."""
        return WIDTH / 2 + self.side * WIDTH * 0.33


@dataclass(frozen=True)
class View:
    """One backdrop being drawn."""

    plan: Plan
    roles: Signature
    time_of_day: str = "noon"

    @property
    def night(self) -> bool:
        return self.time_of_day == "night"

    @property
    def sunset(self) -> bool:
        return self.time_of_day == "sunset"

    def sheet(self, layer: str, roles: Signature | None = None) -> Sheet:
        """An empty sheet whose random choices depend on place, seed and layer only."""
        return Sheet(roles or self.roles, stage_rng(self.plan.seed, "backdrop", self.plan.place, layer))


@dataclass(frozen=True)
class Spot:
    """Somewhere to sit on or hide behind: where feet go, `depth` as of Element, the size in px that fits there."""

    name: str
    x: float
    y: float
    depth: float
    size: float


@dataclass(frozen=True)
class Place:
    """A place of a theme: its painter, its landmarks by name, where they may stand, and facts for the layout."""

    id: str
    paint: Callable[[View], Slabs]
    landmarks: tuple[str, ...]
    stands: tuple[float, ...] = (0.19, 0.25, 0.75, 0.81)  # shares of the width
    medium: str = "ground"  # what surrounds the actors: "water", "ground"
    ground_y: float = 568.0  # where feet stand
    surface_y: float | None = None  # waterline, if one is seen
    hides: tuple[str, str] = ("behind the landmark", "behind the plants")

    def plan(self, seed: int) -> Plan:
        """Draws from rng (seed, "place", id)."""
        rng = stage_rng(seed, "place", self.id)
        landmark, stand, light = rng.choice(self.landmarks), rng.choice(self.stands), rng.choice((0.34, 0.5, 0.66))
        return Plan(self.id, seed, landmark, stand * WIDTH, light * WIDTH)

    def spots(self, seed: int) -> tuple[Spot, ...]:
        """Perches and hiding places, landmark first."""
        plan = self.plan(seed)
        return (
            Spot(self.hides[0], plan.x, MID_Y + 22, 0.15, 210),
            Spot(self.hides[1], plan.other_x, MID_Y + 40, 0.25, 170),
            Spot("at the left edge", 150, NEAR_Y + 20, 0.7, 150),
            Spot("at the right edge", WIDTH - 150, NEAR_Y + 20, 0.7, 150),
        )
