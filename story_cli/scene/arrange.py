"""Placement by search: several layouts of a scene are made, what breaks a rule counts against them, and the learned
prior (story_cli.scene.prior) chooses among the rest. Draws nothing from rng."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from story_cli.artifacts import Relation, Scene
from story_cli.scene.boxes import Figure
from story_cli.scene.check import faults, unkept_relations
from story_cli.scene.layout import lay_out
from story_cli.scene.stage import Item, come_down

if TYPE_CHECKING:
    from story_cli.art.backdrop import Marks
    from story_cli.scene.choose import Chosen
    from story_cli.scene.prior import Prior


class Variant(NamedTuple):
    """One way to lay a scene out."""

    mirrored: bool = False
    closeness: float = 1.0
    turned: int = 0  # relations are hung in an order that begins with this one


_FIRST = (Variant(), Variant(closeness=0.9), Variant(closeness=1.1), Variant(mirrored=True))
_MORE = (
    *(Variant(turned=n) for n in (1, 2, 3)),
    *(Variant(closeness=c, turned=n) for c in (0.78, 0.62) for n in (0, 1, 2)),
    Variant(mirrored=True, closeness=0.8),
)
_UNKEPT, _FAULT, _MIRRORED = 10.0, 6.0, 1.0  # what counts against a layout; the prior is a log-odds of a few units


@dataclass(frozen=True)
class Order:
    """What has to be laid out: fresh items for each try, and what the text says of them."""

    make_items: Callable[[], list[Item]]
    relations: Sequence[Relation]
    facing: dict[str, str]
    hand_things: frozenset[str]
    hero_left: bool
    closeness: float


def best_arrangement(
    order: Order, marks: Marks, draft: Callable[[Sequence[Item]], Scene], figures: Mapping[str, Figure], prior: Prior
) -> list[Item]:
    """The items of the best layout. `draft` makes a scene of items, so that it can be read back."""
    best: tuple[float, list[Item]] | None = None
    for number, variant in enumerate((*_FIRST, *_MORE)):
        if best is not None and number >= len(_FIRST) and best[0] < _FAULT:
            break  # nothing is broken: more variants are not worth their time
        items = _laid(order, variant, marks)
        scene = draft(items)
        cost = _UNKEPT * len(unkept_relations(scene, figures)) + _FAULT * len(faults(scene, figures, marks))
        cost += _MIRRORED * variant.mirrored - prior.log_odds(items, marks.width)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, items)
    return best[1] if best else []


def fewer(chosen: Sequence[Chosen], broken: Sequence[str]) -> tuple[Chosen, ...] | None:
    """The chosen without the lightest of those that a fault names, or with one copy less of it; the hero stays.

    None where nothing can go. A fault names who is wrong first: "crab-1 covers the face of hero".
    """
    ids = {one.entity.id for one in chosen} - {"hero"}
    named = [word for fault in broken for word in fault.split() if word.partition("#")[0] in ids]
    guilty = {word.partition("#")[0] for word in named} or ids
    if not guilty:
        return None
    out = min((one for one in chosen if one.entity.id in guilty), key=lambda one: (one.weight, one.entity.id))
    if out.copies > 1:
        return tuple(replace(one, copies=one.copies - 1) if one is out else one for one in chosen)
    return tuple(one for one in chosen if one is not out)


def _laid(order: Order, variant: Variant, marks: Marks) -> list[Item]:
    items = order.make_items()
    turned = variant.turned % max(1, len(order.relations))
    relations = [*order.relations[turned:], *order.relations[:turned]]
    come_down(items, relations, marks)
    lay_out(
        items,
        relations,
        marks,
        order.hand_things,
        order.facing,
        hero_left=order.hero_left != variant.mirrored,
        closeness=order.closeness * variant.closeness,
    )
    return items
