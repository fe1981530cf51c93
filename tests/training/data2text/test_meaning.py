"""Meaning representations are read as they are written."""

import csv
import gzip
from pathlib import Path

import pytest

from story_cli.errors import StoryError
from story_cli.training.data2text.meaning import Meaning, Pair, Slot, by_meaning, parsed, read_corpus, read_pairs


def test_slots_are_read_in_order() -> None:
    assert parsed("name[The Mill], eatType[pub]") == Meaning("", (Slot("name", "The Mill"), Slot("eatType", "pub")))


def test_an_act_and_lists_are_taken_apart() -> None:
    meaning = parsed("confirm(name[Driver], genres[driving/racing, sport], has_mac_release[])", ("genres",))
    assert meaning.act == "confirm"
    assert meaning.slots[1:] == (Slot("genres", "driving/racing"), Slot("genres", "sport"), Slot("has_mac_release", ""))


def test_text_without_slots_is_refused() -> None:
    with pytest.raises(ValueError, match="no slot"):
        parsed("hello")


def test_texts_of_the_same_meaning_come_together() -> None:
    one = Meaning("", (Slot("name", "A"),))
    assert by_meaning([Pair(one, "a"), Pair(one, "b")]) == {one: ["a", "b"]}


def test_a_file_of_another_form_and_a_missing_corpus_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv.gz"
    with gzip.open(path, "wt", newline="") as file:
        csv.writer(file).writerows([["a", "b"], ["1", "2"]])
    with pytest.raises(StoryError, match="no list of meanings"):
        read_pairs(path)
    with pytest.raises(StoryError, match="no corpus"):
        read_corpus(tmp_path, "e2e")
    with pytest.raises(StoryError, match="no set"):
        read_corpus(tmp_path, "web")
