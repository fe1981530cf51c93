"""Edits that make a retrieved text this story's own: other words, other joints between sentences, no stuck-in epithets.

Works on role tokens, where capitals that a sentence explains are absent, so sentences can be joined and divided. Every
edit keeps who does what to whom.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from story_cli.kits.phrasebook import Phrasebook
from story_cli.kits.tables import KitTables
from story_cli.models.roles import CAPITAL, CLOSE, ENDS, OPEN, OPEN_ON, RoleStory

_OFTEN = 0.72  # chance of an edit where one is possible
_DESCRIBED = 0.4  # chance that one creature of a story keeps the adjective of its kit
_ARTICLES = {"a", "an", "the"}
_SUBORDINATE = {"when", "if", "as", "while", "after", "because", "until", "where", "what", "how", "who", "but", "then"}
_HERO = ("<name>", "<he>")
_DEGREES = {
    "just",
    "nearly",
    "almost",
    "very",
    "so",
    "too",
    "as",
    "how",
    "quite",
    "rather",
    "all",
    "fast",
    "wide",
    "great",
}
_NEVER = {"not", "never", "couldn't", "didn't", "can't", "won't", "nobody", "cannot"}
_NOT = {"not", "never", "wasn't", "isn't", "weren't"}  # "not nearly enough", "not a lot of room"
_MANNER = {"hard", "closely", "carefully", "sideways", "crossly"}
_MARKS = {".", ",", "!", "?", "and"}

Sentence = list[str]


class Editor:
    """Edits the scenes of one story; who keeps an epithet is drawn once from the rng that it is made with."""

    def __init__(self, story: RoleStory, book: Phrasebook, tables: KitTables, rng: random.Random) -> None:
        self.book = book
        self.equal, self.ending = _by_words(book.equal), _by_words(book.ending)
        self.longest = max(len(old) for old in (*self.equal, *self.ending))
        self.known = {x for some in tables.desc.values() for x in some} - set(story.adjectives)
        creatures = [f"<{role.id}>" for role in story.roles if role.sort == "creature"]
        self.described = rng.choice(creatures) if creatures and rng.random() < _DESCRIBED else ""
        self.creatures = set(creatures)
        self.inside: tuple[Callable[[Sentence, random.Random], Sentence], ...] = (
            self._other_words, self._place_first,
        )  # fmt: skip

    def __call__(self, tokens: Sequence[str], rng: random.Random) -> list[str]:
        """The text edited; draws from rng."""
        sentences = divided(tokens)
        done: list[Sentence] = []
        for sentence in sentences:
            for edit in self.inside:
                sentence = edit(sentence, rng)
            done.append(sentence)
        joined = self._joints(done, rng)
        return self._epithets([token for sentence in joined for token in sentence])

    # --- within a sentence ---------------------------------------------------------------------------------------

    def _other_words(self, sentence: Sentence, rng: random.Random) -> Sentence:
        out: Sentence = []
        at = 0
        while at < len(sentence):
            size, news = self._known_words(sentence, at)
            out += rng.choice(news) if news and rng.random() < _OFTEN else sentence[at : at + size]
            at += size
        return out

    def _known_words(self, sentence: Sentence, at: int) -> tuple[int, tuple[Sentence, ...]]:
        """How many words from here can be said otherwise, and how; (1, ()) for none."""
        for size in range(min(self.longest, len(sentence) - at), 0, -1):
            words = tuple(sentence[at : at + size])
            ends = at + size < len(sentence) and sentence[at + size] in _MARKS
            news = self.equal.get(words) or (self.ending.get(words) if ends else None)
            if news:
                return size, tuple(new for new in news if self._fits(sentence, at, size, new))
        return 1, ()

    def _fits(self, sentence: Sentence, at: int, size: int, new: Sentence) -> bool:
        """Whether other words can stand there: not in "they waited and waited", "very slowly", "great big"."""
        before = sentence[max(0, at - 4) : at]
        if sentence[at + size - 1] in before + sentence[at + size : at + size + 4] or "how" in before:
            return False
        if before and (before[-1] in _DEGREES or before[-1] in _NOT or before[-1] == new[0]):
            return False
        if new[0] == "gave" and CLOSE in sentence[:at]:
            return False  # “Oh,” she sighed.
        if new[:2] == ["had", "a"] and _MANNER & set(sentence[at + size : at + size + 6]):
            return False  # looked at it hard
        return not (new == ["once", "more"] and (_NEVER | {"come"}) & set(sentence[:at]))

    def _place_first(self, sentence: Sentence, rng: random.Random) -> Sentence:
        """ "She sat down in the glade." → "In the glade she sat down." """
        if len(sentence) < 6 or not sentence[-2].endswith(":in>") or {OPEN, OPEN_ON, CLOSE, ","} & set(sentence):
            return sentence
        if sentence[0] not in _HERO or sentence[-1] != "." or sentence[-3] in ("and", "live", "lives"):
            return sentence
        return [sentence[-2], *sentence[:-2], "."] if rng.random() < _OFTEN else sentence

    # --- between sentences ---------------------------------------------------------------------------------------

    def _joints(self, sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
        out: list[Sentence] = []
        for sentence in sentences:
            before = out[-1] if out else None
            if before and self._may_join(before, sentence) and rng.random() < _OFTEN:
                out[-1] = [*before[:-1], ",", "and", *sentence]
            else:
                out.append(sentence)
        return [part for sentence in out for part in self._parted(sentence, rng)]

    def _may_join(self, before: Sentence, sentence: Sentence) -> bool:
        """Two short plain sentences of which the hero is the subject."""
        quiet = not {OPEN, OPEN_ON, CLOSE, CAPITAL, ",", "and"} & {*before, *sentence[:-1]}
        short = len(before) <= 9 and len(sentence) <= 10 and before[-1] == "."
        return quiet and short and before[0] in _HERO and sentence[0] == "<he>"

    def _parted(self, sentence: Sentence, rng: random.Random) -> list[Sentence]:
        """ "She sat down, and she looked up." → two sentences."""
        if {OPEN, OPEN_ON, CLOSE} & set(sentence) or sentence[0] in _SUBORDINATE or len(sentence) < 12:
            return [sentence]
        for at in range(4, len(sentence) - 5):
            if sentence[at : at + 3] == [",", "and", "<he>"] and rng.random() < _OFTEN:
                return [[*sentence[:at], "."], sentence[at + 2 :]]
        return [sentence]

    # --- over the whole scene ------------------------------------------------------------------------------------

    def _epithets(self, tokens: list[str]) -> list[str]:
        """ "a freckled crab" and later "the young crab": at most one creature of a story is described, and once."""
        out: list[str] = []
        for at, token in enumerate(tokens):
            following = tokens[at + 1] if at + 1 < len(tokens) else ""
            stuck_in = token in self.known and following in self.creatures and bool(out) and out[-1] in _ARTICLES
            if not stuck_in or (following == self.described and out[-1] == "a"):
                out.append(token)
        return out


def divided(tokens: Sequence[str]) -> list[Sentence]:
    """Sentences; a speech and the words about it stay together."""
    out: list[Sentence] = [[]]
    quoted = False
    for at, token in enumerate(tokens):
        out[-1].append(token)
        quoted = (quoted or token in (OPEN, OPEN_ON)) and token != CLOSE
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        if token in ENDS and not quoted and following not in ("", CLOSE):
            out.append([])
    return [sentence for sentence in out if sentence]


def _by_words(table: dict[str, tuple[str, ...]]) -> dict[tuple[str, ...], tuple[Sentence, ...]]:
    return {tuple(old.split()): tuple(new.split() for new in news) for old, news in table.items()}
