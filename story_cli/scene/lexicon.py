"""The catalogue as the reader of texts needs it: which words of a sentence name which entry.

Longest names win ("treasure chest" over "chest"), regular plurals of every name are known, and a theme prefers its
own entry (a "mouse" on the moon is the moon mouse).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from story_cli.catalogue import Creature, Hero, Library, Place, Prop
from story_cli.scene.nouns import UNKNOWN, Noun, read_nouns

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LONGEST = 4  # words in a catalogue name
_NEAR_KIN = 3  # synonyms and hypernyms that may lead to a catalogue entry
_DRAWN_KINDS = frozenset(("animal", "artifact", "clothes", "food", "plant", "object"))
_LIKE_BEASTS = frozenset(("dragon", "unicorn", "alien", "monster", "creature", "beast", "baby", "pet", "fellow"))
_LIKE_PEOPLE = frozenset(("mermaid", "wizard", "witch", "fairy", "elf", "giant", "ghost", "superhero", "knight"))
_TOO_GENERAL = frozenset(
    ("light", "lights", "weed", "message", "spring", "song", "tune", "spark", "trunk", "plate", "dish", "cap")
)
_IRREGULAR = {"fish": "fish", "mouse": "mice", "goose": "geese", "deer": "deer", "leaf": "leaves", "scarf": "scarves"}


@dataclass(frozen=True)
class Named:
    """Tokens [start, end) that name catalogue entry `piece`; `head` is the token that carries the number."""

    start: int
    end: int
    piece: str
    plural: bool


def plural_of(noun: str) -> str:
    """Regular plural of a noun (last word changes)."""
    first, _, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        many = _IRREGULAR[last]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        many = last + "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = last[:-1] + "ies"
    else:
        many = last + "s"
    return f"{first} {many}".strip()


class Lexicon:
    """Looks words up in a library, seen from one theme (or "" for any)."""

    def __init__(self, library: Library, theme: str = "") -> None:
        self.library = library
        self.theme = theme
        places = library.places_of(theme) if theme else list(library.places.values())
        self._places = {tuple(name.split()) for place in places for name in place.names if " " in name}
        self._here: frozenset[str] = frozenset()
        self._nouns = read_nouns(library.root)
        self._names: dict[tuple[str, ...], tuple[str, bool]] = {}
        self._fill()

    def _fill(self) -> None:
        library = self.library
        planned = [e for things in (library.creatures, library.props) for e in things.values() if e.themes]
        everything: list[Hero | Creature | Prop] = [*library.heroes.values(), *planned]
        known = library.things_by_word
        self._first_names = {entry.names[0]: entry.id for entry in everything}
        for entry in everything:
            for name in entry.names:
                if name in _TOO_GENERAL or known.get(name, entry.id) != entry.id:
                    continue
                self._add(name, entry.id, plural=False)
                self._add(plural_of(name), entry.id, plural=True)
            many = getattr(entry, "plural", "")
            if many:
                self._add(many, entry.id, plural=True)
        own_things: list[Creature | Prop] = []
        if self.theme:
            own_things = [*library.creatures_of(self.theme), *library.props_of(self.theme)]
        for own in own_things:
            first, _, last = own.names[0].rpartition(" ")
            if first and own.themes != ("*",) and not self._at_home(last):
                self._names[(last,)] = (own.id, False)
                self._names[(plural_of(last),)] = (own.id, True)

    def _add(self, name: str, piece: str, *, plural: bool) -> None:
        self._names.setdefault(tuple(name.lower().replace("-", " - ").split()), (piece, plural))

    def _at_home(self, word: str) -> bool:
        """Whether the entry that the word alone names already belongs to the theme, or is a hero."""
        piece = self._names.get((word,), ("", False))[0]
        entry = self.library.creatures.get(piece) or self.library.props.get(piece)
        return piece in self.library.heroes or (entry is not None and ({self.theme, "*"} & set(entry.themes) != set()))

    def at_place(self, place_id: str) -> None:
        """From now on the scene is in this place: "the ship" is the sunken ship that everybody is on, not a piece."""
        place = self.library.places.get(place_id)
        words = [name.split()[-1] for name in place.names] if place else []
        self._here = frozenset(
            word for word in words if self._names.get((word,), ("", False))[0] not in ("", "coral", "seaweed")
        )

    def find(self, doc: Doc) -> list[Named]:
        """Every catalogue name in a Doc, longest first match from left to right."""
        found: list[Named] = []
        index = 0
        while index < len(doc):
            if past := self._place_here(doc, index):  # "the sunken ship" is where they are, not a piece
                index = past
                continue
            hit = self._longest(doc, index)
            if hit:
                found.append(hit)
            index = hit.end if hit else index + 1
        return found

    def place_ends(self, doc: Doc) -> frozenset[int]:
        """Last tokens of the names of places, of two words or more."""
        return frozenset(past - 1 for start in range(len(doc)) if (past := self._place_here(doc, start)))

    def _place_here(self, doc: Doc, start: int) -> int:
        """The token after a place's name of two words or more that begins here, or 0."""
        for length in (4, 3, 2):
            if tuple(token.lower_ for token in doc[start : start + length]) in self._places and start + length <= len(
                doc
            ):
                return start + length
        return 0

    def _longest(self, doc: Doc, start: int) -> Named | None:
        for length in range(min(_LONGEST, len(doc) - start), 0, -1):
            words = tuple(token.lower_ for token in doc[start : start + length])
            if (
                length == 1
                and words[0] in self._here
                and start
                and doc[start - 1].lower_ in ("the", "this", "that", "sunken")
            ):
                return None
            hit = self._names.get(words)
            token = doc[start]
            if (
                hit is None
                and length == 1
                and token.pos_ == "NOUN"
                and (piece := self._by_meaning(token.lemma_.lower()))
            ):
                return Named(start, start + 1, piece, token.tag_ == "NNS")
            if hit and _is_noun(doc, start, length):
                mass = words[-1] in _IRREGULAR and _IRREGULAR[words[-1]] == words[-1]
                plural = hit[1] or (mass and doc[start + length - 1].tag_ == "NNS")
                if mass and hit[1] and doc[start + length - 1].tag_ != "NNS" and _singular_by_article(doc, start):
                    plural = False
                return Named(start, start + length, hit[0], plural)
        return None

    def animate(self, piece: str) -> bool:
        return piece in self.library.heroes or piece in self.library.creatures

    def noun(self, word: str) -> Noun:
        """What a common noun names; of several words the last counts."""
        return self._nouns.get(word) or self._nouns.get(word.rpartition(" ")[2]) or UNKNOWN

    def human(self, word: str) -> bool:
        """Whether a noun names people, who are never "it"."""
        return word in _LIKE_PEOPLE or (self.noun(word).kind == "person" and word not in _LIKE_BEASTS)

    def hypernyms(self, piece: str) -> tuple[str, ...]:
        """Words that may stand for something of this kind."""
        above = self.noun(self.word(piece)).above
        entry: Hero | Creature | None = self.library.heroes.get(piece) or self.library.creatures.get(piece)
        if isinstance(entry, Creature):
            return (*entry.hypernyms, *above)
        return ("creature", "animal", "friend", *above) if entry else above

    def _by_meaning(self, word: str) -> str:
        """Catalogue id of a word that the catalogue lacks, by its synonyms and what it is a kind of, or ""."""
        noun = self.noun(word)
        if noun.kind not in _DRAWN_KINDS:
            return ""
        for name in noun.above[:_NEAR_KIN]:
            piece = self._first_names.get(name, "")
            if piece and self.noun(name).kind == noun.kind:
                return piece
        return ""

    def tags(self, piece: str) -> tuple[str, ...]:
        entry = self.library.creatures.get(piece) or self.library.props.get(piece)
        return entry.tags if entry else ()

    def word(self, piece: str) -> str:
        """First name of an entry, "treasure chest"."""
        return self.library.thing(piece).names[0]

    def place_names(self, theme: str = "") -> dict[str, str]:
        """Lower-case name → place id, of one theme or of all."""
        places: Iterable[Place] = self.library.places_of(theme) if theme else self.library.places.values()
        return {name: place.id for place in places for name in (*place.names, place.id.replace("-", " "))}


def _is_noun(doc: Doc, start: int, length: int) -> bool:
    """A name is a noun here; a one-word name that the tagger takes for a verb counts only after an article."""
    if length > 1:
        return True
    token = doc[start]
    if token.pos_ in ("NOUN", "PROPN", "X", "INTJ"):
        return True
    before = doc[start - 1] if start else None
    return before is not None and (before.pos_ in ("DET", "NUM") or (token.pos_ == "ADJ" and before.pos_ == "ADJ"))


def _singular_by_article(doc: Doc, start: int) -> bool:
    """Whether "fish", "deer" … stand after a singular article or alone without a numeral."""
    before = [doc[i] for i in range(max(0, start - 3), start)]
    return not any(
        token.pos_ == "NUM" or token.lower_ in ("many", "some", "several", "these", "those", "all") for token in before
    )
