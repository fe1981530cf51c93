"""Which writers compete for a plan."""

from story_cli.artifacts import Brief, Character, Frame, Plan, PlannedScene
from story_cli.catalogue import Library
from story_cli.plan import make_plan
from story_cli.settings import PlanSettings, WriteSettings
from story_cli.write.view import view
from story_cli.write.writers import writers_for

BRIEF = Brief("underwater", "mermaid", "Mira", "she", ("pink",), ("silly",), seed=1)
LIBRARY = Library()


def names(plan: Plan) -> list[str]:
    found = writers_for(BRIEF, plan, view(BRIEF, plan, LIBRARY), WriteSettings(), LIBRARY, 1)
    return [writer.name for writer in found]


def test_a_plan_that_a_plot_knows_whole_is_told_by_its_sentences_alone() -> None:
    assert names(make_plan(BRIEF, PlanSettings(), LIBRARY)) == ["retrieve"]


def test_the_decoder_competes_for_a_plan_that_no_plot_knows() -> None:
    scene = PlannedScene("coral-reef", (Frame("hero", "polish", "pearl"),), ("pearl",), ("pearl",))
    plan = Plan("Mira", "", (Character("hero", "mermaid", "Mira", "she"),), (scene, scene))
    assert names(plan) == ["retrieve", "decoder"]
