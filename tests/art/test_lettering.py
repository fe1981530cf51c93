"""Fonts for any script."""

from __future__ import annotations

import pytest

from story_cli.art import lettering
from story_cli.art.lettering import BOLD, REGULAR, font_for, house_font


@pytest.mark.parametrize("word", ["Nerissa", "Žofie", "Łucja", "Nguyễn", "Иван", "naïve…"])
def test_the_house_font_draws_latin_and_cyrillic(word: str) -> None:
    assert font_for(word, REGULAR, 30) is house_font(REGULAR, 30)


def test_a_letter_that_it_lacks_is_looked_for_in_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def found(letters: str, bold: bool) -> str:
        asked.append((letters, bold))
        return str(lettering.library_root() / "fonts" / REGULAR)

    monkeypatch.setattr(lettering, "_system_font", found)
    font = font_for("美aא", BOLD, 30)
    assert font is not house_font(BOLD, 30)
    assert asked == [("א美", True)]


def test_without_such_a_font_the_words_are_drawn_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "_system_font", lambda letters, bold: "")
    assert font_for("美", REGULAR, 30) is house_font(REGULAR, 30)


def test_a_system_without_fontconfig_has_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    lettering._system_font.cache_clear()
    monkeypatch.setattr(lettering.shutil, "which", lambda name: None)
    assert lettering._system_font("美", False) == ""
    lettering._system_font.cache_clear()
