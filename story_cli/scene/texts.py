"""Any text in, scene graphs out: rows {id, text, theme?, hero?, hero_name?} of JSON Lines → a plain record each.

Ids in the records are those of the catalogue, or the head noun's lemma where the catalogue has nothing. All rows are
checked before the first is read, so a bad row costs nothing. `.txt` and `.md` files are one row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from story_cli.artifacts import Character, Data
from story_cli.catalogue import Creature, Hero, Library, nearest
from story_cli.errors import UsageError
from story_cli.scene.discourse import ANY_PRONOUN
from story_cli.scene.given_names import given_names
from story_cli.scene.understand import MAX_TEXT_CHARACTERS, Understood, read_with_models
from story_cli.scene.words import word_set

if TYPE_CHECKING:
    from story_cli.settings import SceneSettings

_ROW_FORM = 'a row is {"id": …, "text": …} with "theme", "hero" and "hero_name" where they are known'
_WORD = re.compile(r"[^\W\d_]+(?:['’]\w+)?")
# a text of picture-book English has one of these for every two or three words; other languages hardly any
_ENGLISH = word_set("""
    the a and to of was it in that he she you they i is had his her with for on at as but said all there up
    out be him what so were then one my have not me little when are do by no this into from down them would like
    your if off an or its their who did we back just could will over now time here some how very
""")
_PERSONAL = {
    "he": "he",
    "him": "he",
    "his": "he",
    "she": "she",
    "her": "she",
    "they": "they",
    "them": "they",
    "their": "they",
}
_FOREIGN_WORDS, _ENGLISH_SHARE = 8, 0.1


class Row(Data, frozen=True):
    """One text to understand."""

    id: str
    text: str
    theme: str = ""
    hero: str = ""
    hero_name: str = ""


class MentionRecord(Data, frozen=True):
    text: str
    start: int  # characters of the row's text
    end: int


class EntityRecord(Data, frozen=True):
    id: str
    head: str
    count: int
    visible: bool


class RelationRecord(Data, frozen=True):
    subject: str
    predicate: str
    object: str


class ActionRecord(Data, frozen=True):
    agent: str
    move: str
    target: str


class FeelingRecord(Data, frozen=True):
    who: str
    feeling: str


class Record(Data, frozen=True):
    """What one text says."""

    id: str
    resolved: str
    clusters: tuple[tuple[MentionRecord, ...], ...]
    entities: tuple[EntityRecord, ...]
    relations: tuple[RelationRecord, ...]
    actions: tuple[ActionRecord, ...]
    feelings: tuple[FeelingRecord, ...]
    place: str


def read_rows(path: Path, library: Library) -> list[Row]:
    """Every row of a file, checked. Raises: UsageError that names the row and its fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"cannot read {path}: {exc}", "give a file in UTF-8: JSON Lines, or plain text") from exc
    if path.suffix.lower() in (".txt", ".md"):
        return [_checked(Row(path.stem, text), path.name, library)]
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            rows.append(_checked(_row(line, f"{path.name}, line {number}"), f"{path.name}, line {number}", library))
    if not rows:
        raise UsageError(f"{path} has no rows", _ROW_FORM)
    return rows


def _row(line: str, where: str) -> Row:
    try:
        fields = json.loads(line)
        if isinstance(fields, dict):  # an empty field is one that is not known; fields of other programs do no harm
            fields = {key: value for key, value in fields.items() if value is not None and key in Row.__struct_fields__}
            if isinstance(fields.get("id"), int):
                fields["id"] = str(fields["id"])
        return msgspec.convert(fields, Row)
    except (ValueError, RecursionError, msgspec.ValidationError) as exc:
        raise UsageError(f"{where}: {str(exc)[:200]}", _ROW_FORM) from exc


def _checked(row: Row, where: str, library: Library) -> Row:
    if not row.text.strip():
        raise UsageError(f"{where}: the text is empty", "write at least one sentence")
    if len(row.text) > MAX_TEXT_CHARACTERS:
        what = f"{where}: the text has {len(row.text)} characters"
        raise UsageError(what, f"keep a scene under {MAX_TEXT_CHARACTERS}; cut longer texts into scenes, a row each")
    if foreign(row.text):
        raise UsageError(f"{where}: the text does not look like English", "only English is understood")
    theme = _known(row.theme, {name: t.id for t in library.themes.values() for name in (t.id, *t.names)})
    if row.theme and not theme:
        choices = nearest(row.theme, library.themes) or list(library.themes)
        raise UsageError(f"{where}: there is no theme '{row.theme[:40]}'", f"choose from: {', '.join(choices)}")
    actors: list[Creature | Hero] = [*library.creatures.values(), *library.heroes.values()]
    kinds = {name: entry.id for entry in actors for name in (entry.id, *entry.names)}
    return msgspec.structs.replace(row, theme=theme, hero=_known(row.hero, kinds) or row.hero.strip().lower())


def _known(word: str, ids: dict[str, str]) -> str:
    word = word.strip().lower()
    return ids.get(word) or ids.get(word.replace(" ", "-"), "")


def foreign(text: str) -> bool:
    """Whether a text of some length has hardly any of the words that every English text has."""
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) >= _FOREIGN_WORDS and sum(word in _ENGLISH for word in words) < _ENGLISH_SHARE * len(words)


def understand_rows(rows: Iterable[Row], library: Library, settings: SceneSettings) -> Iterator[tuple[Row, Understood]]:
    """Each row read by itself, in order."""
    for row in rows:
        (understood,) = read_with_models([row.text], library, settings, theme=row.theme, cast=cast_of(row, library))
        yield row, understood


def cast_of(row: Row, library: Library) -> tuple[Character, ...]:
    """The hero, if the row names one. A name on the screened lists of only one pronoun settles that; so does one on the
    long list of given names, if the text does not have the other pronoun alone."""
    if not row.hero and not row.hero_name:
        return ()
    names = library.names
    lists = {"she": names.she, "he": names.he, "they": names.they}
    fitting = [word for word, listed in lists.items() if row.hero_name in listed]
    hero = library.heroes.get(row.hero)
    if hero is not None and len(hero.pronouns) == 1:
        fitting = list(hero.pronouns)
    sure = len(fitting) == 1 and fitting[0] != "they"
    if not fitting:
        fitting = [word for word, listed in given_names(library.root).items() if row.hero_name.lower() in listed]
    pronoun = fitting[0] if len(fitting) == 1 and fitting[0] in ANY_PRONOUN else ""
    said = {_PERSONAL[word] for word in map(str.lower, _WORD.findall(row.text)) if word in _PERSONAL}
    if not sure and said & {"he", "she"} - {pronoun} and (pronoun == "they" or pronoun not in said):
        pronoun = ""  # a name for anybody
    return (Character("hero", row.hero or row.hero_name.lower(), row.hero_name, pronoun),)


def record(row: Row, understood: Understood) -> Record:
    """The public form of one understood text."""
    graph = understood.graph
    names = {entity.id: entity.piece or entity.head.replace(" ", "-") for entity in graph.entities}
    clusters = tuple(
        tuple(MentionRecord(row.text[start:end], start, end) for start, end in sorted(set(spans)))
        for _, spans in understood.facts.clusters
    )
    relations = (RelationRecord(names[r.subject], r.predicate, names[r.object]) for r in graph.relations)
    actions = (ActionRecord(names[a.agent], a.move, names.get(a.target, "")) for a in graph.actions)
    felt = {f.who: f.feeling for f in understood.facts.feelings}
    return Record(
        row.id,
        graph.resolved,
        tuple(cluster for cluster in clusters if len(cluster) > 1),
        tuple(EntityRecord(names[e.id], e.head, e.count, e.visible) for e in graph.entities),
        tuple(dict.fromkeys(relations)),
        tuple(dict.fromkeys(actions)),
        tuple(dict.fromkeys(FeelingRecord(names[who], feeling) for who, feeling in felt.items())),
        understood.place,
    )
