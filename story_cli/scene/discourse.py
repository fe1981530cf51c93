"""Who is known so far: the story's people and things with what may be said of them (pronouns, number, last mention).

`Discourse` holds the referents of a whole story; story_cli.scene.referents decides which of them a mention means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from story_cli.artifacts import Character
from story_cli.scene.lexicon import Lexicon
from story_cli.scene.mentions import Mention
from story_cli.scene.nouns import SCENERY_KINDS
from story_cli.scene.words import GENERIC_NOUNS

ANY_PRONOUN = frozenset(("he", "she", "it", "they"))


@dataclass
class Referent:
    """Somebody or something of the story. `pronouns` are those that may stand for it; one is left once it is known."""

    id: str
    head: str
    piece: str = ""
    name: str = ""
    pronouns: frozenset[str] = ANY_PRONOUN
    animate: bool = False
    plural: bool = False
    count: int = 1
    cast: bool = False
    members: tuple[str, ...] = ()  # of a group made of other referents
    owner: str = ""
    kind: str = ""  # of the noun, see story_cli.scene.nouns
    attributes: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def idea(self) -> bool:
        """What has no shape: a song, a plan."""
        return self.kind == "abstract" and not self.piece and self.head not in GENERIC_NOUNS

    @property
    def scenery(self) -> bool:
        """What belongs to the place: hills, sand, the sea; nothing that anybody handles."""
        return not self.piece and not self.animate and self.kind in SCENERY_KINDS

    @property
    def known_pronoun(self) -> str:
        """The one pronoun of somebody whose gender is settled, or ""."""
        return next(iter(self.pronouns)) if len(self.pronouns) == 1 else ""


class Discourse:
    """All referents in the order in which they came up. Ids are unique in the story: "hero", "octopus-1", "lid-1"."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.referents: dict[str, Referent] = {}
        self._counts: dict[str, int] = {}

    def add_cast(self, cast: Iterable[Character]) -> None:
        """The characters that the story lists; they are known before they are mentioned."""
        for who in cast:
            known = who.pronoun in ANY_PRONOUN
            pronouns = frozenset((who.pronoun,)) if known and who.pronoun != "it" else ANY_PRONOUN
            pronouns = pronouns - {"it"} if self.lexicon.human(who.kind) else pronouns
            piece = who.kind if self.lexicon.animate(who.kind) else ""
            found = self.new(who.kind, piece, ref_id="hero" if who.role == "hero" else "")
            found.name, found.pronouns, found.cast, found.animate = who.name, pronouns, True, True
            found.head = self.lexicon.word(who.kind) if self.lexicon.animate(who.kind) else who.kind

    def new(self, head: str, piece: str, ref_id: str = "") -> Referent:
        """A new referent with a fresh id."""
        stem = (piece or head).replace(" ", "-")
        if not ref_id:
            self._counts[stem] = self._counts.get(stem, 0) + 1
            ref_id = f"{stem}-{self._counts[stem]}"
        kind = self.lexicon.noun(head).kind
        living = self.lexicon.animate(piece) if piece else kind in ("person", "animal")
        referent = Referent(ref_id, head, piece, animate=living, kind=kind)
        if self.lexicon.human(head):
            referent.pronouns = ANY_PRONOUN - {"it"}
        self.referents[ref_id] = referent
        return referent

    def group(self, members: Iterable[str]) -> tuple[str, ...]:
        """Member ids, groups opened, in order, once each."""
        flat: list[str] = []
        for member in members:
            inside = self.referents[member].members if member in self.referents else ()
            flat += [m for m in (inside or (member,)) if m not in flat]
        return tuple(flat)

    def latest(self, referents: Iterable[Referent]) -> Referent | None:
        """The one mentioned last; the hero and cast count as mentioned even before the first time."""
        ordered = sorted(referents, key=_recency)
        return ordered[-1] if ordered else None

    def animates(self) -> list[Referent]:
        return [r for r in self.referents.values() if r.animate and not r.members]


def _recency(referent: Referent) -> tuple[int, int, int]:
    if not referent.mentions:
        return (-1, -1, -1)
    last = referent.mentions[-1]
    return (last.scene, last.at.sentence, last.head)
