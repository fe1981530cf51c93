"""Reading rigs: good ones give a piece, bad ones a StoryError that names file, part and field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from story_cli.art.piece import Piece, read_piece
from story_cli.errors import StoryError

from .conftest import DRAWING

Write = Callable[..., tuple[Path, Path]]


def test_a_good_rig_tells_what_the_layout_needs(pim: Piece) -> None:
    assert (pim.id, pim.kind, pim.size_m, pim.height, pim.width) == ("pim", "creature", 1.0, 240, 400)
    assert pim.anchors["hand"] == (376, 202)
    assert pim.moves == ("idle", "wave")
    assert pim.has_face
    assert pim.has_front
    assert [part.id for part in pim.in_drawing_order] == ["body", "arm", "@face", "front"]


def test_equal_content_is_an_equal_piece(rig_folder: Write) -> None:
    first = read_piece(*rig_folder())
    assert first == read_piece(*rig_folder())

    def taller(rig: dict[str, Any]) -> None:
        rig["height"] = 300

    assert first != read_piece(*rig_folder(taller))


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Change one field: "parts/1/parent"."""

    def mend(rig: dict[str, Any]) -> None:
        *way, last = path.split("/")
        place: Any = rig
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[int(last) if isinstance(place, list) else last] = value

    return mend


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("parts/1/parent", "ghost", "part 'body': unknown parent 'ghost'"),
        ("parts/1/parent", "arm", "part 'body': parent 'arm' comes later or in a circle"),
        ("parts/1/parent", "body", "comes later or in a circle"),
        ("parts/1/id", "arm", "part 'arm': declared twice"),
        ("parts/1/variants", ["body", "body-wet"], "no group 'body-wet'"),
        ("parts/2/bend/spine", [[1, 1]], "part 'arm': a spine of 1 points"),
        ("parts/2/bend/spine", [[1, 1], [1, 1]], "two spine points fall together"),
        ("parts/2/bend/half", 0, "part 'arm': half and pow"),
        ("parts/1/z", "high", "$.parts[1].z"),
        ("height", 0, "height and size_m must be above 0"),
        ("svg", "../../secret.svg", "not a plain file name"),
        ("face", None, "part '@face': the rig has no face"),
        ("slots/body", "@purple", "slot 'body': value '@purple'"),
        ("slots/body", "pink", "slot 'body': value 'pink'"),
        ("poses/wave", {"wing": {"rot": 1}}, "pose 'wave': unknown part 'wing'"),
        ("poses/wave", {"arm": {"twist": 1}}, "unknown property 'twist'"),
        ("animations/wave/0/part", "wing", "animation 'wave': unknown part 'wing'"),
        ("animations/wave/0/prop", "variant", "unknown property 'variant'"),
        ("animations/wave/0/period", 0, "period 0"),
        ("expressions/sad", {"eyes": "eye-weeping"}, "expression 'sad', eyes: unknown drawing"),
        ("anchor_parts", {"hand": "wing"}, "anchor_parts 'hand': unknown part 'wing'"),
    ],
)
def test_a_fault_is_named(rig_folder: Write, path: str, value: object, fault: str) -> None:
    with pytest.raises(StoryError) as caught:
        read_piece(*rig_folder(_set(path, value)))
    assert fault in caught.value.what
    assert "pim.json" in caught.value.what
    assert caught.value.hint


def test_a_class_without_slot_is_named(rig_folder: Write) -> None:
    with pytest.raises(StoryError, match=r"pim\.svg: class 'f-fur' names no slot"):
        read_piece(*rig_folder(drawing=DRAWING.replace('class="f-body"', 'class="f-fur"')))


def test_a_missing_drawing_is_named(rig_folder: Write) -> None:
    folder, kit = rig_folder()
    (folder / "pim.svg").unlink()
    with pytest.raises(StoryError, match=r"pim\.svg"):
        read_piece(folder, kit)


def test_a_missing_rig_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"dodo\.json"):
        read_piece(tmp_path / "dodo", tmp_path / "kit.svg")


LOOK = {"second": {"slots": {"body": "#336699"}, "parts": {"arm": "front"}}}


def _with_look(rig: dict[str, Any]) -> None:
    rig["parts"][2]["variants"] = ["arm", "front"]
    rig["looks"] = LOOK


def test_a_look_changes_colours_and_shown_variants_and_the_digest(rig_folder: Write) -> None:
    plain = read_piece(*rig_folder(_with_look))
    worn = plain.in_look("second")
    assert plain.looks == ("second",)
    assert worn.slots == {**plain.slots, "body": "#336699"}
    assert worn.parts_by_id["arm"].drawn == ("front", "arm")
    assert worn != plain
    assert plain.in_look("") is plain


def test_a_look_of_unknown_parts_or_slots_is_refused(rig_folder: Write) -> None:
    for key, fault in (("parts", "unknown part 'wing'"), ("slots", "unknown slot 'wing'")):

        def mend(rig: dict[str, Any], key: str = key) -> None:
            rig["looks"] = {"second": {key: {"wing": "#336699"}}}

        with pytest.raises(StoryError, match=fault):
            read_piece(*rig_folder(mend))


def test_no_such_look_lists_those_there_are(pim: Piece) -> None:
    with pytest.raises(StoryError, match="unknown look 'sunday'"):
        pim.in_look("sunday")
