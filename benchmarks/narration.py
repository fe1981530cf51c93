"""Of finished stories: words a minute, level, and word error of a recogniser that hears the narration.

python benchmarks/narration.py STORY_FOLDER …     (needs the package pocketsphinx, part of the dev extra)
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from story_cli.artifacts import Narration, Story
from story_cli.rank.rules import words_of
from story_cli.sound import integrated_loudness, read_wave
from story_cli.store import StoryFolder
from story_cli.text import sentences
from story_cli.training.voice.recogniser import word_errors


def main() -> None:
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16000, loglevel="FATAL")
    errors = words = 0
    for name in sys.argv[1:]:
        folder = StoryFolder(Path(name))
        story: Story = folder.read("story").artifact
        narration: Narration = folder.read("narration").artifact
        count, seconds = 0, 0.0
        for number, (scene, spoken) in enumerate(zip(story.scenes, narration.reading.scenes, strict=True), 1):
            sound = read_wave(folder.folder("narration").voice(number), 16_000)[:, 0]
            for said, times in zip(sentences(scene.text), spoken.sentences, strict=True):
                heard = recognised(decoder, sound[int(times.start * 16_000) : int(times.end * 16_000)])
                wanted = words_of(said.text)
                errors += word_errors(wanted, heard)
                words += len(wanted)
                count += len(wanted)
            seconds += spoken.duration
        level = integrated_loudness(read_wave(folder.folder("narration").voice(1), 48_000), 48_000)
        print(f"{name}: {60 * count / seconds:.0f} words a minute, {level:.1f} LUFS")
    print(f"word error {errors / max(1, words):.3f} over {words} words (names count as errors where unknown)")


def recognised(decoder: object, sound: np.ndarray) -> list[str]:
    """Words that the recogniser hears in 16-kHz mono."""
    raw = (np.clip(np.pad(sound, 3200), -1, 1) * 32767).astype("<i2").tobytes()
    decoder.start_utt()  # type: ignore[attr-defined]
    decoder.process_raw(raw, full_utt=True)  # type: ignore[attr-defined]
    decoder.end_utt()  # type: ignore[attr-defined]
    hypothesis = decoder.hyp()  # type: ignore[attr-defined]
    return words_of(hypothesis.hypstr) if hypothesis else []


if __name__ == "__main__":
    main()
