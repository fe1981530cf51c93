"""A plan is known to the plot that it was drawn from, whatever its roles are called, and to no other."""

import random
from pathlib import Path

import msgspec
import pytest

from story_cli.artifacts import Frame
from story_cli.catalogue import Library
from story_cli.kits import load_kits, load_tables, unfold
from story_cli.kits.match import Plot, best_match, load_plots, match_plot, named_things, read_frame
from story_cli.kits.phrasebook import load_phrasebook
from story_cli.kits.tell import PlotTeller
from story_cli.kits.titles import draw_titles, pattern_titles, plot_titles
from story_cli.kits.wording import Polish
from story_cli.models.roles import RoleStory, role_of
from tests.kits.made import kit_and_tables

ROOT = Library().root / "stories"


@pytest.fixture(scope="module")
def plots() -> tuple[Plot, ...]:
    return load_plots(ROOT / "kits")


def drawn(kit_id: str, seed: int = 1, theme: str = "castle") -> RoleStory:
    kit = next(kit for kit in load_kits(ROOT / "kits") if kit.id == kit_id)
    tables = load_tables(ROOT / "kits_catalogue.json")
    return unfold(kit, tables, Polish(tables), theme, "cat", random.Random(seed))


def renamed(story: RoleStory, names: dict[str, str]) -> RoleStory:
    """The story with role ids changed everywhere in its plan."""
    text = msgspec.json.encode(story).decode()
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"#{new}"')
    return msgspec.json.decode(text.replace('"#', '"'), type=RoleStory)


def test_a_frame_is_read_by_its_marks() -> None:
    assert read_frame("hero give lamp >small @in:home !happy ~thank") == Frame(
        "hero", "give", "lamp", "small", "in", "home", "happy", "thank"
    )


@pytest.mark.parametrize("kit", ["night-noise", "important-box", "swap-chain"])
def test_a_plan_is_known_whole_to_its_own_plot(kit: str, plots: tuple[Plot, ...]) -> None:
    match = best_match(drawn(kit), plots)
    assert match is not None
    assert (match.plot.kit.id, match.share) == (kit, 1.0)


def test_roles_may_be_called_otherwise(plots: tuple[Plot, ...]) -> None:
    match = best_match(renamed(drawn("night-noise"), {"c1": "c2", "c2": "c1", "p1": "p2", "p2": "p1"}), plots)
    assert match is not None
    assert match.share == 1.0
    assert match.roles["small"] == "c2"
    assert match.roles["dark"] == "p1"


def test_a_mixture_of_plots_is_known_whole_to_none(plots: tuple[Plot, ...]) -> None:
    one, other = drawn("night-noise"), drawn("important-box")
    mixed = msgspec.structs.replace(one, scenes=one.scenes[:2] + other.scenes[2:])
    match = best_match(mixed, plots)
    assert match is None or match.share < 0.8


def test_a_plan_without_events_has_no_plot(plots: tuple[Plot, ...]) -> None:
    empty = msgspec.structs.replace(drawn("night-noise"), scenes=())
    assert best_match(empty, plots) is None


def test_every_scene_is_told_and_introduces_before_it_names(plots: tuple[Plot, ...]) -> None:
    story = drawn("important-box")
    match = best_match(story, plots)
    assert match is not None
    tables = load_tables(ROOT / "kits_catalogue.json")
    teller = PlotTeller(story, match, tables, Polish(tables), random.Random(5))
    told, roles = None, set[str]()
    for number in range(5):
        told = teller.scene(number, told, random.Random(number), {})
        assert 20 < len(told.tokens) < 110
        roles |= {role_of(token) for token in told.tokens}
    assert {"hero", "c1", "c2", "p1"} <= roles


def test_an_event_that_the_kit_does_not_know_is_told_where_it_stands(tmp_path: Path) -> None:
    kit, tables = kit_and_tables(tmp_path)
    story = unfold(kit, tables, Polish(tables), "castle", "cat", random.Random(1))
    first = story.scenes[0]
    odd = Frame("hero", "juggle")
    scenes = (msgspec.structs.replace(first, frames=(*first.frames[:2], odd, *first.frames[2:])), *story.scenes[1:])
    story = msgspec.structs.replace(story, scenes=scenes)
    plot = load_plots(tmp_path / "stories" / "kits")[0]
    teller = PlotTeller(story, match_plot(story, plot), tables, Polish(tables), random.Random(1))
    told = teller.scene(0, None, random.Random(1), {2: "<Name> juggled."})
    text = " ".join(told.tokens)
    assert text.index("today") < text.index("juggled") < text.index("came out")


def test_titles_name_only_who_is_there(plots: tuple[Plot, ...]) -> None:
    story = drawn("night-noise")
    match = best_match(story, plots)
    assert match is not None
    tables, book = load_tables(ROOT / "kits_catalogue.json"), load_phrasebook(Library())
    ids = {"hero", "", *(role.id for role in story.roles)}
    for seed in range(30):
        for title in draw_titles(story, match, tables, book, ("pink",), random.Random(seed)):
            assert title
            assert {role_of(token) for token in title} <= ids
    assert plot_titles(story, match, tables)
    assert any("pink" in title for title in pattern_titles(story, book, ("pink",)))


def test_a_plot_that_is_told_again_takes_its_titles_in_turn(plots: tuple[Plot, ...]) -> None:
    story = drawn("night-noise")
    match = best_match(story, plots)
    tables, book = load_tables(ROOT / "kits_catalogue.json"), load_phrasebook(Library())
    first = {draw_titles(story, match, tables, book, (), random.Random(1), lap)[0] for lap in range(4)}
    assert len(first) == 4


def test_a_thing_is_named_where_every_paraphrase_names_it(tmp_path: Path) -> None:
    kit, tables = kit_and_tables(tmp_path)
    story = unfold(kit, tables, Polish(tables), "castle", "cat", random.Random(1))
    match = match_plot(story, load_plots(tmp_path / "stories" / "kits")[0])
    assert named_things(match, 0) == {"t1"}
