"""Stills: actors on layers in depth order, passengers in boats, things in hands, captions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from story_cli.art.cache import ArtCache
from story_cli.art.paint import drawing_order, grain, hand_place, paint_scene, seated
from story_cli.art.piece import Piece
from story_cli.art.puppet import Puppet, Sprite
from story_cli.art.signature import Signature
from story_cli.artifacts import Element, Graph, Scene
from story_cli.catalogue import Library
from story_cli.errors import StoryError

ZOOM = 0.2
MakeScene = Callable[..., Scene]


@pytest.fixture
def make_scene(roles: Signature) -> MakeScene:
    def make(*elements: Element, place: str = "coral-reef") -> Scene:
        graph = Graph("", (), (), ())
        return Scene(place, "noon", "clear", 3, roles, elements, (), graph, (640.0, 300.0))

    return make


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> ArtCache:
    return ArtCache(tmp_path_factory.mktemp("art"))


def pixels(scene: Scene, library: Library, cache: ArtCache, **wishes: object) -> np.ndarray:
    return np.asarray(paint_scene(scene, library, cache, ZOOM, **wishes)).astype(int)  # type: ignore[arg-type]


def test_an_actor_shows_where_it_stands(make_scene: MakeScene, library: Library, cache: ArtCache) -> None:
    empty = pixels(make_scene(), library, cache)
    with_one = pixels(make_scene(Element("hero", "octopus", 900.0, 300.0, 260.0)), library, cache)
    assert empty.shape == (144, 256, 3)
    changed = np.nonzero(np.abs(empty - with_one).sum(2) > 40)
    assert pytest.approx(np.median(changed[1]), abs=12) == 900 * ZOOM


def test_the_same_scene_is_the_same_picture(make_scene: MakeScene, library: Library, cache: ArtCache) -> None:
    scene = make_scene(Element("hero", "octopus", 640.0, 300.0, 200.0))
    assert np.array_equal(pixels(scene, library, cache), pixels(scene, library, ArtCache(None)))


def test_a_caption_covers_the_bottom_only(make_scene: MakeScene, library: Library, cache: ArtCache) -> None:
    bare, captioned = pixels(make_scene(), library, cache), pixels(make_scene(), library, cache, caption="Hello there.")
    assert captioned[-4:].mean() > 220  # paper
    assert np.abs(bare - captioned)[: int(580 * ZOOM)].mean() < 3  # the vignette moves a little


def test_what_has_no_drawing_is_named(make_scene: MakeScene, library: Library, cache: ArtCache) -> None:
    with pytest.raises(StoryError, match="unicycle"):
        paint_scene(make_scene(Element("u", "unicycle", 1.0, 1.0, 100.0)), library, cache, ZOOM)


def test_a_passenger_comes_between_back_and_front() -> None:
    boat = Element("boat", "boat", 640.0, 500.0, 300.0, depth=0.4)
    fox = Element("fox", "fox", 600.0, 480.0, 200.0, depth=0.404)
    bird = Element("bird", "owl", 600.0, 100.0, 90.0, depth=0.7)
    order = [(e.id, layer, c.id if c else "") for e, layer, c in drawing_order((bird, fox, boat), frozenset({"boat"}))]
    assert order == [("boat", "back", ""), ("fox", "all", "boat"), ("boat", "front", ""), ("bird", "all", "")]


def test_a_boat_alone_is_drawn_whole() -> None:
    boat = Element("boat", "boat", 640.0, 500.0, 300.0)
    assert [layer for _, layer, _ in drawing_order((boat,), frozenset({"boat"}))] == ["all"]


def test_legs_do_not_stick_out_below_the_boat() -> None:
    body = Sprite(np.full((40, 10, 4), 255, np.uint8), -5, -20)
    hull = Sprite(np.full((10, 30, 4), 255, np.uint8), -15, -5)
    cut = seated(body, hull, 0, 0, -5.0)
    rows = np.nonzero(cut.rgba[..., 3].any(1))[0] + cut.dy
    assert rows.max() == 4  # the hull's last row
    assert rows.min() == -20  # the head is untouched


def test_a_held_thing_has_its_grip_in_the_hand(pim: Piece, roles: Signature, no_cache: ArtCache) -> None:
    holder, thing = Puppet(pim, roles, {}, 120, no_cache), Puppet(pim, roles, {}, 60, no_cache)
    holding, element = Element("a", "pim", 0, 0, 120), Element("b", "pim", 0, 0, 60)
    x, y = hand_place(holder, holding, thing, element, 0.0)
    hand, centre = holder.anchor("hand"), thing.anchor("center")
    assert (x + centre[0], y + centre[1]) == pytest.approx(hand)


def test_a_mirrored_holder_carries_on_the_other_side(pim: Piece, roles: Signature, no_cache: ArtCache) -> None:
    puppet = Puppet(pim, roles, {}, 120, no_cache)
    right, left = Element("a", "pim", 0, 0, 120), Element("a", "pim", 0, 0, 120, flip=True)
    assert hand_place(puppet, left, puppet, left, 0)[0] == pytest.approx(
        -hand_place(puppet, right, puppet, right, 0)[0]
    )


def test_grain_is_static_and_of_unit_variance() -> None:
    assert grain(64, 36) is grain(64, 36)
    assert float(grain(64, 36).std()) == pytest.approx(1, abs=0.01)
