"""The film's sound: voice, music, ambience and effects on one time axis, ducked, levelled, true-peak limited.

Works on float32 stereo (samples, 2) at units.SAMPLE_RATE_HZ.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from story_cli.catalogue import Library
from story_cli.render.timeline import Timeline
from story_cli.sound import integrated_loudness, limit_peaks, read_wave
from story_cli.store import StoryFolder
from story_cli.units import SAMPLE_RATE_HZ, decibels_to_gain, seconds_to_samples

Sound = Any  # float32 (samples, 2)

DUCK_DB = -9.0  # music under the voice: 10–12 dB below it, with the music's own level
DUCK_RAMP = 0.3  # seconds
AMBIENCE_DB = -12.0
AMBIENCE_FADE = 0.8
CEILING_DBTP = -1.5  # before encoding; AAC adds some tenths
FILM_FADE = 1.2  # at the very end
_ROUNDS, _CLOSE_DB = 5, 0.05


def mix(
    timeline: Timeline, ambience: tuple[str, ...], folder: StoryFolder, library: Library, target_lufs: float
) -> Sound:
    """Mix everything to the film's length and level. Raises: StoryError for a missing or broken sound file."""
    return levelled(mix_stems(timeline, ambience, folder, library), target_lufs)[0]


def mix_stems(timeline: Timeline, ambience: tuple[str, ...], folder: StoryFolder, library: Library) -> dict[str, Sound]:
    """Voice, music, ambience and effects, each as long as the film, ducked and faded; their sum is the mix.

    Raises: StoryError for a missing or broken sound file.
    """
    length = seconds_to_samples(timeline.times.duration)
    gain = ducking(timeline.speech, length)[:, None]
    music = _fitted(read_wave(folder.folder("score").music(), SAMPLE_RATE_HZ), length)
    beds, effects, voice = (np.zeros((length, 2), np.float32) for _ in range(3))
    _add_ambience(beds, timeline, ambience, library)
    music *= gain
    beds *= gain
    for effect in timeline.effects:
        sound = read_wave(library.root / "sounds" / f"{effect.effect}.wav", SAMPLE_RATE_HZ)
        _add(effects, sound * decibels_to_gain(effect.gain_db), effect.start)
    spoken = folder.folder("narration")
    _add(voice, read_wave(spoken.title_voice(), SAMPLE_RATE_HZ), timeline.times.title.voice)
    for number, span in enumerate(timeline.times.scenes, 1):
        _add(voice, read_wave(spoken.voice(number), SAMPLE_RATE_HZ), span.voice)
    stems = {"voice": voice, "music": music, "ambience": beds, "effects": effects}
    for stem in stems.values():
        _fade_ends(stem)
    return stems


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


def _add_ambience(total: Sound, timeline: Timeline, names: tuple[str, ...], library: Library) -> None:
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
        _add(total, bed, span.start)


def _add(total: Sound, sound: Sound, start: float) -> None:
    """Add a sound at a time; what sticks out at the end is cut."""
    begin = max(0, seconds_to_samples(start))
    count = min(len(sound), len(total) - begin)
    if count > 0:
        total[begin : begin + count] += sound[:count]


def _fitted(sound: Sound, length: int) -> Sound:
    fitted = np.zeros((length, 2), np.float32)
    count = min(len(sound), length)
    fitted[:count] = sound[:count]
    return fitted


def _fade_ends(total: Sound) -> None:
    rise, fall = seconds_to_samples(0.02), seconds_to_samples(FILM_FADE)
    total[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    total[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)[:, None]


def levelled(stems: dict[str, Sound], target_lufs: float) -> tuple[Sound, float]:
    """The stems' sum at the target level, and the gain that this took.

    One linear gain, then the peaks above the ceiling are held down; again while that has cost level.
    """
    total: Sound = sum(stems.values())
    gain = 1.0
    for _ in range(_ROUNDS):
        missing = target_lufs - integrated_loudness(total, SAMPLE_RATE_HZ)
        if abs(missing) < _CLOSE_DB:
            break
        step = decibels_to_gain(missing)
        total *= step
        gain *= step
        held = limit_peaks(total, CEILING_DBTP, SAMPLE_RATE_HZ)
        if held is total:
            break
        total = held
    return total, gain
