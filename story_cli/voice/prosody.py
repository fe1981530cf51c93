"""How a story is read aloud: pauses, pace, pitch, emphasis. Pure planning, no sound: sentences in, utterances out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from story_cli.text import Sentence
from story_cli.voice.engine import Contour, Manner, Utterance, WordPlan
from story_cli.voice.front_end import Mark, SpokenForm, spoken_form
from story_cli.voice.pronunciations import PRONUNCIATIONS, SOUND_WORDS, word_set

MAX_WORDS = 40  # of one utterance: a longer sentence is read in parts
PARAGRAPH_PAUSE = 0.95
LEAD = 0.05  # silence before the first word and after the last of a narration
TAIL = 0.15

_PAUSES: dict[Mark, float] = {  # seconds, read unhurriedly; measured readers of picture books pause 0.3 and 0.7 s
    "": 0.0, "comma": 0.30, "colon": 0.42, "dash": 0.38, "ellipsis": 0.60, "stop": 0.68, "question": 0.72,
    "exclamation": 0.66,
}  # fmt: skip
_ENDS: tuple[Mark, ...] = ("stop", "question", "exclamation")
_QUOTE_PAUSE = 0.16  # where narration and speech meet without a mark
_TAG_PAUSE = 0.34  # at most, between spoken words and “said the crab”
_BREATH_PAUSE = 0.14
_BREATH_WORDS = 11  # a phrase this long is parted before a joining word
_JOINING = word_set("and but because when while until who which that as so or before after with where into")
_STRONG = word_set("very never always huge enormous tiny biggest smallest all nobody everybody suddenly only too")
_QUESTION_VERBS = word_set(
    "is are am was were do does did can could will would shall should may might must have has had isn't aren't"
    " don't doesn't didn't can't couldn't won't wouldn't"
)
_ASKING = word_set("who whose what where when why how which")


@dataclass(frozen=True)
class Style:
    """A way of reading: factors on the plain one (pitch in semitones)."""

    rate: float = 1.0
    pitch: float = 0.0
    span: float = 1.0
    pause: float = 1.0
    gain_db: float = 0.0


PLAIN = Style()
_STORYTELLER = Style(rate=0.93, pitch=0.0, span=1.28)
_MELODY = 1.1  # semitones above and below the middle, between which a whole phrase comes down
_MELODY_WORDS = 6  # a shorter phrase comes down less
_OPENING = 0.7  # semitones that a sentence's first phrase begins higher, and its last one ends lower
STYLES = {
    "silly": Style(1.03, 0.6, 1.2, 0.95, 0.3),
    "mysterious": Style(0.92, -0.8, 0.95, 1.25, -1.0),
    "magical": Style(0.96, 0.3, 1.12, 1.05),
    "brave": Style(1.0, -0.2, 1.08, 1.0, 0.6),
    "cosy": Style(0.93, -0.4, 0.95, 1.15, -1.0),
    "exciting": Style(1.06, 0.6, 1.25, 0.9, 0.8),
    "happy": Style(1.02, 0.5, 1.15, 0.95, 0.3),
    "spooky": Style(0.93, -1.0, 1.02, 1.25, -0.8),
    "sleepy": Style(0.88, -0.9, 0.85, 1.3, -1.5),
    "musical": Style(0.98, 0.4, 1.2),
    "curious": Style(1.0, 0.4, 1.15, 1.05),
    "gentle": Style(0.94, -0.2, 0.95, 1.1, -0.8),
    "sparkly": Style(1.02, 0.6, 1.15),
    "windy": Style(1.03, 0.2, 1.1),
}


def style_of(adjectives: Sequence[str]) -> Style:
    """The storyteller's style, coloured by the mean of the adjectives' styles."""
    chosen = [STYLES[name] for name in adjectives if name in STYLES] or [PLAIN]
    return Style(
        _STORYTELLER.rate * fmean(style.rate for style in chosen),
        _STORYTELLER.pitch + fmean(style.pitch for style in chosen),
        _STORYTELLER.span * fmean(style.span for style in chosen),
        fmean(style.pause for style in chosen),
        fmean(style.gain_db for style in chosen),
    )


def in_its_place(style: Style, index: int, count: int) -> Style:
    """A scene begins a little higher and settles; its last sentence takes its time."""
    place = index / (count - 1) if count > 1 else 0.5
    is_last = count > 1 and index == count - 1
    return replace(style, pitch=style.pitch + 0.6 - 1.1 * place, rate=style.rate * (0.96 if is_last else 1.0))


@dataclass(frozen=True)
class Planned:
    """One sentence ready to be said in one or more utterances, and the silence after it."""

    parts: tuple[Utterance, ...]
    gaps: tuple[float, ...]  # seconds after each part


def plan_sentence(
    sentence: Sentence, speakers: Sequence[Manner | None], style: Style, rate: float, new_words: frozenset[str]
) -> Planned:
    """Plan a sentence. `speakers` has a word's own manner where somebody speaks, None for the narrator; `new_words`
    are lower-case nouns that the story names here for the first time; `rate` is the speed setting."""
    forms = [spoken_form(word.text) for word in sentence.words]
    pauses = _pauses(forms, speakers)
    lifts = _melody([pause > 0 for pause in pauses], style)
    words = []
    for index, (word, form, speaker) in enumerate(zip(sentence.words, forms, speakers, strict=True)):
        is_last = index == len(forms) - 1
        contour = _contour(forms, index) if pauses[index] > 0 or is_last else "level"
        emphasis = _emphasis(word.text, form, new_words)
        manner = _manner(form, forms, index, speaker, style, rate)
        pause = 0.0 if is_last else pauses[index] * style.pause
        words.append(WordPlan(word.text, form.spoken, manner, emphasis, pause, contour, lifts[index]))
    gap = max(_PAUSES[forms[-1].mark], _PAUSES["comma"]) * style.pause
    return _parted(words, gap)


def _parted(words: Sequence[WordPlan], gap: float) -> Planned:
    """Cut a very long sentence at its pauses, or anywhere if it has none."""
    parts, gaps, rest = [], [], list(words)
    while len(rest) > MAX_WORDS:
        cuts = [i + 1 for i, word in enumerate(rest[:MAX_WORDS]) if word.pause > 0]
        cut = cuts[-1] if cuts else MAX_WORDS
        last = rest[cut - 1]
        parts.append(_utterance([*rest[: cut - 1], replace(last, pause=0.0)]))
        gaps.append(max(last.pause, _BREATH_PAUSE))
        rest = rest[cut:]
    return Planned((*parts, _utterance(rest)), (*gaps, gap))


def _utterance(words: Sequence[WordPlan]) -> Utterance:
    said = sorted({spoken for word in words for spoken in word.spoken if spoken in PRONUNCIATIONS})
    return Utterance(tuple(words), tuple((word, PRONUNCIATIONS[word]) for word in said))


def pronounced(planned: Planned, listed: Sequence[tuple[str, str]]) -> Planned:
    """The same with the user's pronunciations of its words, which come before the built-in ones."""
    parts = []
    for part in planned.parts:
        said = {spoken for word in part.words for spoken in word.spoken}
        ours = dict(part.pronunciations) | {word: phones for word, phones in listed if word in said}
        parts.append(replace(part, pronunciations=tuple(sorted(ours.items()))))
    return replace(planned, parts=tuple(parts))


def _pauses(forms: Sequence[SpokenForm], speakers: Sequence[Manner | None]) -> list[float]:
    """Seconds of silence after each word, before the style's factor."""
    pauses = [_PAUSES[form.mark] for form in forms]
    for index in range(len(forms) - 1):
        if (speakers[index] is None) != (speakers[index + 1] is None):
            pauses[index] = min(_TAG_PAUSE, max(pauses[index], _QUOTE_PAUSE))
    for index in range(len(forms) - 1, 0, -1):
        if not forms[index].spoken:  # a lone dash: the word before it is followed by the silence
            pauses[index - 1] = max(pauses[index - 1], pauses[index])
            pauses[index] = 0.0
    since = 0
    for index, form in enumerate(forms[1:-3], start=1):
        since = 0 if pauses[index - 1] > 0 else since + 1
        follows = next((i for i in range(index, len(forms)) if pauses[i] > 0), len(forms)) - index
        is_joining = form.spoken != () and form.spoken[0] in _JOINING
        if is_joining and since >= _BREATH_WORDS // 2 and since + follows >= _BREATH_WORDS:
            pauses[index - 1] = _BREATH_PAUSE
            since = 0
    return pauses


def _melody(ends: Sequence[bool], style: Style) -> list[float]:
    """Semitones of each word: every phrase begins high and comes down, the first one highest, the last one lowest."""
    lifts: list[float] = []
    begin = 0
    for index in range(len(ends)):
        if ends[index] or index == len(ends) - 1:
            count = index + 1 - begin
            depth = _MELODY * min(1.0, count / _MELODY_WORDS)
            falls = [depth * (1.0 - 2.0 * n / (count - 1)) if count > 1 else 0.0 for n in range(count)]
            opening = _OPENING * (1.0 - 2.0 * begin / len(ends)) if begin or index + 1 < len(ends) else 0.0
            lifts += [round(style.span / _STORYTELLER.span * (fall + opening), 3) for fall in falls]
            begin = index + 1
    return lifts


def _contour(forms: Sequence[SpokenForm], index: int) -> Contour:
    """Statements and wh-questions settle, yes-no questions rise, what goes on stays up."""
    mark = forms[index].mark
    if mark == "question":
        begin = next((i + 1 for i in range(index - 1, -1, -1) if forms[i].mark not in ("", "comma")), 0)
        first = next((form.spoken[0] for form in forms[begin : index + 1] if form.spoken), "")
        is_fragment = index - begin < 3 and first not in _ASKING
        return "rise" if first in _QUESTION_VERBS or is_fragment else "fall"
    return "fall" if mark in ("stop", "exclamation") else "level"


def _emphasis(word: str, form: SpokenForm, new_words: frozenset[str]) -> float:
    said = form.spoken[0] if form.spoken else ""
    if form.shouted:
        return 1.0
    if said in SOUND_WORDS and (form.mark or form.hold > 1.0):
        return 0.8
    if form.hold > 1.0:
        return 0.6
    if said in _STRONG:
        return 0.55
    return 0.5 if any(part in new_words for part in form.spoken) else 0.0


def _manner(
    form: SpokenForm, forms: Sequence[SpokenForm], index: int, speaker: Manner | None, style: Style, rate: float
) -> Manner:
    """A word's manner: style, speaker, kind of sentence, place in it."""
    base = speaker or Manner()
    stops = (later for later in forms[index:] if later.mark in _ENDS or later.closes_quote or later.opens_quote)
    end = next(stops, form)
    excited = end.mark == "exclamation" and (end is form or not end.opens_quote)
    shouted = form.shouted
    is_final = index == len(forms) - 1 or form.mark in _ENDS
    return Manner(
        rate=rate * style.rate * base.rate / form.hold * (0.93 if is_final or shouted else 1.0),
        pitch=style.pitch + base.pitch + (0.8 if excited else 0.0) + (1.2 if shouted else 0.0),
        span=style.span * base.span * (1.1 if excited else 1.0),
        tract=base.tract,
        gain_db=style.gain_db + base.gain_db + (0.8 if excited else 0.0) + (1.5 if shouted else 0.0),
    )
