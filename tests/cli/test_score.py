import json

import pytest

from story_cli.cli import options
from story_cli.cli.main import report
from story_cli.cli.scoring import check_plot, folder_of_text, show_moods
from story_cli.errors import UsageError
from story_cli.store import StoryFolder


def test_moods_of_rows_are_json_lines(tmp_path, capsys) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": "a", "text": "Hooray!"}\n{"id": "b", "text": "He cried all night."}\n', encoding="utf-8")
    show_moods(path, (), "", True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[0]["sad_happy"] > rows[1]["sad_happy"]
    show_moods(path, ("cosy",), "calm", True)
    calmer = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(
        b["calm_exciting"] < a["calm_exciting"] or b["calm_exciting"] == -1 for a, b in zip(rows, calmer, strict=True)
    )


def test_a_text_is_kept_as_a_story_folder_and_another_story_is_not_written_over(tmp_path) -> None:
    text = tmp_path / "boat.txt"
    text.write_text("# Boat\n\nPip sat.\n\nPip ran.", encoding="utf-8")
    target = folder_of_text(text, tmp_path / "out", "underwater", "fox", "Pip", None, 4)
    kept = StoryFolder(target)
    assert kept.read("brief").artifact.seed == 4
    assert not kept.read("story").edited
    assert folder_of_text(text, tmp_path / "out", "underwater", "fox", "Pip", None, 4) == target
    text.write_text("# Ship\n\nPip sat.", encoding="utf-8")
    with pytest.raises(UsageError, match="another story"):
        folder_of_text(text, tmp_path / "out", "underwater", "fox", "Pip", None, 4)


def test_a_text_needs_hero_and_theme(tmp_path) -> None:
    text = tmp_path / "boat.txt"
    text.write_text("Pip sat.", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        folder_of_text(text, None, "", "", "", None, None)
    assert "--theme" in caught.value.hint
    assert report(caught.value) == 2


@pytest.mark.parametrize(("mood", "shift"), [("", (0.0, 0.0)), ("calm", (0.0, -0.5)), ("0.3,-0.5", (0.3, -0.5))])
def test_moods_by_name_or_number(mood: str, shift: tuple[float, float]) -> None:
    assert options.mood_shift(mood) == shift


@pytest.mark.parametrize("mood", ["grumpy", "0.3", "2,0", "a,b", "nan,0"])
def test_other_moods_are_refused(mood: str) -> None:
    with pytest.raises(UsageError):
        options.mood_shift(mood)


def test_a_plot_is_a_png_in_a_folder_that_exists(tmp_path) -> None:
    check_plot(tmp_path / "a.png")
    for path in (tmp_path / "a.pdf", tmp_path / "none" / "a.png"):
        with pytest.raises(UsageError):
            check_plot(path)
