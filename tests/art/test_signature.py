"""Colour signatures: bounds of the art bible for every prompt colour, theme and time of day."""

from __future__ import annotations

import itertools

import pytest

from story_cli.art.colour import contrast_ratio, distance, hue_difference, is_hex, to_oklch
from story_cli.art.signature import (
    PROMPT_COLOURS,
    ROLES,
    THEME_STAGES,
    TIMES_OF_DAY,
    choose_slots,
    ink,
    key_word,
    paper,
    signature,
    stage_colour,
    stands_out,
)
from story_cli.errors import UsageError

EVERY = list(itertools.product(PROMPT_COLOURS, THEME_STAGES, TIMES_OF_DAY))
DAY_BOUNDS = {  # L low, L high, C low, C high
    "glow": (0.95, 0.985, 0.025, 0.085),
    "air": (0.82, 0.895, 0.05, 0.085),
    "mid": (0.60, 0.755, 0.075, 0.13),
    "far": (0.46, 0.60, 0.075, 0.14),
    "deep": (0.24, 0.34, 0.04, 0.095),
    "accent": (0.84, 0.87, 0.12, 0.155),
}


@pytest.mark.parametrize(("colour", "theme", "time"), EVERY)
def test_every_signature_keeps_the_bounds(colour: str, theme: str, time: str) -> None:
    roles = signature((colour,), theme, 5, time)
    assert tuple(roles) == ROLES
    assert all(is_hex(value) for value in roles.values())
    lightness = {role: to_oklch(value)[0] for role, value in roles.items()}
    assert lightness["glow"] > lightness["air"] > lightness["mid"] > lightness["far"] > lightness["deep"]
    if time != "night":
        for role, (low, high, faint, strong) in DAY_BOUNDS.items():
            assert low - 0.005 <= lightness[role] <= high + 0.005, role
            assert faint - 0.02 <= to_oklch(roles[role])[1] <= strong + 0.005, role


@pytest.mark.parametrize(("colour", "theme", "time"), EVERY)
def test_the_hero_stands_out_from_the_stage(colour: str, theme: str, time: str) -> None:
    roles = signature((colour,), theme, 5, time)
    lightness, _, hue = to_oklch(roles["primary"])
    mid_lightness, _, mid_hue = to_oklch(roles["mid"])
    assert abs(hue_difference(hue, mid_hue)) >= 100 or abs(lightness - mid_lightness) >= 0.115


@pytest.mark.parametrize("colour", PROMPT_COLOURS)
def test_caption_ink_and_key_word_read_on_the_paper(colour: str) -> None:
    roles = signature((colour,), "underwater", 2, "sunset")
    assert contrast_ratio(ink(roles), paper(roles)) >= 10
    assert contrast_ratio(key_word(roles), paper(roles)) >= 4.5


def test_the_first_colour_is_the_heros_and_a_second_may_decide_the_stage() -> None:
    roles = signature(("pink", "purple"), "enchanted-forest", 1)
    assert abs(hue_difference(to_oklch(roles["primary"])[2], PROMPT_COLOURS["pink"][2])) < 6
    roles = signature(("yellow", "purple"), "underwater", 1)
    assert abs(hue_difference(to_oklch(roles["mid"])[2], 303)) < 15


def test_stage_roles_share_one_hue_family() -> None:
    roles = signature(("red",), "castle", 3)
    hues = [to_oklch(roles[role])[2] for role in ("air", "mid", "far", "deep")]
    assert all(abs(hue_difference(a, b)) <= 22 for a, b in itertools.pairwise(hues))


def test_same_seed_same_colours_other_seed_a_little_different() -> None:
    first, again, other = (signature(("teal",), "underwater", seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert all(distance(first[role], other[role]) < 0.12 for role in ROLES)


def test_an_octopus_as_pale_as_the_lilac_stage_gets_another_slot() -> None:
    roles = signature(("teal",), "underwater", 1)
    pale = dict(roles, primary=stage_colour(roles))
    assert not stands_out(pale["primary"], stage_colour(roles))
    changed = choose_slots({"body": "@primary", "belly": "@ground"}, pale)
    assert changed["body"] != "@primary"
    assert stands_out(pale[changed["body"][1:]], stage_colour(pale))


def test_a_friend_does_not_wear_the_heros_colour() -> None:
    roles = signature(("pink", "teal"), "underwater", 1)
    changed = choose_slots({"body": "@primary"}, roles, taken=["@primary"])
    assert changed["body"] != "@primary"


def test_a_piece_without_signature_colours_is_left_alone() -> None:
    assert choose_slots({"fur": "#aa6633"}, signature(("red",), "castle", 1)) == {}


@pytest.mark.parametrize(
    ("colours", "time", "hint"),
    [((), "noon", "one, two or three"), (("mauve",), "noon", "pink"), (("red",), "midnight", "sunset")],
)
def test_wrong_prompts_are_refused_with_the_choices(colours: tuple[str, ...], time: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        signature(colours, "underwater", 1, time)
    assert hint in caught.value.hint
