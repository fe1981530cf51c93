"""Composed pictures say what the words say and keep the rules of the art bible."""

from __future__ import annotations

import itertools

import pytest

from story_cli.art.backdrop import place_marks
from story_cli.artifacts import PICTURE_BOTTOM, STAGE_WIDTH, Element, Scene
from story_cli.scene.boxes import element_box
from story_cli.scene.check import faults, relation_holds, showable, unkept_relations
from story_cli.shape import Ratio
from tests.scene.conftest import Compose


def _element(scene: Scene, element_id: str) -> Element:
    return next(element for element in scene.elements if element.id == element_id)


RELATED = [
    ("The octopus hid under the boat.", "coral-reef"),
    ("Lulu sat on the rock.", "coral-reef"),
    ("A crab sat on the rock.", "mossy-glade"),
    ("Lulu hid behind the coral.", "coral-reef"),
    ("A clownfish peeked out from behind the coral.", "coral-reef"),
    ("Lulu sat in front of the treasure chest.", "coral-reef"),
    ("A crab sat in the treasure chest.", "coral-reef"),
    ("Lulu sat in the seaweed.", "coral-reef"),
    ("Lulu sailed a blue boat.", "moonlit-pond"),
    ("Lulu held a lantern.", "kelp-forest"),
    ("A crown sat on the crab's head.", "coral-reef"),
    ("Lulu rode on the dolphin's back.", "sandy-lagoon"),
    ("A mouse sat under a mushroom.", "mossy-glade"),
    ("A mouse slept under the bridge.", "mossy-glade"),
    ("The dolphin jumped over the rock.", "sandy-lagoon"),
    ("The whale swam over the boat.", "sandy-lagoon"),
    ("Lulu swam beside a turtle.", "coral-reef"),
    ("Lulu hid under a blanket.", "coral-reef"),
    ("A crab slept under the blanket.", "mossy-glade"),
    ("Three crabs danced between two shells.", "coral-reef"),
    ("The squirrel wore a scarf around its neck and sat on a log.", "mossy-glade"),
]


@pytest.mark.parametrize(("text", "place"), RELATED)
def test_the_picture_shows_the_relation(composed: Compose, text: str, place: str) -> None:
    (scene,), figures = composed(text, place=place)
    assert scene.graph.relations
    assert unkept_relations(scene, figures) == []


CROWDED = (
    "Lulu the mermaid, a crab, a turtle and an octopus sat in front of the treasure chest. A whale swam over the rock. "
    "Three clownfish hid behind the coral. Lulu held a lantern."
)


@pytest.mark.parametrize("text", [CROWDED, *(text for text, place in RELATED if place == "coral-reef")])
def test_a_picture_has_no_faults(composed: Compose, text: str) -> None:
    (scene,), figures = composed(text)
    assert faults(scene, figures, place_marks(scene.place, scene.background_seed)) == []


@pytest.mark.parametrize("ratio", ["1:1", "9:16"])
@pytest.mark.parametrize("text", [text for text, place in RELATED if place == "coral-reef"])
def test_a_narrow_picture_is_composed_anew_without_faults(composed: Compose, text: str, ratio: Ratio) -> None:
    (scene,), figures = composed(text, ratio=ratio)
    assert scene.ratio == ratio
    assert unkept_relations(scene, figures) == []
    assert faults(scene, figures, place_marks(scene.place, scene.background_seed, scene.stage_width)) == []


def test_a_crowd_in_an_upright_picture_stands_in_two_rows(composed: Compose) -> None:
    text = "Lulu the fox met a rabbit, a hedgehog, a frog, a squirrel and a bear."
    (scene,), figures = composed(text, place="mossy-glade", ratio="9:16")
    bottoms = [element_box(figures[e.piece], e).bottom for e in scene.elements]
    assert max(bottoms) - min(bottoms) > 50
    assert all(element_box(figures[e.piece], e).left >= 0 for e in scene.elements)
    assert all(element_box(figures[e.piece], e).right <= 405 for e in scene.elements)


def test_feet_stand_on_the_ground(composed: Compose) -> None:
    (scene,), figures = composed("A fox met an owl.", place="mossy-glade")
    ground = place_marks(scene.place, scene.background_seed).ground_y
    bottoms = [element_box(figures[e.piece], e).bottom for e in scene.elements]
    assert bottoms
    assert all(abs(bottom - ground) < 30 for bottom in bottoms)


def test_swimmers_float_and_crabs_walk(composed: Compose) -> None:
    (scene,), figures = composed("Lulu met a crab.")
    ground = place_marks(scene.place, scene.background_seed).ground_y
    bottom = {e.id: element_box(figures[e.piece], e).bottom for e in scene.elements}
    assert bottom["hero"] < ground - 30
    assert abs(bottom["crab-1"] - ground) < 30


def test_two_leads_stand_at_the_thirds_and_look_at_each_other(composed: Compose) -> None:
    (scene,), figures = composed("Lulu met an octopus.")
    hero, octopus = _element(scene, "hero"), _element(scene, "octopus-1")
    left, right = sorted((hero, octopus), key=lambda e: e.x)
    assert (left.flip, right.flip) == (False, True)
    middle = element_box(figures["mermaid"], hero).x
    assert min(abs(middle - STAGE_WIDTH / 3), abs(middle - STAGE_WIDTH * 2 / 3)) < 0.09 * STAGE_WIDTH


def test_side_or_distance_change_from_picture_to_picture(composed: Compose) -> None:
    scenes, _ = composed("Lulu met an octopus.", "Lulu danced with the octopus.", "Lulu hugged the octopus.")
    seen = [(_element(s, "hero").x < STAGE_WIDTH / 2, round(_element(s, "hero").height)) for s in scenes]
    assert all(a != b for a, b in itertools.pairwise(seen))
    assert all(a.background_seed != b.background_seed for a, b in itertools.pairwise(scenes))


@pytest.mark.parametrize("thing", ["barrel", "seaweed", "igloo", "rocket", "cup"])
def test_whoever_is_in_something_shows_the_face(composed: Compose, thing: str) -> None:
    (scene,), figures = composed(f"A fox sat in the {thing}.", place="mossy-glade")
    fox = next(element for element in scene.elements if element.piece == "fox")
    around = next(element for element in scene.elements if element.piece == thing)
    face = figures["fox"].face(fox.x, fox.y, fox.height, flip=fox.flip)
    assert face is not None
    if figures[thing].has_front:
        rim = figures[thing].first_anchor(
            "seat", "inside", "in", x=around.x, y=around.y, height=around.height, flip=False
        )
        assert face.bottom <= rim[1]
    else:
        box = element_box(figures[thing], around)
        assert fox.depth > around.depth or face.shared(box) <= 0.3 * face.area


def test_several_are_several_elements(composed: Compose) -> None:
    (scene,), figures = composed("Three crabs danced.")
    crabs = [e for e in scene.elements if e.piece == "crab"]
    assert [e.id for e in sorted(crabs, key=lambda e: e.id)] == ["crab-1", "crab-1#2", "crab-1#3"]
    boxes = [element_box(figures["crab"], e) for e in crabs]
    assert all(a.shared(b) < 0.3 * a.area for a, b in itertools.combinations(boxes, 2))


def test_a_held_thing_hangs_on_its_holder(composed: Compose) -> None:
    (scene,), figures = composed("Lulu held a lantern.")
    lantern = _element(scene, "lantern-1")
    assert lantern.holder == "hero"
    assert not lantern.grounded
    hero = element_box(figures["mermaid"], _element(scene, "hero"))
    assert element_box(figures["lantern"], lantern).height < 0.4 * hero.height


def test_a_told_colour_is_painted(composed: Compose) -> None:
    (scene,), _ = composed("Lulu had a red ball.")
    assert all(value.startswith("#") for value in _element(scene, "ball-1").slots.values())
    assert _element(scene, "ball-1").slots


def test_creatures_do_not_all_wear_the_heros_colour(composed: Compose) -> None:
    (scene,), _ = composed("Lulu met a crab and an octopus.")
    assert _element(scene, "crab-1").slots != _element(scene, "octopus-1").slots


def test_what_is_left_out_is_said(composed: Compose) -> None:
    (scene,), _ = composed("Lulu wanted a pearl. There was no boat. She saw a radio on the rock.")
    notes = " ".join(scene.notes)
    assert "pearl-1 is not drawn: only wished" in notes
    assert "boat-1 is not drawn: only negated" in notes
    assert "no piece 'radio'" in notes


def test_everything_has_a_reason(composed: Compose) -> None:
    (scene,), _ = composed(CROWDED)
    assert all(element.reason for element in scene.elements)


def test_nothing_is_behind_the_caption(composed: Compose) -> None:
    (scene,), figures = composed(CROWDED)
    assert max(element_box(figures[e.piece], e).bottom for e in scene.elements) < PICTURE_BOTTOM


def test_the_same_story_and_seed_give_the_same_scenes(composed: Compose) -> None:
    assert composed(CROWDED)[0] == composed(CROWDED)[0]


def test_two_ways_of_one_pair_are_one_picture_and_another_moment(composed: Compose) -> None:
    (scene,), figures = composed("Lulu held a coconut. Then Lulu sat in the coconut.")
    pair = [r for r in scene.graph.relations if {r.subject, r.object} == {"hero", "coconut-1"}]
    assert len({r.predicate for r in pair}) == 2
    assert sum(showable(relation, scene, figures) for relation in pair) == 1


def test_whoever_is_hugged_stands_beside(composed: Compose) -> None:
    (scene,), figures = composed("The bear hugged Lulu.")
    (hug,) = [r for r in scene.graph.relations if r.predicate == "holding"]
    shown = {element.id: element for element in scene.elements}
    assert relation_holds(shown[hug.subject], "holding", shown[hug.object], figures)


def test_a_parrot_on_somebodys_head_leaves_the_face_free(composed: Compose) -> None:
    (scene,), figures = composed("Lulu met a pirate. The parrot sat on the pirate.", place="beach")
    shown = {element.piece: element for element in scene.elements}
    pirate, parrot = shown["pirate"], shown["parrot"]
    face = figures["pirate"].face(pirate.x, pirate.y, pirate.height, flip=pirate.flip)
    assert face is not None
    assert element_box(figures["parrot"], parrot).shared(face) < 0.1 * face.area


def test_a_crowd_of_seven_still_stands_beside_whom_the_words_say(composed: Compose) -> None:
    text = (
        "A shell, a lantern, a crown and a bucket lay on the sand, and a turtle and an octopus looked at them. "
        "Lulu swam beside the octopus."
    )
    (scene,), figures = composed(text, place="coral-reef")
    assert len(scene.elements) >= 6
    assert unkept_relations(scene, figures) == []
