"""The decision on a text that is to be kept: listed words, words in disguise, names, what the sentence filter says, and
how hard it is to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from story_cli.artifacts import Data, Story
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard.phrases import listed_phrases
from story_cli.guard.prompts import clean, unsafe_name
from story_cli.guard.reading import too_hard
from story_cli.guard.sentences import load_filter
from story_cli.guard.words import BAD, MILD, listed_words, severity, spelt_out
from story_cli.text import sentences

MAX_CHARACTERS = 200_000
_SHOWN = 80  # characters of a text that is too hard
_DOUBTS = ("sentence", "reading level")
DOUBT = 3.5  # log-odds over the threshold up to which the sentence filter is only in doubt (severity 1): three of four
# unsafe sentences lie beyond, none of 2,000 good ones; with 2.0 two of 120 stories had no draft left


class Reason(Data, frozen=True):
    """Why a sentence is refused."""

    sentence: str
    what: str  # "word", "disguised word", "phrase", "sentence" or "reading level"
    detail: str  # the word or phrase, or the likeliest kind and the filter's log-odds over the threshold, or the level
    severity: int  # 1 … 3


class Verdict(Data, frozen=True):
    """What the output filter says of a text."""

    accepted: bool
    reasons: tuple[Reason, ...]


class Rejected(Data, frozen=True):
    """A candidate that was turned down; logged, never shown."""

    stage: str
    text: str
    reasons: tuple[Reason, ...]


def judge(library: Library, text: str) -> Verdict:
    """Whether a text may be kept. Raises: StoryError for a text beyond MAX_CHARACTERS."""
    if len(text) > MAX_CHARACTERS:
        raise StoryError(f"a text of {len(text)} characters", f"at most {MAX_CHARACTERS} can be checked")
    reasons = tuple(reason for said in _parts(text) for reason in _reasons(library.root, said))
    level = too_hard(library, text)
    if level:
        reasons += (Reason(text[:_SHOWN], "reading level", f"{level:.2f}", MILD),)
    return Verdict(not reasons, reasons)


def accepts(library: Library, texts: Iterable[str], stage: str = "", *, doubtful: bool = False) -> bool:
    """True if all texts may be kept; otherwise the first bad one is put on the list of `collecting`.

    `doubtful` lets pass what only the sentence filter is in doubt about, and what is hard to read: for when nothing
    else is left to choose.
    """
    for text in texts:
        verdict = judge(library, text)
        if doubtful and not clear(verdict):
            continue
        if not verdict.accepted:
            _collect(Rejected(stage, text, verdict.reasons))
            return False
    return True


def unsafe_words(library: Library, text: str) -> list[str]:
    """Listed words that a text uses, in order; empty if there are none."""
    return [word for word, _ in listed_words(library, text)]


def check_text(library: Library, text: str, where: str) -> None:
    """Raises: StoryError if a finished text is not for children; where there is only doubt, a person has decided."""
    reasons = clear(judge(library, text))
    if reasons:
        found = sorted({r.detail if r.what not in _DOUBTS else f"“{r.sentence[:60]}”" for r in reasons})
        hint = "change the words in the file, or choose another seed"
        raise StoryError(f"{where} says what is not for children: {', '.join(found[:5])}", hint)


def check_story(library: Library, story: Story) -> None:
    """Title, scenes and names of a story that comes from outside or was edited.

    Raises: StoryError naming the first place that is not for children.
    """
    check_text(library, story.title, "the title")
    for number, scene in enumerate(story.scenes, 1):
        check_text(library, scene.text, f"scene {number}")
    for name in dict.fromkeys((story.hero_name, *(person.name for person in story.cast))):
        if unsafe_name(library, name):
            raise StoryError(f"the name {clean(name)!r} is not one for a children's story", "choose another name")


def clear(verdict: Verdict) -> list[Reason]:
    """Reasons that are more than doubt."""
    return [r for r in verdict.reasons if r.what not in _DOUBTS or r.severity > MILD]


@contextmanager
def collecting() -> Iterator[list[Rejected]]:
    """Gather what `accepts` turns down meanwhile."""
    found: list[Rejected] = []
    token = _COLLECTED.set(found)
    try:
        yield found
    finally:
        _COLLECTED.reset(token)


_COLLECTED: ContextVar[list[Rejected] | None] = ContextVar("rejected", default=None)


def _collect(rejected: Rejected) -> None:
    found = _COLLECTED.get()
    if found is not None and rejected not in found[-200:]:
        found.append(rejected)


def _parts(text: str) -> list[str]:
    """Sentences; speech stays with what introduces it."""
    return [sentence.text for sentence in sentences(text)] or [text]


@lru_cache(maxsize=20_000)
def _reasons(root: Path, sentence: str) -> tuple[Reason, ...]:
    library = Library(root)
    words = [Reason(sentence, "word", word, level) for word, level in listed_words(library, sentence)]
    hidden = [Reason(sentence, "disguised word", w, s) for w in spelt_out(sentence) if (s := severity(library, w))]
    phrases = [Reason(sentence, "phrase", phrase, level) for phrase, level in listed_phrases(library, sentence)]
    if words or hidden or phrases:
        return (*words, *hidden, *phrases)
    trained = load_filter(library)
    score, kind = trained.judge(sentence)
    over = score - trained.threshold
    if over > 0:
        return (Reason(sentence, "sentence", f"{kind} {over:+.2f}", BAD if over > DOUBT else MILD),)
    return ()
