"""Backdrops: every place paints, far is opaque, the middle stays open, seeds vary, marks agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from story_cli.art.backdrop import PLACES, backdrop, flattened, has_place, place_marks, window_left
from story_cli.art.cache import ArtCache
from story_cli.art.colour import hue_difference, to_oklch
from story_cli.art.signature import Signature, signature
from story_cli.catalogue import Library
from story_cli.errors import StoryError

ZOOM = 0.125


@pytest.mark.parametrize("place", PLACES)
def test_a_place_paints_four_layers(place: str, roles: Signature) -> None:
    layers = backdrop(place, 3, roles, zoom=ZOOM)
    assert [layer.name for layer in layers] == ["far", "mid", "near", "frame"]
    assert [layer.parallax for layer in layers] == [0.15, 0.40, 0.75, 1.25]
    assert {layer.rgba.shape for layer in layers} == {(90, 176, 4)}
    far, _, near, frame = (layer.rgba for layer in layers)
    assert far[..., 3].min() == 255
    stage = frame[:, 8:-8]
    assert stage[:75, 26:134, 3].mean() < 12  # corners only: the middle is free
    assert near[71, 8:-8, 3].min() > 200  # ground from edge to edge above the caption
    assert near[:, 8:-8][:60, 50:110, 3].mean() < 30  # open middle for the actors


@pytest.mark.parametrize("place", PLACES)
def test_landmarks_differ_by_seed_and_marks_stay_on_the_stage(place: str) -> None:
    found = {place_marks(place, seed).landmark for seed in range(40)}
    assert len(found) >= 3
    for seed in range(5):
        marks = place_marks(place, seed)
        assert 540 <= marks.ground_y <= 606
        assert marks.medium in ("water", "ground")
        assert all(0 <= spot.x <= 1280 and 0 < spot.y <= 606 for spot in marks.spots)


@pytest.mark.parametrize("width", [720.0, 405.0])
def test_a_narrow_stage_shows_its_landmark_and_both_sides_of_the_frame(width: float, roles: Signature) -> None:
    for place in ("coral-reef", "village", "mossy-glade"):
        if not has_place(place):
            continue
        for seed in range(6):
            begin = window_left(place, seed, width)
            assert 0 <= begin <= 1280 - width
            assert begin < PLACES[place].plan(seed).x < begin + width
        layers = backdrop(place, 3, roles, zoom=ZOOM, width=width)
        columns = 2 * round((width + 128) * ZOOM / 2)
        assert {layer.rgba.shape for layer in layers} == {(90, columns, 4)}
        assert layers[0].rgba[..., 3].min() == 255
        marks = place_marks(place, 3, width)
        assert marks.width == width
        assert 0 < marks.light_x < width


def test_the_same_seed_is_the_same_picture_another_seed_is_not(roles: Signature) -> None:
    first, again, other = (flattened(backdrop("coral-reef", seed, roles, zoom=ZOOM), ZOOM) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_night_is_darker_and_sunset_warmer_than_noon() -> None:
    means = {}
    for time in ("noon", "sunset", "night"):
        roles = signature(("purple",), "underwater", 1, time)
        picture = flattened(backdrop("coral-reef", 1, roles, time, zoom=ZOOM), ZOOM)
        means[time] = picture[:, :, :3].reshape(-1, 3).mean(0)
    assert means["night"].sum() < 0.8 * means["noon"].sum()
    warmth = {time: mean[0] - mean[2] for time, mean in means.items()}
    assert warmth["sunset"] > warmth["noon"] + 8


@pytest.mark.parametrize("weather", ["rain", "snow", "wind", "mist"])
def test_weather_shows_in_the_wood(weather: str, roles: Signature) -> None:
    clear, other = (
        flattened(backdrop("mossy-glade", 1, roles, weather=w, zoom=ZOOM), ZOOM) for w in ("clear", weather)
    )
    assert np.abs(clear.astype(int) - other).mean() > 0.15


def test_it_does_not_rain_under_water(roles: Signature) -> None:
    clear, rain = (flattened(backdrop("coral-reef", 1, roles, weather=w, zoom=ZOOM), ZOOM) for w in ("clear", "rain"))
    assert np.array_equal(clear, rain)


def test_a_stored_backdrop_is_the_same(roles: Signature, tmp_path: Path) -> None:
    cache = ArtCache(tmp_path)
    fresh, stored = (backdrop("sandy-lagoon", 1, roles, zoom=ZOOM, cache=cache) for _ in range(2))
    assert all(np.array_equal(a.rgba, b.rgba) for a, b in zip(fresh, stored, strict=True))


def test_a_theme_is_painted_as_a_whole(library: Library) -> None:
    painted = {library.places[place].theme for place in PLACES}
    assert painted >= set(library.theme_prompts)
    for theme in painted:
        assert all(has_place(place.id) for place in library.places_of(theme)), theme


def test_northern_lights_brighten_the_night_sky_of_the_summit() -> None:
    roles = signature(("pink", "teal"), "snowy-mountain", 1, "night")
    summit, lake = (backdrop(place, 1, roles, "night", zoom=ZOOM)[0].rgba for place in ("summit", "frozen-lake"))
    assert summit[8:28, :, :3].mean() > lake[8:28, :, :3].mean() + 8


def test_stars_stand_above_and_the_horizon_is_lighter_than_the_top_of_space() -> None:
    roles = signature(("pink", "teal"), "outer-space", 1)
    far = backdrop("moon-craters", 1, roles, zoom=ZOOM)[0].rgba[..., :3].mean((1, 2))
    assert far[50] > far[2] + 30


@pytest.mark.parametrize(
    "wish",
    [
        {"place": "atlantis"},
        {"time_of_day": "tea time"},
        {"weather": "frogs"},
        {"zoom": 0.0},
        {"zoom": float("nan")},
    ],
)
def test_wrong_wishes_are_refused_with_the_choices(wish: dict[str, object], roles: Signature) -> None:
    given = {"place": "coral-reef", "seed": 1, "signature": roles} | wish
    with pytest.raises(StoryError) as caught:
        backdrop(**given)  # type: ignore[arg-type]
    assert caught.value.hint


def test_the_hue_of_the_air_colours_the_far_layer() -> None:
    roles = signature(("red",), "underwater", 1)
    far = backdrop("coral-reef", 1, roles, zoom=ZOOM)[0].rgba
    mean = "#" + "".join(f"{round(c):02x}" for c in far[:, :, :3].reshape(-1, 3).mean(0))
    assert abs(hue_difference(to_oklch(mean)[2], to_oklch(roles["air"])[2])) < 40


@pytest.mark.parametrize("place", ["courtyard", "ships-deck"])
def test_the_middle_is_lighter_by_day_and_darker_by_night_than_the_edges(place: str) -> None:
    for time, sign in (("noon", 1), ("night", -1)):
        roles = signature(("pink",), "castle", 1, time)
        picture = flattened(backdrop(place, 1, roles, time, zoom=ZOOM), ZOOM, skip=("frame",))[36:60, :, :3]
        middle, edges = picture[:, 55:105].mean(), (picture[:, :20].mean() + picture[:, -20:].mean()) / 2
        assert sign * (middle - edges) > 10
