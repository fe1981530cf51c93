"""Nobody who acts in the plan is missing in the picture."""

from __future__ import annotations

from story_cli.artifacts import Character, Frame, Grade, Plan, PlannedScene, Story, StoryScene
from story_cli.scene.expected import with_expected
from tests.scene.conftest import LULU, Read

CAST = (LULU, Character("c1", "crab", "", "he"))


def _story(*texts: str) -> Story:
    grade = Grade(1.0, {})
    scenes = tuple(StoryScene("coral-reef", text, grade) for text in texts)
    return Story("", "underwater", "mermaid", "Lulu", "she", ("pink",), ("silly",), CAST, scenes, grade)


def _plan(*agents: str) -> Plan:
    frames = tuple(Frame(agent, "swim") for agent in agents)
    return Plan("", "", CAST, (PlannedScene("coral-reef", frames, ()),))


def _seen(read: Read, text: str, *agents: str) -> set[str]:
    scenes = with_expected(read(text, cast=CAST), _story(text), _plan(*agents))
    return {entity.id for entity in scenes[0].graph.entities if entity.visible}


def test_a_hero_who_is_only_she_is_seen(read: Read) -> None:
    text = "A starfish counted to ten. It was nice and still."
    assert "hero" not in _seen(read, text, "c1")
    assert {"hero", "starfish-1"} <= _seen(read, text, "hero")


def test_others_of_the_cast_who_act_are_seen_once(read: Read) -> None:
    assert _seen(read, "Lulu sang.", "hero", "c1") == {"hero", "crab-1"}
    assert _seen(read, "Lulu sang to a crab.", "hero", "c1") == {"hero", "crab-1"}


def test_a_plan_of_other_scenes_says_nothing(read: Read) -> None:
    scenes = read("Nothing happened.", cast=CAST)
    plan = Plan("", "", CAST, (*_plan("hero").scenes, *_plan("hero").scenes))
    assert with_expected(scenes, _story("Nothing happened."), plan) is scenes
    assert with_expected(scenes, _story("Nothing happened."), None) is scenes
