import json

import pytest

from story_cli.artifacts import Brief
from story_cli.catalogue import library_root
from story_cli.errors import UsageError
from story_cli.score.mood import load_mood_model
from story_cli.score.prose import Row, read_rows, row_moods, story_of_text

BRIEF = Brief("castle", "fox", "Pip", "he", (), ("silly",), 3)


def test_rows_keep_their_ids_and_other_fields_do_not_matter(tmp_path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": 7, "text": "A b.", "lang": "en"}\n\n{"id": "x", "text": "C."}\n', encoding="utf-8")
    assert read_rows(path) == [Row(7, "A b."), Row("x", "C.")]


@pytest.mark.parametrize("line", ['{"id": 1}', "nonsense", '{"id": 1, "text": 3}'])
def test_a_broken_row_is_named_by_its_line(tmp_path, line: str) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": 1, "text": "Good."}\n' + line, encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        read_rows(path)


def test_a_storm_is_more_exciting_than_a_nap_and_a_shift_adds() -> None:
    model = load_mood_model(library_root() / "music" / "mood")
    rows = [Row(1, "Help! The terrible storm is coming, run!"), Row(2, "The old cat slept by the stove.")]
    storm, nap = row_moods(rows, model, (0.0, 0.0))
    assert storm.calm_exciting > nap.calm_exciting + 0.3
    calmer = next(iter(row_moods(rows, model, (0.0, -0.5))))
    assert calmer.calm_exciting == pytest.approx(storm.calm_exciting - 0.5, abs=1e-3)
    assert next(iter(row_moods([Row(3, "")], model, (0.0, 0.0)))).sad_happy == 0.0


def test_a_text_with_a_title_and_paragraphs_is_a_story(tmp_path) -> None:
    path = tmp_path / "my-boat.txt"
    path.write_text("# The Boat\n\nPip found\na boat.\n\nIt sank. Oh!\n", encoding="utf-8")
    story = story_of_text(path, BRIEF)
    assert story.title == "The Boat"
    assert [scene.text for scene in story.scenes] == ["Pip found a boat.", "It sank. Oh!"]
    assert (story.hero_name, story.adjectives, story.cast[0].kind) == ("Pip", ("silly",), "fox")


def test_a_text_without_paragraphs_is_parted_into_scenes(tmp_path) -> None:
    path = tmp_path / "my-boat.txt"
    path.write_text(" ".join(f"Sentence {i} is here." for i in range(20)), encoding="utf-8")
    story = story_of_text(path, BRIEF)
    assert story.title == "My boat"
    assert len(story.scenes) == 5
    assert " ".join(s.text for s in story.scenes) == path.read_text(encoding="utf-8")


def test_an_empty_text_is_refused(tmp_path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n\n", encoding="utf-8")
    with pytest.raises(UsageError, match="empty"):
        story_of_text(path, BRIEF)


def test_json_numbers_are_plain(tmp_path) -> None:
    import msgspec

    model = load_mood_model(library_root() / "music" / "mood")
    row = next(iter(row_moods([Row(1, "What a lovely day!")], model, (0.0, 0.0))))
    assert set(json.loads(msgspec.json.encode(row))) == {"id", "sad_happy", "calm_exciting"}
