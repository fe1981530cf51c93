"""The voice stage: read_ahead (times without sound) and narrate (sound with the same times)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from story_cli.artifacts import Narration, Reading, SpokenScene, SpokenSentence, SpokenWord, Story
from story_cli.cache import ByteCache
from story_cli.catalogue import Library
from story_cli.settings import VoiceSettings
from story_cli.store import StageFolder
from story_cli.text import Sentence, Word, sentences
from story_cli.units import SAMPLE_RATE_HZ, samples_to_seconds, seconds_to_samples
from story_cli.voice.engine import Interval, Timing, Utterance
from story_cli.voice.find import open_engine
from story_cli.voice.kept import say_kept
from story_cli.voice.prosody import (
    LEAD,
    PARAGRAPH_PAUSE,
    TAIL,
    Planned,
    Style,
    in_its_place,
    plan_sentence,
    pronounced,
    style_of,
)
from story_cli.voice.speakers import NARRATOR, manner_of, who_speaks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[float, str], None]


class _Scene(NamedTuple):
    sentences: tuple[Sentence, ...]
    plans: tuple[Planned, ...]
    opens_paragraph: tuple[bool, ...]  # whether a blank line stands before each sentence

    def utterances(self) -> Iterator[Utterance]:
        for plan in self.plans:
            yield from plan.parts


def read_ahead(story: Story, settings: VoiceSettings, library: Library) -> Reading:
    """When every word will be said, before any sound is made; what `narrate` then keeps to.

    Raises: StoryError if the engine is unknown, missing, dies or hangs.
    """
    engine = open_engine(settings, library)
    scenes = _plan(story, settings, library)
    times = iter(engine.time([said for scene in scenes for said in scene.utterances()]))
    laid = [_lay_out(scene, [next(times) for _ in scene.utterances()]).spoken for scene in scenes]
    return Reading(engine.name, laid[0], tuple(laid[1:]))


def narrate(story: Story, settings: VoiceSettings, library: Library, out: StageFolder, progress: Progress) -> Narration:
    """Speak the title and every scene into mono 48 kHz 16-bit WAVs at −20 LUFS, and tell the time of every word.

    Raises: StoryError as for `read_ahead`.
    """
    from story_cli.sound import write_wave
    from story_cli.voice.sound import fitted, level_gain

    engine = open_engine(settings, library)
    scenes = _plan(story, settings, library)
    total = sum(1 for scene in scenes for _ in scene.utterances())
    said = [utterance for scene in scenes for utterance in scene.utterances()]
    speeches = say_kept(engine, said, ByteCache.of_user("speech"))
    waves: list[NDArray[np.float32]] = []
    spoken: list[SpokenScene] = []
    done = 0
    for number, scene in enumerate(scenes):
        parts = []
        for _ in scene.utterances():
            progress(done / total, f"reads scene {number}" if number else "reads the title")
            parts.append(next(speeches))
            done += 1
        layout = _lay_out(scene, [part.timing for part in parts])
        waves.append(fitted(parts, layout.starts, layout.samples))
        spoken.append(layout.spoken)
    gain = level_gain(waves)
    for number, wave in enumerate(waves):
        write_wave(out.voice(number) if number else out.title_voice(), wave * gain, SAMPLE_RATE_HZ)
    progress(1.0, "has read the story")
    return Narration(Reading(engine.name, spoken[0], tuple(spoken[1:])), SAMPLE_RATE_HZ)


def _plan(story: Story, settings: VoiceSettings, library: Library) -> list[_Scene]:
    """The title (as a scene of one sentence) and the scenes, every sentence planned."""
    style = style_of(story.adjectives)
    seen: set[str] = set()
    title = _title(story.title)
    planned = [_Scene(title, _plans(title, story, style, settings, library, set()), (False,) * len(title))]
    for scene in story.scenes:
        found = sentences(scene.text)
        plans = _plans(found, story, style, settings, library, seen)
        planned.append(_Scene(found, plans, _paragraphs(scene.text, found)))
    return planned


def _title(title: str) -> tuple[Sentence, ...]:
    words = tuple(word for sentence in sentences(title) for word in sentence.words)
    return (Sentence(title, words[0].start, words[-1].end, words),) if words else ()


def _plans(
    found: Sequence[Sentence], story: Story, style: Style, settings: VoiceSettings, library: Library, seen: set[str]
) -> tuple[Planned, ...]:
    plans = []
    for index, (sentence, voices) in enumerate(zip(found, who_speaks(found, story, library), strict=True)):
        speakers = [None if who.speaker == NARRATOR else manner_of(who, story, library) for who in voices]
        new = _new_things(sentence.words, library, seen)
        here = in_its_place(style, index, len(found))
        planned = plan_sentence(sentence, speakers, here, settings.rate, new)
        plans.append(pronounced(planned, settings.pronunciations) if settings.pronunciations else planned)
    return tuple(plans)


def _new_things(words: Sequence[Word], library: Library, seen: set[str]) -> frozenset[str]:
    """Catalogue nouns that the story has not named yet; they are added to `seen`."""
    plain = {word.text.strip("\"'“”‘’.,;:!?…—-()").lower() for word in words}
    new = {word for word in plain if word in library.things_by_word} - seen
    seen |= new
    return frozenset(new)


class _Layout(NamedTuple):
    starts: tuple[int, ...]  # of each utterance, in 48 kHz samples
    samples: int
    spoken: SpokenScene


def _lay_out(scene: _Scene, times: Sequence[Timing]) -> _Layout:
    """Put a scene's utterances one after the other with their pauses, on whole samples."""
    now = seconds_to_samples(LEAD)
    starts: list[int] = []
    spoken: list[SpokenSentence] = []
    waiting = iter(times)
    gap = 0
    for sentence, plan, parted in zip(*scene, strict=True):
        now += max(gap, seconds_to_samples(PARAGRAPH_PAUSE)) if parted else gap
        spans: list[Interval] = []
        for index, part_gap in enumerate(plan.gaps):
            timing = next(waiting)
            starts.append(now)
            begin = samples_to_seconds(now)
            spans += [Interval(begin + word.start, begin + word.end) for word in timing.words]
            now += seconds_to_samples(timing.duration)
            gap = seconds_to_samples(part_gap)
            if index < len(plan.gaps) - 1:
                now += gap
        spoken.append(_spoken(sentence, spans))
    total = now + seconds_to_samples(TAIL)
    return _Layout(tuple(starts), total, SpokenScene(samples_to_seconds(total), tuple(spoken)))


def _paragraphs(text: str, found: Sequence[Sentence]) -> tuple[bool, ...]:
    before = [0, *(sentence.end for sentence in found)]
    gaps = [text[end : sentence.start] for end, sentence in zip(before, found, strict=False)]
    return tuple(index > 0 and gap.count("\n") > 1 for index, gap in enumerate(gaps))


def _spoken(sentence: Sentence, spans: Sequence[Interval]) -> SpokenSentence:
    words = tuple(
        SpokenWord(word.text, round(span.start, 6), round(span.end, 6))
        for word, span in zip(sentence.words, spans, strict=True)
    )
    return SpokenSentence(words[0].start, words[-1].end, words)
