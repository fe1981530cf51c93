"""Composed actors get the light that their place asks for; things and what is held get none."""

from __future__ import annotations

from msgspec.structs import replace

from story_cli.art.signature import signature
from story_cli.artifacts import Element, Graph, Scene
from story_cli.catalogue import Library
from story_cli.scene.standout import why_lit, with_light

ROLES = signature(("yellow",), "snowy-mountain", 1)
SCENE = Scene("ice-cave", "noon", "clear", 1, ROLES, (), (), Graph("", (), (), ()), (0.0, 0.0))


def lights(library: Library, *elements: Element) -> list[float]:
    scene = replace(SCENE, elements=elements)
    return [element.light for element in with_light(scene, {"hero", "moth"}, library).elements]


def test_a_hero_of_the_places_lightness_gets_some_and_a_thing_none(library: Library) -> None:
    hero = Element("hero", "unicorn", 430.0, 568.0, 335.0)
    thing = Element("thing", "snowball", 800.0, 568.0, 100.0)
    light, none = lights(library, hero, thing)
    assert light != 0
    assert none == 0


def test_what_somebody_holds_gets_none(library: Library) -> None:
    assert lights(library, Element("moth", "butterfly", 430.0, 300.0, 60.0, holder="hero")) == [0.0]


def test_the_note_says_which(library: Library) -> None:
    assert why_lit(Element("hero", "fox", 0.0, 0.0, 1.0, light=-0.4)).startswith("hero: shade")


def test_who_stands_in_a_neighbours_light_needs_less(library: Library) -> None:
    three = [Element(name, "unicorn", x, 568.0, 335.0) for name, x in (("hero", 430.0), ("moth", 520.0))]
    alone, (first, second) = lights(library, three[1])[0], lights(library, *three)
    assert first != 0
    assert abs(second) < abs(alone)
