"""Stories from a file are graded, and bad rows are refused by line."""

import json
from pathlib import Path

import pytest

from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.rank.grade import Row, RowScene, grade, prompts_felt, read_rows
from story_cli.settings import RankSettings

TEXTS = (
    "Pip the fox lived in the glade. He wanted a bell more than anything, and he looked for one every day.",
    "A frog came by with a bell. “Is this yours?” asked the frog. Pip shook his head, and then he nodded.",
    "So the two of them rang it together, and the whole glade came to listen. Ding, dong, it went.",
)


def rows_in(folder: Path, *lines: object) -> Path:
    path = folder / "stories.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def test_rows_need_only_their_texts(tmp_path: Path) -> None:
    row = {"scenes": [{"text": text, "place": "glade"} for text in TEXTS], "mood": "odd"}
    rows = read_rows(rows_in(tmp_path, row, "", {**row, "id": "b"}))
    assert [row.id for row in rows] == [1, "b"]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 1}', '{"scenes": []}', '{"scenes": [{"text": " "}]}', '{"scenes": [{"text": 3}]}']
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(UsageError, match="line 2"):
        read_rows(rows_in(tmp_path, {"scenes": [{"text": "Oh."}]}, line))


def test_no_story_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no story"):
        read_rows(rows_in(tmp_path, ""))
    with pytest.raises(UsageError, match="cannot be read"):
        read_rows(tmp_path / "none.jsonl")


def test_a_whole_story_is_graded_above_one_that_repeats_itself() -> None:
    good = Row(tuple(map(RowScene, TEXTS)), "good", hero_name="Pip")
    bad = Row(tuple(map(RowScene, (TEXTS[0], TEXTS[0], TEXTS[0]))), "bad", hero_name="Pip")
    graded = grade([good, bad], RankSettings(), Library())
    assert graded[0].score > graded[1].score
    assert all(0 <= value <= 1 for one in graded for value in one.criteria.values())
    assert {"coherence", "order", "cast", "ending", "prompts"} <= set(graded[0].criteria)


def test_prompts_count_as_far_as_they_are_given() -> None:
    row = Row(tuple(map(RowScene, TEXTS)), hero="fox", hero_name="Pip", colours=("red",), adjectives=("silly",))
    assert prompts_felt(row) == 0.5
    assert prompts_felt(Row(row.scenes)) == 1.0
