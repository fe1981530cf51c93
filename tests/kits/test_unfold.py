"""A kit unfolds into role tokens: no name, no noun of a slot, no pronoun of the hero is left as a word."""

import random
from pathlib import Path

import pytest

from story_cli.artifacts import Frame
from story_cli.errors import StoryError
from story_cli.kits import Unfit, load_kits, load_tables, unfold, unfold_many
from story_cli.kits.tables import Slot
from story_cli.kits.unfold import fits
from story_cli.kits.wording import Polish
from story_cli.models.roles import RoleStory, joined
from tests.kits.made import kit_and_tables, library


@pytest.fixture
def story(tmp_path: Path) -> RoleStory:
    kit, tables = kit_and_tables(tmp_path)
    return unfold(kit, tables, Polish(tables), "castle", "cat", random.Random(1))


def test_slots_become_roles(story: RoleStory) -> None:
    assert [(r.id, r.sort, r.kind) for r in story.roles] == [
        ("c1", "creature", "owl"), ("t1", "thing", "bell"), ("p1", "place", "tower"), ("d1", "hide", "behind a flag"),
    ]  # fmt: skip


def test_the_text_speaks_in_roles(story: RoleStory) -> None:
    text = joined(list(story.scenes[0].tokens))
    assert "<name> was a <hero> who wanted a <t1> for <his> tea, and <he> was sure" in text
    assert not {"owl", "bell", "tower", "she", "he"} & set(text.split())


def test_a_new_friend_is_introduced_by_name_once(story: RoleStory) -> None:
    tokens = [t for scene in story.scenes for t in scene.tokens]
    assert tokens.count("<c1:name>") >= 1
    assert sum(t in ("called", "named") for t in tokens) == 1


def test_frames_hold_roles(story: RoleStory) -> None:
    assert story.scenes[0].frames[0] == Frame("hero", "live", relation="in", at="p1")
    assert story.scenes[0].frames[2] == Frame("c1", "give", "t1", "hero", feeling="happy", speech="thank")


def test_keywords_are_those_of_the_text(story: RoleStory) -> None:
    assert story.scenes[0].keywords == ("tea",)


def test_the_same_seed_unfolds_the_same_stories(tmp_path: Path) -> None:
    kit, tables = kit_and_tables(tmp_path)
    assert list(unfold_many([kit], tables, 3, 5)) == list(unfold_many([kit], tables, 3, 5))


def test_a_theme_without_a_filling_is_unfit(tmp_path: Path) -> None:
    kit, tables = kit_and_tables(tmp_path)
    kit.slots["friend"] = Slot(type="creature", has=("water",))
    with pytest.raises(Unfit, match="made"):
        unfold(kit, tables, Polish(tables), "castle", "cat", random.Random(1))


def test_size_is_against_the_hero() -> None:
    assert fits(Slot(size="bigger"), [], 3.0, 0.5)
    assert not fits(Slot(size="tiny"), [], 3.0, 0.5)
    assert not fits(Slot(max=2.0), [], 3.0, 0.5)


def test_a_broken_kit_is_named(tmp_path: Path) -> None:
    root = library(tmp_path)
    (root / "stories" / "kits" / "worse.json").write_text('{"id": "worse"}')
    with pytest.raises(StoryError, match=r"worse\.json"):
        load_kits(root / "stories" / "kits")


def test_no_hero_is_called_by_its_kind() -> None:
    stories = Path(__file__).parents[2] / "library" / "stories"
    kits, tables = load_kits(stories / "kits"), load_tables(stories / "kits_catalogue.json")
    kit = next(kit for kit in kits if kit.id == "floor-is-porridge")
    told = [unfold(kit, tables, Polish(tables), "castle", "knight", random.Random(seed)) for seed in range(300)]
    assert not [story for story in told if "called the <hero>" in " ".join(story.scenes[0].tokens)]
