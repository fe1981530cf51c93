"""Reading drawings: what a piece may not contain is refused by file and part."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from story_cli.art.svgfile import class_slot, read_drawing
from story_cli.errors import StoryError

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'


def drawing(tmp_path: Path, body: str, head: str = "") -> Path:
    path = tmp_path / "thing.svg"
    path.write_text(f"{head}{OPEN}{body}</svg>")
    return path


def test_groups_classes_and_page_are_found(tmp_path: Path) -> None:
    found = read_drawing(drawing(tmp_path, '<defs/><g id="hat"><path class="f-cloth k-trim-lo" d="M0 0"/></g>'))
    assert set(found.groups) == {"hat"}
    assert found.classes == {"f-cloth", "k-trim-lo"}
    assert found.page == (0, 0, 10, 10)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<g id="hat"><path fill="#ff0000" d="M0 0"/></g>', "inline colour"),
        ('<g id="hat"><path fill="red" d="M0 0"/></g>', "inline colour"),
        ('<g id="hat"><path style="fill:red" d="M0 0"/></g>', "inline style"),
        ('<g id="hat"><image href="a.png"/></g>', "<image> is not allowed"),
        ('<g id="hat"><text>7</text></g>', "<text> is not allowed"),
        ('<g id="hat"><use xlink:href="other.svg#x"/></g>', "reference to 'other.svg#x'"),
        ('<g id="hat"><use href="file:///etc/passwd"/></g>', "reference to"),
        ('<g id="hat"><path fill="url(http://x.org/p)" d="M0 0"/></g>', "outside"),
        ('<g id="hat"><path onclick="x()" d="M0 0"/></g>', "outside"),
        ('<g id="hat"><script>x</script></g>', "<script> is not allowed"),
        ('<style id="slots">@import "x.css";</style>', "outside the file"),
        ("<style>.f-a{fill:red}</style>", "style sheet that is not the slots"),
        ('<g id="hat"/><g id="hat"/>', "id 'hat' is used twice"),
    ],
)
def test_what_a_piece_may_not_contain_is_refused(tmp_path: Path, body: str, fault: str) -> None:
    path = drawing(tmp_path, body)
    with pytest.raises(StoryError) as caught:
        read_drawing(path)
    assert fault in caught.value.what
    assert str(path) in caught.value.what
    assert caught.value.hint


def test_the_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="part 'hat'"):
        read_drawing(drawing(tmp_path, '<g id="hat"><g><path fill="#123456" d="M0 0"/></g></g>'))


def test_an_entity_bomb_is_refused_before_parsing(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(StoryError, match="document type or entities"):
        read_drawing(drawing(tmp_path, '<g id="hat">&b;</g>', head=bomb))


def test_an_entity_in_utf16_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "thing.svg"
    path.write_bytes(f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE svg>{OPEN}</svg>'.encode("utf-16"))
    with pytest.raises(StoryError):
        read_drawing(path)


@pytest.mark.parametrize("text", ["", "no xml", "<svg", "<svg viewBox='0 0 1 1'/>", "<html/>"])
def test_what_is_no_svg_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "thing.svg"
    path.write_text(text)
    with pytest.raises(StoryError):
        read_drawing(path)


@pytest.mark.parametrize("box", ["0 0 10", "0 0 0 10", "0 0 1e9 10", "a b c d"])
def test_a_page_without_sensible_size_is_refused(tmp_path: Path, box: str) -> None:
    path = tmp_path / "thing.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>')
    with pytest.raises(StoryError):
        read_drawing(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"gone\.svg"):
        read_drawing(tmp_path / "gone.svg")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_drawing_or_a_story_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "noise.svg"
    path.write_bytes(OPEN.encode() + data + b"</svg>")
    with contextlib.suppress(StoryError):
        read_drawing(path)


@pytest.mark.parametrize(
    ("name", "slot"),
    [
        ("f-hair", "hair"),
        ("k-hair-lo", "hair"),
        ("f-arm-far", "arm-far"),
        ("f-cloak", None),
        ("f-hair-dark", None),
        ("hair", None),
    ],
)
def test_a_class_paints_a_slot(name: str, slot: str | None) -> None:
    assert class_slot(name, frozenset({"hair", "arm-far"})) == slot
