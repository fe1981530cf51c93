"""Openings: no two alike for a hundred seeds, none that contradicts its scene."""

import json
from pathlib import Path

import msgspec
import pytest

from story_cli.artifacts import Brief
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.write.opening import STRIDE, Opener, begins, expanded, load_openings, moves_of

BRIEF = Brief("enchanted-forest", "fox", "Pip", "he", ("red",), ("silly",), 1)
FILE = Library().root / "stories" / "openings.json"
NOON = "Pip the fox wanted a hat."
TOKENS = ("<name>", "the", "<hero>", "wanted", "a", "hat", ".")


def opened(seed: int, text: str = NOON) -> str:
    return Opener(msgspec.structs.replace(BRIEF, seed=seed), Library())(TOKENS, text)


@pytest.mark.parametrize("theme", sorted(Library().themes))
def test_every_theme_has_moves_enough_that_begin_with_four_words_of_their_own(theme: str) -> None:
    moves = moves_of(FILE, theme)
    assert len(moves) > STRIDE + 50
    assert len({begins(move.text) for move in moves}) == len(moves)
    assert all(len(begins(move.text)) == 4 and move.text[-1] in ".!?" for move in moves)


def test_a_hundred_seeds_hardly_ever_begin_alike() -> None:
    assert len({begins(opened(seed)) for seed in range(1, 101)}) >= 95


def test_a_beginning_of_its_own_is_left_alone() -> None:
    text = "On the shelf stood a jug, and Pip saw that it was in two halves."
    assert Opener(BRIEF, Library())(["on", "the", "shelf", "stood", "a", "jug", ",", "and", "<name>"], text) == text


def test_the_story_goes_on_as_it_was() -> None:
    assert opened(3).endswith(f" {NOON}")


def test_a_story_that_begins_with_speech_keeps_its_beginning() -> None:
    text = "“Up!” said Pip the fox."
    assert Opener(BRIEF, Library())(("“", "up", "!", "”", "said", "<name>"), text) == text


def test_no_noon_in_a_night_scene_and_no_night_at_noon() -> None:
    moves = moves_of(FILE, BRIEF.theme)
    for seed in range(1, 60):
        night = opened(seed, "At midnight Pip the fox lay in bed.")
        assert "bed" not in next(move for move in moves if night.startswith(move.text)).clashes
        noon = opened(seed)
        assert not next(move for move in moves if noon.startswith(move.text)).needs


def test_a_scene_that_is_long_already_is_left_alone() -> None:
    long = f"Pip {'very ' * 70}far."
    assert opened(1, long) == long


def test_choices_are_spelled_out() -> None:
    assert expanded("{A|B} or {c|d}.") == ["A or c.", "A or d.", "B or c.", "B or d."]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "openings.json"
    path.write_text(json.dumps({"groups": {}}))
    with pytest.raises(StoryError, match=r"openings\.json"):
        load_openings(path)
