"""The library's check: nothing to say about a good rig, one line for each fault of a bad one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from story_cli.art.check import check_pieces

from .conftest import DRAWING

Write = Callable[..., tuple[Path, Path]]


def problems(write: Write, mend: Callable[[dict[str, Any]], None] | None = None, drawing: str = DRAWING) -> list[str]:
    folder, kit = write(mend, drawing)
    return check_pieces(folder.parent, kit)


def test_a_good_rig_passes(rig_folder: Write) -> None:
    assert problems(rig_folder) == []


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("id", "pam", "not the folder's name"),
        ("habitat", ["attic"], "habitat ['attic']"),
        ("moves", ["idle", "fly"], "moves names 'fly'"),
        ("facing", "left", "faces left"),
        ("anchors", {}, "no anchor 'center'"),
        ("expressions", {"calm": {}}, "no expression 'sad'"),
        ("animations", {"idle": [{"part": "body", "prop": "x", "amp": 1, "period": 2.6}]}, "does not divide 12 s"),
        ("poses", {"wave": {"arm": {"bend": 140}}}, "by 140°"),
        ("poses", {"wave": {"body": {"bend": 20}}}, "has no spine"),
    ],
)
def test_a_fault_is_told(rig_folder: Write, key: str, value: object, fault: str) -> None:
    def mend(rig: dict[str, Any]) -> None:
        rig[key] = value

    assert any(fault in problem for problem in problems(rig_folder, mend))


def test_a_part_drawn_wider_than_its_strip_is_told(rig_folder: Write) -> None:
    wide = DRAWING.replace('y="190" width="100" height="24"', 'y="120" width="100" height="164"')
    assert any("reaches" in problem for problem in problems(rig_folder, drawing=wide))


def test_an_empty_or_unused_group_is_told(rig_folder: Write) -> None:
    odd = DRAWING.replace("</svg>", '<g id="spare"/></svg>').replace('class="f-arm"/>', 'class="f-arm" opacity="0"/>')
    found = problems(rig_folder, drawing=odd)
    assert "pim: part 'arm' shows nothing" in found
    assert "pim: the drawing's group 'spare' belongs to no part" in found


def test_an_unreadable_rig_is_one_line_among_the_others(rig_folder: Write) -> None:
    found = problems(rig_folder, lambda rig: rig["parts"][1].update(parent="ghost"))
    assert len(found) == 1
    assert "unknown parent 'ghost'" in found[0]


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda folder: (folder / "pim.svg").write_text("<svg"), "not well-formed XML"),
        (lambda folder: (folder / "pim.svg").unlink(), "cannot be read"),
        (
            lambda folder: (folder / "pim.svg").write_text(DRAWING.replace("0 0 400 400", "0 0 20000 20000")),
            "page of 20000",
        ),
        (lambda folder: (folder / "pim.json").write_text('{"id": "pim"'), "pim.json"),
    ],
)
def test_a_spoilt_file_is_named_with_its_piece(rig_folder: Write, spoil: Callable[[Path], object], fault: str) -> None:
    folder, kit = rig_folder()
    spoil(folder)
    found = check_pieces(folder.parent, kit)
    assert len(found) == 1
    assert found[0].startswith("pim: ")
    assert fault in found[0]
