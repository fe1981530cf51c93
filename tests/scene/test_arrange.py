"""Several layouts are tried, rules come first, and the learned prior chooses among what keeps them."""

from __future__ import annotations

from story_cli.art.backdrop import place_marks
from story_cli.artifacts import Entity, Relation
from story_cli.catalogue import Library
from story_cli.scene.arrange import fewer
from story_cli.scene.boxes import Figure
from story_cli.scene.check import relation_holds, showable, told_apart
from story_cli.scene.choose import Chosen
from story_cli.scene.prior import FLAT, MEASURES, measures, read_prior
from story_cli.scene.stage import Item, come_down
from tests.scene.conftest import Compose


def _item(library: Library, piece: str, x: float = 640.0, height: float = 300.0, name: str = "") -> Item:
    from story_cli.art.piece import load_piece

    entity = Entity(name or f"{piece}-1", piece, piece)
    figure = Figure(load_piece(library, piece))
    actor = piece in library.heroes or piece in library.creatures
    item = Item(entity.id, entity, figure, actor, height, "ground")
    item.put(x, 560.0)
    return item


def test_a_relation_that_is_over_is_told_and_not_half_shown(composed: Compose) -> None:
    (scene,), figures = composed("Lulu hid behind the coral. Then Lulu sat on the rock.")
    hiding, sitting = scene.graph.relations
    shown = {element.id: element for element in scene.elements}
    held = [relation_holds(shown[r.subject], r.predicate, shown[r.object], figures) for r in (hiding, sitting)]
    assert sum(held) == 1
    assert len(told_apart(scene, figures)) == 1
    assert any("another moment" in note for note in scene.notes)


def test_what_has_no_inside_cannot_show_somebody_in_it(composed: Compose) -> None:
    (scene,), figures = composed("A crab slept in the pearl.")
    (relation,) = (r for r in scene.graph.relations if r.predicate in ("in", "inside"))
    assert not showable(relation, scene, figures)


def test_a_moon_that_somebody_sits_on_comes_down(library: Library) -> None:
    from story_cli.artifacts import At

    moon, hero = _item(library, "moon"), _item(library, "mermaid", name="hero")
    moon.level = "sky"
    marks = place_marks("moonlit-pond", 1)
    come_down([moon, hero], [Relation("hero", "under", "moon-1", At(0, 0))], marks)
    assert moon.level == "sky"
    come_down([moon, hero], [Relation("hero", "on", "moon-1", At(0, 0))], marks)
    assert moon.level == "ground"


def test_the_prior_prefers_a_composed_picture_to_a_careless_one(library: Library) -> None:
    prior = read_prior(library.root)
    good = [_item(library, "mermaid", 430.0, 400.0, "hero"), _item(library, "octopus", 830.0, 280.0)]
    good[1].flip = True
    lost = [_item(library, "mermaid", 90.0, 150.0, "hero"), _item(library, "octopus", 1200.0, 520.0)]
    lost[0].flip = True
    assert prior.log_odds(good) > prior.log_odds(lost) + 1.0


def test_measures_see_covering_tangents_and_who_looks_out(library: Library) -> None:
    crab, turtle = _item(library, "crab", 300.0, 200.0), _item(library, "turtle", 900.0, 200.0)
    apart = measures([crab, turtle], 1.0)
    turtle.move(crab.box.right - turtle.box.left + 2)
    touching = measures([crab, turtle], 1.0)
    turtle.move(-0.5 * turtle.box.width)
    covering = measures([crab, turtle], 1.0)
    assert (apart["tangents"], touching["tangents"]) == (0.0, 1.0)
    assert covering["covered"] > 0.3 > apart["covered"] == 0.0
    crab.flip = True
    assert measures([crab, turtle], 1.0)["looks out"] >= 1.0
    assert set(apart) == set(MEASURES)


def test_drawn_sizes_in_the_order_of_real_ones_are_believed(library: Library) -> None:
    whale, crab = _item(library, "whale", 300.0, 400.0), _item(library, "crab", 900.0, 120.0)
    right = measures([whale, crab], 2.0)["size belief"]
    whale.scale(0.1)
    assert right > measures([whale, crab], 2.0)["size belief"]


def test_without_a_model_there_is_no_opinion(library: Library) -> None:
    assert FLAT.log_odds([_item(library, "crab")]) == 0.0


def test_who_covers_somebody_goes_first_and_the_hero_never() -> None:
    hero = Chosen(Entity("hero", "fox", "fox"), True, 1, 100.0, "")
    crab = Chosen(Entity("crab-1", "crab", "crab"), True, 2, 2.0, "")
    rock = Chosen(Entity("rock-1", "rock", "rock"), False, 1, 1.0, "")
    one_crab_less = fewer((hero, crab, rock), ["crab-1#2 covers the face of hero"])
    assert one_crab_less is not None
    assert [(one.entity.id, one.copies) for one in one_crab_less] == [("hero", 1), ("crab-1", 1), ("rock-1", 1)]
    lightest = fewer((hero, crab, rock), ["hero is too small for a lead"])
    assert lightest is not None
    assert [one.entity.id for one in lightest] == ["hero", "crab-1"]
    assert fewer((hero,), ["hero is too small for a lead"]) is None
