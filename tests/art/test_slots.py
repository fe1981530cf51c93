"""Slot colours: roles, tones, chains, changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from story_cli.art.colour import mix, ramp
from story_cli.art.piece import Piece, read_piece
from story_cli.art.signature import Signature
from story_cli.art.slots import slot_colours, style_sheet
from story_cli.errors import StoryError


def test_roles_tones_and_mixes_resolve(pim: Piece, roles: Signature) -> None:
    colours = slot_colours(pim, roles, {})
    primary = roles["primary"]
    assert colours["body"] == primary
    assert colours["brow"] == ramp(primary)["deep"]
    assert colours["lid"] == mix(primary, ramp(primary)["lo"], 0.4)


def test_a_changed_slot_takes_its_dependants_along(pim: Piece, roles: Signature) -> None:
    colours = slot_colours(pim, roles, {"body": "#336699"})
    assert colours["brow"] == ramp("#336699")["deep"]


def test_an_unknown_slot_is_refused_with_the_choices(pim: Piece, roles: Signature) -> None:
    with pytest.raises(StoryError) as caught:
        slot_colours(pim, roles, {"cape": "#336699"})
    assert "body" in caught.value.hint


def test_slots_in_a_circle_are_refused(rig_folder: Callable[..., tuple[Path, Path]], roles: Signature) -> None:
    def circle(rig: dict[str, Any]) -> None:
        rig["slots"]["body"], rig["slots"]["arm"] = "arm.lo", "body.hi"

    with pytest.raises(StoryError, match="depends on itself"):
        slot_colours(read_piece(*rig_folder(circle)), roles, {})


def test_the_style_sheet_has_fill_stop_and_stroke_of_every_tone() -> None:
    sheet = style_sheet({"hat": "#336699"})
    assert ".f-hat{fill:#336699;stop-color:#336699}" in sheet
    assert f".k-hat-deep{{stroke:{ramp('#336699')['deep']}}}" in sheet
