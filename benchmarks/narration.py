"""Of finished stories, read anew: time for 90 seconds of speech, foretold time, joins, level, and word error.

python benchmarks/narration.py STORY_FOLDER … [--voice festival-hts] [--recognizer moonshine]

Nothing that was said before is kept. Seconds are of the wall clock (and of the processor); they need a quiet machine.
Word error counts every word of the story as read, names and sound words too; see story_cli.training.voice.spelling.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from story_cli.artifacts import Narration, Reading, Story
from story_cli.catalogue import Library
from story_cli.progress import silent
from story_cli.settings import VoiceSettings
from story_cli.sound import integrated_loudness, read_wave
from story_cli.store import StageFolder, StoryFolder
from story_cli.text import sentences
from story_cli.training.voice.listeners import Listener, open_listener
from story_cli.training.voice.measures import largest_join
from story_cli.training.voice.recogniser import RATE_HZ, pronunciations
from story_cli.training.voice.sentences import house_sentences
from story_cli.training.voice.spelling import Spelling, spoken_words
from story_cli.units import SAMPLE_RATE_HZ
from story_cli.voice import narrate, read_ahead
from story_cli.voice.attempt import Said, SaidWord


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--voice", default="festival-hts")
    parser.add_argument("--recognizer", default="")
    arguments = parser.parse_args()
    library, settings = Library(), VoiceSettings(engine=arguments.voice)
    listener = None
    if arguments.recognizer:
        expected = [one.spoken for one in house_sentences(library.root / "stories") if not one.tested]
        listener = open_listener(arguments.recognizer, expected)
    errors = words = 0
    for folder in arguments.folders:
        story: Story = StoryFolder(folder).read("story").artifact
        with tempfile.TemporaryDirectory() as kept:
            os.environ["XDG_CACHE_HOME"] = kept
            out = StageFolder(Path(kept))
            foretold = duration(read_ahead(story, settings, library))
            narration, wall, processor = timed(story, settings, library, out)
            said = list(scenes(narration, out))
        spoken = sum(len(one.samples) for one in said) / SAMPLE_RATE_HZ
        count = sum(len(one.words) for one in said)
        level = integrated_loudness(np.concatenate([one.samples for one in said]), SAMPLE_RATE_HZ)
        print(f"{folder}: {spoken:.1f} s, {60 * count / spoken:.0f} words a minute, {level:.1f} LUFS")
        took, busy = 90 * wall / spoken, 90 * processor / spoken
        print(f"  90 s take {took:.1f} s ({busy:.1f} s of processor); foretold {abs(foretold / spoken - 1):.2%} off")
        print(f"  largest step at a join: {largest_join(said):.3f} of the largest within its scene")
        if listener:
            wrong, heard = word_errors(story, narration, said, listener)
            errors, words = errors + wrong, words + heard
    if words:
        print(f"word error {errors / words:.3f} over {words} words ({arguments.recognizer})")


def timed(story: Story, settings: VoiceSettings, library: Library, out: StageFolder) -> tuple[Narration, float, float]:
    """The narration, and seconds of the wall clock and of the processor (children too) that it took."""
    wall, processor = time.perf_counter(), used()
    narration = narrate(story, settings, library, out, silent)
    return narration, time.perf_counter() - wall, used() - processor


def used() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def duration(reading: Reading) -> float:
    return sum(scene.duration for scene in (reading.title, *reading.scenes))


def scenes(narration: Narration, out: StageFolder) -> Iterator[Said]:
    """The title and every scene as it lies in its file."""
    paths = [out.title_voice(), *(out.voice(number) for number in range(1, len(narration.reading.scenes) + 1))]
    for path, scene in zip(paths, (narration.reading.title, *narration.reading.scenes), strict=True):
        words = [SaidWord(*word) for sentence in scene.sentences for word in map(fields, sentence.words)]
        yield Said(read_wave(path, SAMPLE_RATE_HZ)[:, 0], scene.duration, tuple(words))


def fields(word: object) -> tuple[str, float, float]:
    return word.text, word.start, word.end  # type: ignore[attr-defined]


def word_errors(story: Story, narration: Narration, said: list[Said], listener: Listener) -> tuple[int, int]:
    """Errors and words over all sentences of the scenes."""
    from scipy.signal import resample_poly

    spelling, wrong, count = Spelling(pronunciations()), 0, 0
    for scene, spoken, sound in zip(story.scenes, narration.reading.scenes, said[1:], strict=True):
        for sentence, times in zip(sentences(scene.text), spoken.sentences, strict=True):
            begin, end = (round(moment * SAMPLE_RATE_HZ) for moment in (times.start, times.end))
            wave = resample_poly(sound.samples[begin:end], 1, SAMPLE_RATE_HZ // RATE_HZ)
            wanted = spoken_words(sentence.text)
            wrong += spelling.errors(wanted, listener.words(wave))
            count += len(wanted)
    return wrong, count


if __name__ == "__main__":
    main()
