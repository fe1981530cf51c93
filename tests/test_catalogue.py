from pathlib import Path

import pytest

from story_cli.catalogue import Library, library_root
from story_cli.errors import StoryError


def test_every_illustrated_theme_has_places_and_a_cast_with_pictures(library: Library) -> None:
    for theme in library.theme_prompts:
        assert len(library.places_of(theme)) >= 5
        assert sum(library.has_piece(creature.id) for creature in library.creatures_of(theme)) >= 5


def test_synonyms_and_plurals_find_their_entry(library: Library) -> None:
    words = library.things_by_word
    assert words["toadstool"] == "mushroom"
    assert words["fireflies"] == "firefly"
    assert words["treasure chest"] == "treasure-chest"


def test_a_name_never_hides_an_entry_of_that_name(library: Library) -> None:
    for things in (library.heroes, library.creatures, library.props):
        for entry in things.values():
            if getattr(entry, "themes", ("*",)):
                assert library.things_by_word[entry.names[0]] == entry.id


def test_what_belongs_to_no_theme_is_in_no_plan_but_can_be_drawn(library: Library) -> None:
    unplanned = [e.id for things in (library.creatures, library.props) for e in things.values() if not e.themes]
    assert "spoon" in unplanned
    assert "spoon" not in library.things_by_word
    assert all(library.has_piece(entry) for entry in unplanned)
    assert not {prop.id for theme in library.themes for prop in library.props_of(theme)} & set(unplanned)


def test_unknown_key_in_the_world_is_named_with_its_file(tmp_path: Path) -> None:
    world = tmp_path / "world"
    world.mkdir()
    (world / "themes.json").write_text('{"kind": "theme", "licence": "x", "entries": [], "extra": 1}')
    with pytest.raises(StoryError, match=r"themes\.json.*extra"):
        Library(tmp_path).themes  # noqa: B018


def test_missing_library_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STORYCLI_LIBRARY", str(tmp_path))
    with pytest.raises(StoryError) as caught:
        library_root()
    assert "STORYCLI_LIBRARY" in caught.value.hint


def test_digest_follows_contents(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_text("1")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").write_text("2")
    library = Library(tmp_path)
    assert library.digest("a") != library.digest("b")
    assert library.digest("a") == Library(tmp_path).digest("a")
