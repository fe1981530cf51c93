from typing import Any

import pytest

from story_cli.artifacts import Brief, Draft, Drafts, Plan, PlannedScene
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.rank import choose
from story_cli.settings import RankSettings

PLAN = Plan("The Pearl", "a pearl", (), (PlannedScene("coral-reef", (), ("pearl",)),) * 2)
DRAFTS = Drafts(
    ("A Title",),
    (
        (Draft("She looked for a pearl.", -1, -0.5), Draft("He looked for a shell.", -1, -0.4, ("pearl",))),
        (
            Draft("They found a pearl.", 0, -0.5),
            Draft("They found nothing.", 1, -0.4, ("pearl",)),
            Draft("A gun!", 0, 0.0),
        ),
    ),
)


def favouring_she(stories: list[list[list[str]]]) -> list[dict[str, float]]:
    """A judge that finds every story that begins with "She" sound."""
    return [{"cast": 0.9 if story[0][0].startswith("She") else 0.1} for story in stories]


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: Any) -> Any:
        return favouring_she

    monkeypatch.setattr(choose, "load_judge", load)


def test_paths_follow_the_parents() -> None:
    assert [path.texts[0][:2] for path in choose.paths_of(DRAFTS)] == ["Sh", "He", "Sh"]


def test_most_coherent_path_that_keeps_to_the_plan_is_chosen(judge: None, brief: Brief, library: Library) -> None:
    story = choose.choose(brief, PLAN, DRAFTS, RankSettings(), library)
    assert [scene.text for scene in story.scenes] == ["She looked for a pearl.", "They found a pearl."]
    assert story.grade.criteria["fidelity"] == 1.0
    assert story.title == "A Title"


def test_unsafe_drafts_are_never_chosen(judge: None, brief: Brief, library: Library) -> None:
    only = Drafts(("T",), (DRAFTS.scenes[0], (DRAFTS.scenes[1][2],)))
    with pytest.raises(StoryError, match="filter"):
        choose.choose(brief, PLAN, only, RankSettings(), library)


@pytest.mark.parametrize("parent", [-1, 7])
def test_broken_tree_is_refused(parent: int) -> None:
    broken = Drafts(("T",), (DRAFTS.scenes[0], (Draft("x", parent, 0.0),)))
    with pytest.raises(StoryError, match="parent"):
        choose.paths_of(broken)
