"""Rows of texts: what is refused before anything is read, and the public form of what is understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.scene.texts import Row, cast_of, foreign, read_rows, record, understand_rows
from story_cli.settings import SceneSettings


def _file(folder: Path, *rows: object) -> Path:
    path = folder / "texts.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"id": "a", "text": ""}, "is empty"),
        ({"id": "a", "text": " \n\t"}, "is empty"),
        ({"id": "a", "text": "word " * 10_000}, "50000 characters"),
        ({"id": "a"}, "text"),
        ("not json", "line 2"),
        ("[1, 2]", "line 2"),
        ("[" * 100_000, "line 2"),
        ({"id": "a", "text": "Der kleine Krebs lief über den Sand und suchte seine Freunde im Meer."}, "English"),
        ({"id": "a", "text": "Маленький краб бежал по песку и искал своих друзей в синем море."}, "English"),
        ({"id": "a", "text": "A crab sat.", "theme": "under-watre"}, "underwater"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_before_any_is_read(
    tmp_path: Path, library: Library, row: object, fault: str
) -> None:
    path = _file(tmp_path, {"id": "good", "text": "A crab sat on a rock."}, row)
    with pytest.raises(UsageError) as refused:
        read_rows(path, library)
    assert "line 2" in refused.value.what
    assert fault in f"{refused.value.what} {refused.value.hint}"


def test_a_text_file_is_one_row_and_numbers_may_be_ids(tmp_path: Path, library: Library) -> None:
    (tmp_path / "pip.txt").write_text("A crab sat on a rock.")
    assert read_rows(tmp_path / "pip.txt", library) == [Row("pip", "A crab sat on a rock.")]
    assert read_rows(_file(tmp_path, {"id": 7, "text": "A crab sat.", "hero": None, "more": 1}), library)[0].id == "7"


def test_short_or_strange_texts_are_no_foreign_ones() -> None:
    assert not foreign("Splash! Plop!")
    assert not foreign("🐙🐙🐙 ✨")
    assert foreign("Le petit crabe courait vite sur le sable blanc vers ses amis")


STRANGE = {
    "emoji": "🐙✨",
    "dots": "...",
    "control": "A crab\x00 sat\x07 on\u200b a rock.",
    "marks": "!!! ??? ...",
    "letters": "a " * 500,
    "long sentence": "A crab and " * 250 + "a fish sat.",
    "quotes": "“ “ “",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_strange_texts_give_a_record(library: Library, text: str) -> None:
    row = Row("x", text)
    ((_, understood),) = understand_rows([row], library, SceneSettings(coref="none"))
    assert record(row, understood).id == "x"


def test_a_record_uses_ids_of_the_catalogue_and_places_in_the_rows_text(library: Library) -> None:
    text = "Lulu met three crabs. She waved at them. They hid under a boat."
    row = Row("a", text, "underwater", "mermaid", "Lulu")
    ((_, understood),) = understand_rows([row], library, SceneSettings(coref="none"))
    found = record(row, understood)
    assert {(e.id, e.count) for e in found.entities} == {("mermaid", 1), ("crab", 3), ("boat", 1)}
    assert {tuple(text[m.start : m.end] for m in cluster) for cluster in found.clusters} == {
        ("Lulu", "She"),
        ("three crabs", "them", "They"),
    }
    assert [(r.subject, r.predicate, r.object) for r in found.relations if r.predicate == "under"] == [
        ("crab", "under", "boat")
    ]
    assert ("mermaid", "wave", "crab") in {(a.agent, a.move, a.target) for a in found.actions}


def test_a_hero_with_one_pronoun_has_it(library: Library) -> None:
    assert cast_of(Row("a", "…", hero="mermaid", hero_name="Zzz"), library)[0].pronoun == "she"
    assert cast_of(Row("a", "…"), library) == ()


@pytest.mark.parametrize(
    ("name", "text", "pronoun"),
    [
        ("Lulu", "Lulu sat.", "she"),
        ("Lulu", "Lulu saw a crab. He sang.", "she"),
        ("Abagael", "Abagael sat.", "she"),  # on the long list only
        ("Abagael", "Abagael sat. He sang.", ""),
        ("Bo", "Bo sat.", "they"),
        ("Bo", "Bo sat. He sang.", ""),
    ],
)
def test_a_name_settles_the_pronoun_as_far_as_the_text_lets_it(
    library: Library, name: str, text: str, pronoun: str
) -> None:
    assert cast_of(Row("1", text, hero="fox", hero_name=name), library)[0].pronoun == pronoun
