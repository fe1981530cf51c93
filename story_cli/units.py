"""Seconds ↔ samples ↔ frames ↔ MIDI ticks ↔ beats: the only place that converts.

Times are float seconds everywhere else; a rounded quantity is always the nearest one, halves up.
"""

from __future__ import annotations

import math

TICKS_PER_BEAT = 480  # MIDI resolution of all our files; divides into triplets and 32nds
SAMPLE_RATE_HZ = 48_000  # of every WAV that leaves a stage; video's usual rate


def nearest(value: float) -> int:
    """Round half up (Python's round is half to even, which jitters frame times)."""
    return math.floor(value + 0.5)


def seconds_to_samples(seconds: float, rate_hz: int = SAMPLE_RATE_HZ) -> int:
    return nearest(seconds * rate_hz)


def samples_to_seconds(samples: int, rate_hz: int = SAMPLE_RATE_HZ) -> float:
    return samples / rate_hz


def seconds_to_frames(seconds: float, fps: float) -> int:
    return nearest(seconds * fps)


def frames_to_seconds(frames: int, fps: float) -> float:
    return frames / fps


def beats_to_seconds(beats: float, tempo_bpm: float) -> float:
    return beats * 60.0 / tempo_bpm


def seconds_to_beats(seconds: float, tempo_bpm: float) -> float:
    return seconds * tempo_bpm / 60.0


def beats_to_ticks(beats: float) -> int:
    return nearest(beats * TICKS_PER_BEAT)


def ticks_to_beats(ticks: int) -> float:
    return ticks / TICKS_PER_BEAT


def decibels_to_gain(decibels: float) -> float:
    """Amplitude ratio of a level difference in dB."""
    return float(10.0 ** (decibels / 20.0))


def gain_to_decibels(gain: float) -> float:
    """Level difference in dB of an amplitude ratio > 0."""
    return 20.0 * math.log10(gain)
