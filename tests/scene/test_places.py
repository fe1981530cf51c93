"""The place of a scene: named in its words, hinted at, or kept from the scene before."""

from __future__ import annotations

from story_cli.catalogue import Library
from story_cli.scene.parse import load_parser, parse_scenes
from story_cli.scene.places import choose_places
from tests.scene.conftest import Read


def test_a_place_behind_a_preposition_is_where_they_are(read: Read) -> None:
    (scene,) = read("The octopus waited in the sunken ship.")
    assert scene.place == "sunken-ship"


def test_a_place_that_is_only_talked_about_is_not(read: Read) -> None:
    first, second = read("Lulu swam over the coral reef.", '"I was never in the sunken ship," said Lulu.')
    assert (first.place, second.place) == ("coral-reef", "coral-reef")


def test_a_plan_stands_unless_the_words_name_another_place(library: Library) -> None:
    nlp = load_parser(library.model_folder("parser"))
    scenes = parse_scenes(nlp, ["Lulu laughed.", "The crab sat in the kelp forest."])
    assert choose_places(scenes, library, "underwater", ("shell-palace", "shell-palace")) == [
        "shell-palace",
        "kelp-forest",
    ]


def test_nothing_known_gives_no_place(library: Library) -> None:
    nlp = load_parser(library.model_folder("parser"))
    assert choose_places(parse_scenes(nlp, ["Hm."]), library, "") == [""]
