"""Does WORLD spoil speech that it changes by a fifth? Word error before and after, per change.

python benchmarks/voice_changes.py [--sentences 20] [--recognizer moonshine] [--keep FOLDER]

The default voice reads plainly; express() of story_cli.voice.engines.world then moves pitch, speed and loudness by a
fifth up and down, as it does for voices that obey no commands. Kept WAVs are for looking at and listening to.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from story_cli.catalogue import Library
from story_cli.settings import VoiceSettings
from story_cli.sound import write_wave
from story_cli.training.voice.listeners import open_listener
from story_cli.training.voice.recogniser import RATE_HZ, pronunciations
from story_cli.training.voice.sentences import house_sentences, tried_sentences
from story_cli.training.voice.spelling import Spelling, spoken_words
from story_cli.voice.engine import Manner, Speech, Utterance
from story_cli.voice.engines.text import Heard
from story_cli.voice.engines.world import express
from story_cli.voice.find import open_engine
from story_cli.voice.prosody import PLAIN, plan_sentence

FIFTH = 12 * np.log2(1.2)  # semitones
CHANGES = {
    "unchanged": Manner(),
    "pitch +20 %": Manner(pitch=float(FIFTH)),
    "pitch -20 %": Manner(pitch=float(12 * np.log2(0.8))),
    "speed +20 %": Manner(rate=1.2),
    "speed -20 %": Manner(rate=0.8),
    "loudness +20 %": Manner(gain_db=float(20 * np.log10(1.2))),
    "span +20 %, pitch +10 %": Manner(pitch=float(12 * np.log2(1.1)), span=1.2),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sentences", type=int, default=20)
    parser.add_argument("--recognizer", default="moonshine")
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    library = Library()
    tried = tried_sentences(library.root / "stories", arguments.sentences)
    expected = [one.spoken for one in house_sentences(library.root / "stories") if not one.tested]
    listener, spelling = open_listener(arguments.recognizer, expected), Spelling(pronunciations())
    plans = [plan_sentence(one.sentence, [None] * len(one.sentence.words), PLAIN, 0.86, frozenset()) for one in tried]
    said = [plain(part) for plan in plans for part in plan.parts]
    speeches = list(open_engine(VoiceSettings(), library).say(said))
    texts = [spoken_words(" ".join(word.shown for word in one.words)) for one in said]
    for name, manner in CHANGES.items():
        wrong = 0
        for number, (utterance, speech, text) in enumerate(zip(said, speeches, texts, strict=True)):
            changed = changed_by(utterance, speech, manner)
            wave = resample_poly(changed.samples, RATE_HZ, changed.rate_hz)
            wrong += spelling.errors(text, listener.words(wave))
            if arguments.keep and number < 3:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                write_wave(arguments.keep / f"{number}-{name.replace(' ', '')}.wav", wave.astype(np.float32), RATE_HZ)
        print(f"{name:24} word error {wrong / sum(map(len, texts)):.3f}", flush=True)


def plain(said: Utterance) -> Utterance:
    words = (replace(word, manner=Manner(rate=0.86), emphasis=0.0, contour="level", lift=0.0) for word in said.words)
    return replace(said, words=tuple(words))


def changed_by(said: Utterance, speech: Speech, manner: Manner) -> Heard:
    words = [replace(word, manner=manner) for word in said.words]
    return express(Heard(speech.samples, speech.rate_hz, speech.timing.words), words)


if __name__ == "__main__":
    main()
