"""Who speaks which words, and how that somebody sounds.

Works on the text alone (the voice stage reads nothing but the story): quotation marks, the nearest "said the crab",
pronouns by the cast, and the habit that an unnamed answer comes from whoever spoke or was named last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from story_cli.artifacts import Story
from story_cli.catalogue import Library
from story_cli.text import Sentence
from story_cli.voice.engine import Manner
from story_cli.voice.front_end import spoken_form
from story_cli.voice.pronunciations import word_set

NARRATOR = ""
HERO = "hero"

_SAYING = word_set(
    "said says asked asks called cried shouted whispered told answered replied laughed sang yelled begged"
    " cheered murmured grumbled roared squeaked sighed giggled gasped explained added went thought agreed hissed"
    " hooted"
)
LOUD = word_set("called cried shouted yelled cheered roared")
SOFT = word_set("whispered murmured sighed thought")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


class Spoken(NamedTuple):
    """Who says a word: a role or catalogue id (NARRATOR outside quotes), and the verb that tells how, or ""."""

    speaker: str
    verb: str


class _Quote(NamedTuple):
    first: tuple[int, int]  # sentence, word
    last: tuple[int, int]


def who_speaks(sentences: Sequence[Sentence], story: Story, library: Library) -> list[list[Spoken]]:
    """One entry a word of each sentence of a scene."""
    found = [[Spoken(NARRATOR, "")] * len(sentence.words) for sentence in sentences]
    before = HERO
    end_before = -2
    for quote in _quotes(sentences):
        speaker, verb = _tagged(sentences, quote, story, library)
        if not speaker:
            speaker = before if quote.first[0] - end_before <= 1 else _last_named(sentences, quote, story, library)
        for number in range(quote.first[0], quote.last[0] + 1):
            begin = quote.first[1] if number == quote.first[0] else 0
            end = quote.last[1] + 1 if number == quote.last[0] else len(found[number])
            for index in range(begin, end):
                found[number][index] = Spoken(speaker, verb)
        before, end_before = speaker, quote.last[0]
    return found


def manner_of(spoken: Spoken, story: Story, library: Library) -> Manner:
    """How a speaker differs from the narrator: small ones higher, big ones lower, the hero lively."""
    if spoken.speaker == NARRATOR:
        return Manner()
    pitch, tract, rate = _body(spoken.speaker, story, library)
    gain = 1.5 if spoken.verb in LOUD else -3.5 if spoken.verb in SOFT else 0.5
    lift = 1.2 if spoken.verb in LOUD else -0.8 if spoken.verb in SOFT else 0.0
    return Manner(rate=rate, pitch=pitch + lift, span=1.3, tract=tract, gain_db=gain)


def _body(speaker: str, story: Story, library: Library) -> tuple[float, float, float]:
    """Semitones, tract length and rate that follow from a creature's size (a child of 1.4 m: 0, 1, 1)."""
    if speaker == HERO:
        return 1.3, 0.98, 1.0
    kind = next((c.kind for c in story.cast if c.role == speaker), speaker)
    entry = library.heroes.get(kind) or library.creatures.get(kind) or library.props.get(kind)
    decades = math.log10((entry.size_m if entry else 1.0) / 1.4)
    pitch = min(2.0, max(-3.0, -2.0 * decades))
    tract = min(1.06, max(0.97, 1.0 + 0.03 * decades))
    return pitch, tract, min(1.06, max(0.94, 1.0 - 0.05 * decades))


def _quotes(sentences: Sequence[Sentence]) -> list[_Quote]:
    """Runs of words between double quotation marks; one left open ends with its sentence."""
    quotes = []
    opened: tuple[int, int] | None = None
    for number, sentence in enumerate(sentences):
        for index, word in enumerate(sentence.words):
            form = spoken_form(word.text)
            if opened is None and form.opens_quote:
                opened = (number, index)
            if opened is not None and form.closes_quote:
                quotes.append(_Quote(opened, (number, index)))
                opened = None
        if opened is not None and not _closes_later(sentences, number):
            quotes.append(_Quote(opened, (number, len(sentence.words) - 1)))
            opened = None
    return quotes


def _closes_later(sentences: Sequence[Sentence], number: int) -> bool:
    """Whether the next mark after this sentence closes a quote (rather than opening another)."""
    for sentence in sentences[number + 1 :]:
        for word in sentence.words:
            form = spoken_form(word.text)
            if form.opens_quote or form.closes_quote:
                return form.closes_quote and not form.opens_quote
    return False


def _tagged(sentences: Sequence[Sentence], quote: _Quote, story: Story, library: Library) -> tuple[str, str]:
    """Speaker and verb of the words right after a quote, or else right before it, in the same sentence."""
    after = [_plain(word.text) for word in sentences[quote.last[0]].words[quote.last[1] + 1 :]][:6]
    before = [_plain(word.text) for word in sentences[quote.first[0]].words[: quote.first[1]]][-7:]
    for words in (after, before):
        at = next((i for i, word in enumerate(words) if word in _SAYING), -1)
        if at < 0:
            continue
        near = (
            [*words[at + 1 :], *reversed(words[:at])] if words is after else [*reversed(words[:at]), *words[at + 1 :]]
        )
        for word in near:
            speaker = _somebody(word, story, library) or _by_pronoun(word, sentences, quote, story, library)
            if speaker:
                return speaker, words[at]
        return "", words[at]
    return "", ""


def _somebody(word: str, story: Story, library: Library) -> str:
    """Role of the cast, or catalogue id, that a word names."""
    if word and word in (story.hero_name.lower(), story.hero):
        return HERO
    for character in story.cast:
        if word and word in (character.name.lower(), character.kind):
            return character.role
    thing = library.things_by_word.get(word, "")
    return thing if thing in library.creatures or thing in library.heroes else ""


def _by_pronoun(word: str, sentences: Sequence[Sentence], quote: _Quote, story: Story, library: Library) -> str:
    if word not in ("he", "she", "it", "they"):
        return ""
    pronouns = {character.role: character.pronoun for character in story.cast}
    named = [*_named_before(sentences, quote, story, library), HERO]
    return next((who for who in named if pronouns.get(who, story.pronoun if who == HERO else word) == word), HERO)


def _last_named(sentences: Sequence[Sentence], quote: _Quote, story: Story, library: Library) -> str:
    return next(iter(_named_before(sentences, quote, story, library)), HERO)


def _named_before(sentences: Sequence[Sentence], quote: _Quote, story: Story, library: Library) -> list[str]:
    """Everybody named before a quote, the latest first."""
    texts = [[word.text for word in sentence.words] for sentence in sentences[: quote.first[0]]]
    texts.append([word.text for word in sentences[quote.first[0]].words[: quote.first[1]]])
    words = [_plain(text) for row in texts for text in row]
    return [who for word in reversed(words) if (who := _somebody(word, story, library))]


def _plain(text: str) -> str:
    found = _WORD.search(text.lower())
    return found.group() if found else ""
