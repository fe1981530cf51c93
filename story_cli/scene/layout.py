"""Where everything goes: units of items that hang together, ordered and spaced over the stage, facing each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from story_cli.artifacts import PICTURE_BOTTOM, STAGE_WIDTH, Relation
from story_cli.scene.attach import BESIDE, hang, place_on_parent
from story_cli.scene.boxes import Box
from story_cli.scene.stage import FLOOR, HEAD_ROOM, SIDE_MARGIN, Item, set_level
from story_cli.shape import closeness

if TYPE_CHECKING:
    from story_cli.art.backdrop import Marks

_LEAST_GAP = 26.0  # px of the wide stage, as all here
_TRIED = 6  # units of which every order is tried
_BESIDE_GAP = 62.0  # 3 – 8 % of the width between silhouettes that stand beside each other
_MOST_GAP = 250.0
_CROWDED = 1.2  # of a narrow stage's width, in which everybody would have to shrink to stand in one row
_FLOATING_APART, _STANDING_APART = 96.0, 36.0  # px that a row rises or sinks


@dataclass
class Unit:
    """A root and everything that hangs on it, moved as one."""

    items: list[Item]

    @property
    def root(self) -> Item:
        return self.items[0]

    @property
    def box(self) -> Box:
        box = self.items[0].box
        for item in self.items[1:]:
            box = box.joined(item.box)
        return box

    @property
    def weight(self) -> float:
        return sum(2.0 if item.actor else 1.0 for item in self.items) + 5.0 * any(
            i.entity.id == "hero" for i in self.items
        )

    def move(self, dx: float, dy: float = 0.0) -> None:
        for item in self.items:
            item.move(dx, dy)


def lay_out(
    items: Sequence[Item],
    relations: Sequence[Relation],
    marks: Marks,
    hand_things: frozenset[str],
    facing: dict[str, str],
    *,
    hero_left: bool,
    closeness: float,
) -> None:
    """Place all items. `facing` says whom each looks at; `closeness` scales everybody (1 = the usual distance)."""
    by_id = {item.id: item for item in items}
    hang(by_id, relations, hand_things)
    sky = [item for item in items if item.level == "sky" and not item.parent]
    floor = [item for item in items if item not in sky]
    for item in floor:
        item.scale(closeness)
    sizes = {item.id: item.height for item in floor}
    order: list[str] = []
    rows: tuple[frozenset[str], ...] = ()
    scale = 1.0
    for attempt in range(5):
        for item in floor:
            item.height = sizes[item.id] * scale
        units = _units(floor, marks)
        order = order or _best_order(units, relations, facing, hero_left=hero_left)
        units.sort(key=lambda unit: order.index(unit.root.id))
        rows = rows or rows_of(units, marks.width)
        fits = min(_space_out(row, relations, marks.width, hero_left=hero_left) for row in _in_rows(units, rows))
        if fits < 1.0:
            scale *= max(0.55, fits * 0.98)
        elif attempt > 2 or not _turn(floor, by_id, facing, marks.width):
            break  # who looks where is settled, and everything stands accordingly
    _keep_inside(units)
    for item in floor:
        if item.parent:
            item.reasons.append(f"{item.predicate} {item.parent}")
    _hang_sky(sky, floor, marks)


def _units(floor: Sequence[Item], marks: Marks) -> list[Unit]:
    """Stand every root at its level and hang its children on it, parents first."""
    units: dict[str, Unit] = {}
    for number, item in enumerate(i for i in floor if not i.parent):
        item.x = 0.0
        item.depth = 0.5 if item.actor else 0.42
        set_level(item, marks, lift=_lift(item, number, marks.width))
        units[item.id] = Unit([item])
    waiting = [item for item in floor if item.parent]
    while waiting:
        ready = [item for item in waiting if any(item.parent == i.id for u in units.values() for i in u.items)]
        for item in ready or waiting:
            waiting.remove(item)
            unit = next((u for u in units.values() if any(i.id == item.parent for i in u.items)), None)
            if unit is None:  # its parent is not drawn after all
                item.parent = item.predicate = ""
                set_level(item, marks)
                units[item.id] = Unit([item])
                continue
            parent = next(i for i in unit.items if i.id == item.parent)
            set_level(item, marks)
            place_on_parent(item, parent, marks)
            _beside_siblings(unit, item)
            unit.items.append(item)
    return list(units.values())


def _lift(item: Item, number: int, width: float) -> float:
    """Small differences of depth, so that nobody stands in a row like soldiers; an upright picture has more room."""
    if item.level in ("float", "air"):
        tall = math.pow(STAGE_WIDTH / width, 0.8)
        return (0.0, 34.0, -30.0, 18.0)[number % 4] * tall
    return -14.0 if item.entity.id == "hero" else (2.0, -6.0, 10.0)[number % 3]


def _beside_siblings(unit: Unit, item: Item) -> None:
    """Two that hang on one parent in the same way stand side by side."""
    same = [
        i
        for i in unit.items[1:]
        if i.parent == item.parent and i.predicate == item.predicate and i.predicate != "holding"
    ]
    for sibling in same:
        if item.box.shared(sibling.box) > 0:
            item.move(sibling.box.right - item.box.left + 8)
            shift = -(item.box.width + 8) / 2
            for moved in (*same, item):
                moved.move(shift)


def _best_order(
    units: Sequence[Unit], relations: Sequence[Relation], facing: dict[str, str], *, hero_left: bool
) -> list[str]:
    """Roots from left to right: what belongs together is near, leads stand at the thirds, small things inside."""
    neighbours = _neighbours(units, relations)
    unit_of = {item.id: number for number, unit in enumerate(units) for item in unit.items}
    looks = [(unit_of[a], unit_of[b]) for a, b in facing.items() if a in unit_of and b in unit_of]
    lead = max(range(len(units)), key=lambda n: units[n].weight)
    others = [n for n in range(len(units)) if n != lead]
    partner = max(others, key=lambda n: units[n].weight) if others else lead

    def cost(order: Sequence[int]) -> float:
        at = {n: place for place, n in enumerate(order)}
        found = sum(3.0 * (abs(at[a] - at[b]) - 1) for a, b in neighbours)
        found += sum(0.8 * (abs(at[a] - at[b]) - 1) for a, b in looks if a != b)
        share = {n: (place + 0.5) / len(order) for n, place in at.items()}
        thirds = (1 / 3, 2 / 3) if hero_left else (2 / 3, 1 / 3)
        found += 5.0 * abs(share[lead] - thirds[0]) + (
            2.5 * abs(share[partner] - thirds[1]) if partner != lead else 0.0
        )
        middle = (len(order) - 1) / 2
        found += sum(0.4 * abs(at[n] - middle) * (not units[n].root.actor) for n in others)
        return found + 0.01 * sum(at[n] * (n + 1) for n in others)

    return [units[n].root.id for n in _cheapest(len(units), cost)]


def _cheapest(count: int, cost: Callable[[Sequence[int]], float]) -> tuple[int, ...]:
    """The order of the least cost; of many units, one that no exchange of two makes cheaper."""
    if count <= _TRIED:
        return min(permutations(range(count)), key=cost, default=())
    best = tuple(range(count))
    while True:
        exchanged = [_exchanged(best, a, b) for a, b in combinations(range(count), 2)]
        better = min(exchanged, key=cost)
        if cost(better) >= cost(best) - 1e-9:
            return best
        best = better


def _exchanged(order: tuple[int, ...], a: int, b: int) -> tuple[int, ...]:
    changed = list(order)
    changed[a], changed[b] = order[b], order[a]
    return tuple(changed)


def _neighbours(units: Sequence[Unit], relations: Sequence[Relation]) -> list[tuple[int, int]]:
    unit_of = {item.id: number for number, unit in enumerate(units) for item in unit.items}
    pairs = []
    for relation in relations:
        a, b = unit_of.get(relation.subject), unit_of.get(relation.object)
        if a is not None and b is not None and a != b:
            pairs.append((a, b) if relation.predicate in BESIDE else (b, a))
    return pairs


def _space_out(units: Sequence[Unit], relations: Sequence[Relation], width: float, *, hero_left: bool) -> float:
    """Spread the units; gives the factor (< 1) by which all must shrink to fit, or 1."""
    widths = [unit.box.width for unit in units]
    narrow = width / STAGE_WIDTH
    margin, least = SIDE_MARGIN * narrow, _LEAST_GAP * narrow
    room = width - 2 * margin
    needed = sum(widths) + least * (len(units) - 1)
    if needed > room:
        _line_up(units, [least] * (len(units) - 1), margin)
        return (room - least * (len(units) - 1)) / sum(widths)
    close = {tuple(sorted(pair)) for pair in _neighbours(units, relations)}
    share = (room - sum(widths)) / (len(units) + 1)
    most = [(_BESIDE_GAP if (n, n + 1) in close else _MOST_GAP) * narrow for n in range(len(units) - 1)]
    gaps = [min(gap, max(least, share * 1.25)) for gap in most]
    total = sum(widths) + sum(gaps)
    _line_up(units, gaps, (width - total) / 2)
    _lead_to_third(units, width, hero_left=hero_left)
    return 1.0


def rows_of(units: Sequence[Unit], width: float) -> tuple[frozenset[str], ...]:
    """Ids of the roots of each row, highest first, where a narrow stage is crowded; mostly all stand in one.

    Who floats is above who stands, and the tall are behind the small, as for a photograph.
    """
    everybody = (frozenset(unit.root.id for unit in units),)
    if len(units) < 3 or not _crowded(units, width):
        return everybody
    hanging = [unit for unit in units if _hangs(unit)]
    standing = [unit for unit in units if not _hangs(unit)]
    if hanging and standing:
        below = rows_of(standing, width)
        return (frozenset(unit.root.id for unit in hanging), *below)
    tallest = sorted(units, key=lambda unit: unit.box.height, reverse=True)
    tall = frozenset(unit.root.id for unit in tallest[: (len(units) + 1) // 2])
    return tall, everybody[0] - tall


def _crowded(units: Sequence[Unit], width: float) -> bool:
    """Whether a narrow stage is so full that everybody would have to shrink to stand in one row."""
    narrow = width / STAGE_WIDTH
    needed = sum(unit.box.width for unit in units) + _LEAST_GAP * narrow * (len(units) - 1)
    return narrow < 1.0 and needed > _CROWDED * (width - 2 * SIDE_MARGIN * narrow)


def _hangs(unit: Unit) -> bool:
    return unit.root.level in ("float", "air")


def _in_rows(units: Sequence[Unit], rows: tuple[frozenset[str], ...]) -> list[list[Unit]]:
    """The units of each row, rows moved apart; who is in none joins the lowest."""
    named = frozenset[str]().union(*rows)
    listed = (*rows[:-1], rows[-1] | {unit.root.id for unit in units if unit.root.id not in named})
    found = [row for row in ([u for u in units if u.root.id in ids] for ids in listed) if row]
    for kind, apart in ((True, _FLOATING_APART), (False, _STANDING_APART)):
        alike = [row for row in found if _hangs(row[0]) == kind]
        alone = kind and len(alike) == 1 and len(found) > 1  # those who float over a crowd
        for place, row in enumerate(alike):
            rise = -1.0 if alone else (2.0 * place - 1.0) * (len(alike) > 1)
            for unit in row:
                unit.move(0, rise * apart)
                for item in unit.items:
                    item.depth += 0.12 * rise * (not alone)
    return found


def _line_up(units: Sequence[Unit], gaps: Sequence[float], left: float) -> None:
    for number, unit in enumerate(units):
        unit.move(left - unit.box.left)
        left = unit.box.right + (gaps[number] if number < len(gaps) else 0)


def _lead_to_third(units: Sequence[Unit], width: float, *, hero_left: bool) -> None:
    """Shift the whole row so that the lead stands near its third, as far as the sides allow."""
    lead = max(units, key=lambda unit: unit.weight)
    alone = len(units) == 1
    third = (1 if hero_left else 2) * width / 3
    wanted = (0.43 if hero_left else 0.57) * width if alone else third
    left, right = min(u.box.left for u in units), max(u.box.right for u in units)
    margin = SIDE_MARGIN * width / STAGE_WIDTH
    shift = max(margin - left, min(width - margin - right, wanted - lead.box.x))
    for unit in units:
        unit.move(shift * (1.0 if alone else 0.8))


def _turn(floor: Sequence[Item], by_id: dict[str, Item], facing: dict[str, str], width: float) -> bool:
    """Turn actors to whom they look at (art faces right); children look as their parents do. True if any turned."""
    turned = False
    for item in floor:
        target = by_id.get(facing.get(item.id, ""))
        if target is not None and target.id == item.parent:
            target = None  # one looks out from behind or under a thing, not at it
        if item.parent and item.predicate in ("riding", "holding", "around") and item.parent in by_id:
            flip = by_id[item.parent].flip
        elif target is not None and target is not item and abs(target.box.x - item.box.x) > 12:
            flip = target.box.x < item.box.x
        elif item.actor:
            flip = by_id.get(item.parent, item).box.x > width / 2
        else:
            flip = item.flip
        turned = turned or flip != item.flip
        item.flip = flip
    return turned


def _keep_inside(units: Collection[Unit]) -> None:
    """Head room above, caption strip below: shift a unit that sticks out."""
    for unit in units:
        box = unit.box
        if box.top < HEAD_ROOM:
            unit.move(0, min(HEAD_ROOM - box.top, max(0.0, FLOOR - box.bottom)))
        if unit.box.bottom > FLOOR:
            unit.move(0, FLOOR - unit.box.bottom)


def _hang_sky(sky: Sequence[Item], floor: Sequence[Item], marks: Marks) -> None:
    """Moon, sun and stars into the emptiest parts of the upper third."""
    taken = [item.box for item in floor]
    for number, item in enumerate(sky):
        item.height = min(item.height, 0.2 * PICTURE_BOTTOM * closeness(marks.width) / item.figure.height_share)
        item.depth = 0.02
        shares = (0.15625, 0.84375, 0.328125, 0.671875, 0.5, 0.0859375, 0.9140625)
        places = [0.5 * marks.light_x + marks.width / 4, *(share * marks.width for share in shares)]
        best: tuple[float, float] | None = None
        for x in places:
            item.put(x, 0.0)
            set_level(item, marks, lift=(0.0, 16.0, 34.0)[number % 3])
            cost = sum(item.box.shared(box) for box in taken)
            if best is None or cost < best[0]:
                best = (cost, x)
        item.put(best[1] if best else marks.width / 2, 0.0)
        set_level(item, marks, lift=(0.0, 16.0, 34.0)[number % 3])
        taken.append(item.box)
