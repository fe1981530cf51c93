"""Blind pairs: nothing tells readers which is which, and choices are counted by the key."""

from pathlib import Path

import pytest

from story_cli.artifacts import Brief, Grade, Plan, Story, StoryScene
from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.settings import Settings
from story_cli.training import blind
from story_cli.training.blind import (
    Choice,
    Key,
    KeyEntry,
    make_pairs,
    page,
    read_choices,
    read_key,
    shares,
    write_pairs,
)
from story_cli.training.story_figures import Written
from story_cli.training.written import held_out, rows_of

KEY = Key("1", 1, (KeyEntry(1, "a", "x"), KeyEntry(2, "b", "y"), KeyEntry(3, "b", "z")))
GRADE = Grade(1.0, {})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(briefs: list[Brief], *_: object) -> list[Written]:
        return [told(brief) for brief in briefs]

    def told(brief: Brief) -> Written:
        text = f"“Made {brief.seed},” said {brief.hero_name}."
        scenes = tuple(StoryScene("p", text, GRADE) for _ in range(brief.scenes))
        story = Story("Made", brief.theme, brief.hero, brief.hero_name, brief.pronoun, (), (), (), scenes, GRADE)
        return Written(brief, Plan("", "", (), ()), story, (0.0, 0.0, 0.0))

    monkeypatch.setattr(blind, "write_all", write)


def made(count: int = 40, seed: int = 1) -> tuple[list[blind.Pair], Key]:
    return make_pairs(count, seed, Settings(), Library(), lambda text: None)


def test_each_pair_has_a_held_back_house_story_of_the_same_prompts() -> None:
    pairs, key = made()
    rows = {row["id"]: row for row in rows_of(Library())}
    assert len({entry.house for entry in key.entries}) == 40
    for pair, entry in zip(pairs, key.entries, strict=True):
        house = pair.b if entry.generated == "a" else pair.a
        row = rows[entry.house]
        assert held_out(entry.house)
        assert (pair.theme, pair.hero, pair.hero_name) == (row["theme"], row["hero"], row["hero_name"])
        assert len(house.scenes) == len(row["scenes"])


def test_the_order_is_drawn_and_signs_do_not_tell() -> None:
    pairs, key = made()
    assert 8 < sum(entry.generated == "a" for entry in key.entries) < 32
    assert not set("“”’") & set(page(pairs))
    assert made()[1] == key
    assert made(seed=2)[1] != key


def test_files_for_readers_do_not_hold_the_key(tmp_path: Path) -> None:
    pairs, key = made(3)
    paths = write_pairs(tmp_path / "out", pairs, key)
    assert all("generated" not in path.read_text() and "house" not in path.read_text() for path in paths[:2])
    assert read_key(paths[2]) == key


def test_more_pairs_than_house_stories_are_refused() -> None:
    with pytest.raises(UsageError, match="too much"):
        made(1000)


def test_choices_are_counted_by_the_key() -> None:
    found = shares([Choice(1, "a"), Choice(2, "a"), Choice(3, "tie")], KEY)
    assert found["generated preferred"] == found["tied"] == found["house preferred"] == pytest.approx(1 / 3, abs=1e-3)
    assert found["at least"] < found["generated preferred or tied"] < found["at most"]


@pytest.mark.parametrize("choices", [[], [Choice(9, "a")], [Choice(1, "a"), Choice(1, "b")]])
def test_choices_that_cannot_be_counted_are_refused(choices: list[Choice]) -> None:
    with pytest.raises(UsageError):
        shares(choices, KEY)


def test_a_reader_may_judge_what_another_has_judged() -> None:
    assert shares([Choice(1, "a", "Ada"), Choice(1, "b", "Ben")], KEY)["readers"] == 2


def test_a_line_that_is_no_choice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "choices.jsonl"
    path.write_text('{"pair": 1, "choice": "a"}\n{"pair": 2, "choice": "c"}\n')
    with pytest.raises(UsageError, match="line 2"):
        read_choices(path)
