"""Plans by hand are told, or refused with the reason."""

import msgspec
import pytest

from story_cli.artifacts import Brief, Character, Frame, Plan, PlannedScene
from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.settings import WriteSettings
from story_cli.write import write_drafts
from story_cli.write.edited import check_plan

BRIEF = Brief("underwater", "mermaid", "Mira", "she", ("pink",), ("silly",), seed=1)
CAST = (Character("hero", "mermaid", "Mira", "she"), Character("c1", "octopus", "Otto", "he"))
SCENE = PlannedScene(
    "coral-reef", (Frame("hero", "find", "pearl"), Frame("c1", "thank", "hero")), ("pearl",), ("pearl",)
)
LIBRARY = Library()


def plan(*scenes: PlannedScene) -> Plan:
    return Plan("Mira", "to find a pearl", CAST, scenes)


@pytest.mark.parametrize(
    ("scenes", "reason"),
    [
        ((), "no scenes"),
        ((SCENE,) * 13, "13 scenes"),
        ((msgspec.structs.replace(SCENE, keywords=tuple(f"word{n}" for n in range(40))),), "40 keywords"),
        ((msgspec.structs.replace(SCENE, place="coral-reff"),), "coral-reff"),
        ((msgspec.structs.replace(SCENE, things=("unicycle",)),), "unicycle"),
        ((msgspec.structs.replace(SCENE, frames=(Frame("c7", "sing"),)),), "c7"),
        ((msgspec.structs.replace(SCENE, frames=(Frame("hero", ""),)),), "who does what"),
    ],
)
def test_what_cannot_be_told_is_refused(scenes: tuple[PlannedScene, ...], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        check_plan(plan(*scenes), LIBRARY)


def test_a_stranger_in_the_cast_is_refused() -> None:
    with pytest.raises(UsageError, match="griffin"):
        check_plan(Plan("", "", (Character("c1", "griffin"),), (SCENE,)), LIBRARY)


@pytest.mark.parametrize("writer", ["retrieve", "frames"])
@pytest.mark.parametrize("count", [1, 4, 12])
def test_one_to_twelve_scenes_are_told(writer: str, count: int) -> None:
    drafts = write_drafts(BRIEF, plan(*[SCENE] * count), WriteSettings(writer=writer, candidates=2, beams=1), LIBRARY,
                          lambda done, text: None)  # fmt: skip
    assert len(drafts.scenes) == count
    assert all(draft.missing == () and draft.text for scene in drafts.scenes for draft in scene)


@pytest.mark.parametrize("writer", ["retrieve", "frames"])
def test_an_empty_scene_tells_of_its_place(writer: str) -> None:
    empty = PlannedScene("coral-reef", (), ())
    drafts = write_drafts(BRIEF, plan(empty, SCENE), WriteSettings(writer=writer, candidates=2, beams=1), LIBRARY,
                          lambda done, text: None)  # fmt: skip
    assert "Mira" in drafts.scenes[0][0].text
    assert "coral reef" in drafts.scenes[0][0].text
