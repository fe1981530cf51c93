"""Colour maths: conversions, ramps, mixes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from story_cli.art.colour import (
    atmosphere,
    contrast_ratio,
    distance,
    hue_difference,
    mix,
    oklch,
    ramp,
    to_oklab,
    to_oklch,
    to_rgb,
)
from story_cli.errors import StoryError

COLOURS = st.builds(lambda r, g, b: f"#{r:02x}{g:02x}{b:02x}", *[st.integers(0, 255)] * 3)


def test_oklab_of_white_red_and_black_agree_with_the_published_values() -> None:
    assert to_oklab("#ffffff") == pytest.approx((1.0, 0.0, 0.0), abs=1e-4)
    assert to_oklab("#ff0000") == pytest.approx((0.62796, 0.22486, 0.12585), abs=1e-4)
    assert to_oklab("#000000") == pytest.approx((0.0, 0.0, 0.0), abs=1e-4)


@given(COLOURS)
def test_a_colour_survives_the_way_to_oklch_and_back(colour: str) -> None:
    back = to_rgb(oklch(*to_oklch(colour)))
    if 0.02 < to_oklch(colour)[0] < 0.995:
        assert back == pytest.approx(to_rgb(colour), abs=1.5 / 255)


def test_out_of_gamut_colours_lose_chroma_but_keep_lightness_and_hue() -> None:
    lightness, chroma, hue = to_oklch(oklch(0.7, 0.4, 150))
    assert chroma < 0.3
    assert lightness == pytest.approx(0.7, abs=0.01)
    assert abs(hue_difference(hue, 150)) < 3


@given(COLOURS)
def test_ramp_goes_from_light_to_deep(colour: str) -> None:
    tones = ramp(colour)
    assert tones[""] == colour
    lightness = {tone: to_oklch(value)[0] for tone, value in tones.items()}
    assert lightness["hi"] >= lightness[""] - 0.011  # white cannot get lighter
    assert lightness["deep"] <= lightness["lo"] + 0.011
    assert 0.2 < lightness["line"] < 0.42


def test_mix_starts_at_one_colour_and_ends_at_the_other() -> None:
    assert distance(mix("#f77172", "#1ba79f", 0), "#f77172") < 0.01
    assert distance(mix("#f77172", "#1ba79f", 1), "#1ba79f") < 0.01


def test_distance_turns_a_coral_paler_but_never_to_the_teal_of_the_air() -> None:
    _, chroma, hue = to_oklch(atmosphere("#f77172", "#43bcbe", 0.6))
    near = to_oklch("#f77172")
    assert chroma < near[1]
    assert abs(hue_difference(hue, near[2])) <= 31


def test_contrast_ratio_of_black_on_white_is_21() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("text", ["red", "#12345", "#12345g", "12345678", "#1234567"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(StoryError, match="not a colour"):
        to_rgb(text)
