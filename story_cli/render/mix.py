"""The film's sound: voice, music, ambience and effects on one time axis, ducked, levelled, true-peak limited.

Works on float32 stereo (samples, 2) at units.SAMPLE_RATE_HZ.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from story_cli.catalogue import Library
from story_cli.render.timeline import Timeline
from story_cli.sound import hold_peaks, integrated_loudness, read_wave, wave_blocks
from story_cli.store import StoryFolder
from story_cli.units import SAMPLE_RATE_HZ, decibels_to_gain, seconds_to_samples

Sound = Any  # float32 (samples, 2)

STEMS = ("voice", "music", "ambience", "effects")
DUCK_DB = -9.0  # music under the voice: 10–12 dB below it, with the music's own level
DUCK_RAMP = 0.3  # seconds
AMBIENCE_DB = -12.0
AMBIENCE_FADE = 0.8
CEILING_DBTP = -1.5  # before encoding; AAC adds some tenths
FILM_FADE = 1.2  # at the very end
_ROUNDS, _CLOSE_DB = 5, 0.05


def mix(
    timeline: Timeline, ambience: tuple[str, ...], folder: StoryFolder, library: Library, target_lufs: float
) -> tuple[Sound, float]:
    """Everything mixed to the film's length and level, and the gain that this took.

    Raises: StoryError for a missing or broken sound file.
    """
    return levelled(stem(STEMS, timeline, ambience, folder, library), target_lufs)


def stem(
    names: tuple[str, ...], timeline: Timeline, ambience: tuple[str, ...], folder: StoryFolder, library: Library
) -> Sound:
    """The sum of some STEMS, as long as the film, ducked and faded; all of them are the mix.

    Sounds are added to one array as they are read: a long film needs little more memory than that. Raises: StoryError.
    """
    length = seconds_to_samples(timeline.times.duration)
    total = np.zeros((length, 2), np.float32)
    gain = ducking(timeline.speech, length)[:, None] if {"music", "ambience"} & set(names) else None
    spoken = folder.folder("narration")
    if "voice" in names:
        _add(total, spoken.title_voice(), timeline.times.title.voice)
        for number, span in enumerate(timeline.times.scenes, 1):
            _add(total, spoken.voice(number), span.voice)
    if "music" in names:
        _add(total, folder.folder("score").music(), 0.0, gain)
    if "ambience" in names:
        _add_ambience(total, timeline, ambience, library, gain)
    for effect in timeline.effects if "effects" in names else ():
        level = decibels_to_gain(effect.gain_db)
        _add(total, library.root / "sounds" / f"{effect.effect}.wav", effect.start, level)
    _fade_ends(total)
    return total


def ducking(speech: tuple[tuple[float, float], ...], length: int) -> npt.NDArray[np.float32]:
    """Gain of the music a sample: DUCK_DB while the voice speaks, straight ramps in dB before and after."""
    times, levels = [0.0], [0.0]
    for start, end in speech:
        for time, level in ((start - DUCK_RAMP, 0.0), (start, DUCK_DB), (end, DUCK_DB), (end + DUCK_RAMP, 0.0)):
            if time >= times[-1]:
                times.append(time)
                levels.append(level)
            elif level < levels[-1]:
                levels[-1] = level
    gain = np.full(length, decibels_to_gain(levels[-1]), np.float32)
    places = [min(length, seconds_to_samples(time)) for time in times]
    for begin, end, first, last in zip(places, places[1:], levels, levels[1:], strict=False):
        ramp = np.linspace(first, last, end - begin, endpoint=False)
        gain[begin:end] = decibels_to_gain(first) if first == last else np.power(10.0, ramp / 20)
    return gain


def _add_ambience(total: Sound, timeline: Timeline, names: tuple[str, ...], library: Library, gain: Any) -> None:
    """One looped bed a scene, faded into the next."""
    for name, span in zip(names, timeline.times.scenes, strict=False):
        if not name:
            continue
        loop = read_wave(library.root / "sounds" / f"{name}.wav", SAMPLE_RATE_HZ)
        count = seconds_to_samples(span.end - span.start + AMBIENCE_FADE)
        bed = np.resize(loop * decibels_to_gain(AMBIENCE_DB), (count, 2))
        ramp = np.linspace(0, 1, min(count // 2, seconds_to_samples(AMBIENCE_FADE)), dtype=np.float32)[:, None]
        bed[: len(ramp)] *= ramp
        bed[-len(ramp) :] *= ramp[::-1]
        _lay(total, bed, seconds_to_samples(span.start), gain)


def _add(total: Sound, path: Path, start: float, gain: Any = None) -> None:
    """Add a sound file at a time; `gain` is a number, or one for each sample of the film."""
    begin = max(0, seconds_to_samples(start))
    for block in wave_blocks(path, SAMPLE_RATE_HZ):
        _lay(total, block, begin, gain)
        begin += len(block)


def _lay(total: Sound, sound: Sound, begin: int, gain: Any) -> None:
    """Add samples at a place; what sticks out at the end is cut."""
    count = min(len(sound), len(total) - begin)
    if count > 0:
        level = gain[begin : begin + count] if isinstance(gain, np.ndarray) else gain
        total[begin : begin + count] += sound[:count] if level is None else sound[:count] * level


def _fade_ends(total: Sound) -> None:
    rise, fall = seconds_to_samples(0.02), seconds_to_samples(FILM_FADE)
    total[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    total[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)[:, None]


def levelled(total: Sound, target_lufs: float) -> tuple[Sound, float]:
    """The sound, changed in place, at the target level, and the gain that this took.

    One linear gain, then the peaks above the ceiling are held down; again while that has cost level.
    """
    gain = 1.0
    for _ in range(_ROUNDS):
        missing = target_lufs - integrated_loudness(total, SAMPLE_RATE_HZ)
        if abs(missing) < _CLOSE_DB:
            break
        step = decibels_to_gain(missing)
        total *= step
        gain *= step
        if not hold_peaks(total, CEILING_DBTP, SAMPLE_RATE_HZ):
            break
    return total, gain
