"""Makes library/sounds from its recipes: every effect and ambience loop is synthesised here, none is recorded.

In: recipes.json. Out: <id>.wav (mono, 16 bit, 32 or 16 kHz) and sounds.json. Command: storycli train sounds.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt

from story_cli.catalogue import Library
from story_cli.rng import numpy_rng
from story_cli.score.loudness import momentary_loudness
from story_cli.sound import write_wave
from story_cli.training.sounds.generators import RATE_HZ, Signal, render_layer
from story_cli.training.sounds.recipe import Recipe, read_recipes

LOUDNESS_LUFS = -20.0  # of the loudest 400 ms; a short click counts for less, so peaks stay under PEAK_DB
PEAK_DB = -3.0
_FADE_SECONDS = 0.004
_LOOP_FADE_SECONDS = 0.8


def run(
    *,
    out: Path,
    seed: int = 1,
    data: Path | None = None,
    minutes: float = 0.0,
    resume: bool = False,
    library: Library | None = None,
) -> dict[str, object]:
    """`storycli train sounds`: make every sound of recipes.json and the manifest sounds.json, which it gives back.

    Recipes are `out`'s own, else the library's. Data, minutes and resume have nothing to act on.
    """
    own = out / "recipes.json"
    book = read_recipes(own if own.is_file() or library is None else library.root / "sounds" / "recipes.json")
    out.mkdir(parents=True, exist_ok=True)
    entries = []
    for recipe in book.recipes:
        sound = make_sound(recipe, seed)
        path = out / f"{recipe.id}.wav"
        write_wave(path, sound, recipe.rate_hz)
        entries.append(_entry(recipe, sound, path, book.licence))
    head = {"schema": 1, "licence": book.licence, "origin": book.origin, "seed": seed, "rate_hz": RATE_HZ}
    lines = ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries)
    text = f'{json.dumps(head, ensure_ascii=False)[:-1]},\n "sounds": [\n{lines}\n ]}}\n'
    (out / "sounds.json").write_text(text, encoding="utf-8")
    return {**head, "sounds": entries}


def make_sound(recipe: Recipe, seed: int) -> Signal:
    """Layers mixed, looped or faded, levelled. Mono at the recipe's rate, within ±1."""
    length = int(recipe.seconds * RATE_HZ)
    fade = int(_LOOP_FADE_SECONDS * RATE_HZ) if recipe.kind == "ambience" else 0
    total = np.zeros(length + fade)
    for index, layer in enumerate(recipe.layers):
        sound = render_layer(layer, numpy_rng(seed, "sounds", recipe.id, index))
        start = int(layer.at * RATE_HZ)
        piece = sound[: max(0, len(total) - start)]
        total[start : start + len(piece)] += piece
    if recipe.room:
        total = _in_room(total, recipe.room, numpy_rng(seed, "sounds", recipe.id, "room"))
    total = sosfilt(butter(2, 30.0, "highpass", fs=RATE_HZ, output="sos"), total)
    sound = _looped(total, fade) if fade else _faded(_trimmed(total))
    if recipe.rate_hz != RATE_HZ:
        sound = resample_poly(sound, 1, RATE_HZ // recipe.rate_hz, padtype="wrap" if fade else "constant")
    return _levelled(sound, recipe.level_db, recipe.rate_hz)


def _in_room(sound: Signal, seconds: float, rng: np.random.Generator) -> Signal:
    """A quarter of the sound through a decaying-noise room."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    answer = rng.normal(0, 1, len(t)) * np.exp(-6.9 * t / seconds)
    answer = sosfilt(butter(1, 5000.0, "lowpass", fs=RATE_HZ, output="sos"), answer)
    answer /= np.sqrt((answer**2).sum()) + 1e-9
    wet = fftconvolve(sound, answer)[: len(sound)]
    return np.asarray(sound + 0.35 * wet)


def _looped(sound: Signal, fade: int) -> Signal:
    """The tail cross-faded over the head with equal power, so that the end runs into the start."""
    head, tail = sound[:fade], sound[-fade:]
    rising = np.sin(np.linspace(0, np.pi / 2, fade))
    return np.concatenate([head * rising + tail * rising[::-1], sound[fade:-fade]])


def _trimmed(sound: Signal) -> Signal:
    """Cut both ends where they stay under −50 dB of the peak, so that a cue is heard when it is due."""
    loud = np.flatnonzero(np.abs(sound) > np.abs(sound).max() * 10 ** (-50 / 20))
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound


def _faded(sound: Signal) -> Signal:
    """No click at either end."""
    fade = min(len(sound) // 4, int(_FADE_SECONDS * RATE_HZ))
    result = sound.copy()
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, fade))
    result[:fade] *= ramp
    release = min(len(sound) // 3, 5 * fade)
    result[-release:] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, release))
    return result


def _levelled(sound: Signal, level_db: float, rate_hz: int) -> Signal:
    gain_db = LOUDNESS_LUFS + level_db - loudness_of(sound, rate_hz)
    peak_db = 20 * np.log10(np.abs(sound).max() + 1e-12)
    return np.asarray(sound * 10 ** (min(gain_db, PEAK_DB - peak_db) / 20))


def loudness_of(sound: Signal, rate_hz: int = RATE_HZ) -> float:
    """LUFS of the loudest 400 ms."""
    return momentary_loudness(sound, rate_hz)


def _entry(recipe: Recipe, sound: Signal, path: Path, licence: str) -> dict[str, object]:
    stands = recipe.stands_for
    return {
        "id": recipe.id,
        "kind": recipe.kind,
        "pieces": list(stands.pieces),
        "moves": list(stands.moves),
        "imitates": list(stands.imitates),
        "words": list(stands.words),
        "places": list(stands.places),
        "seconds": round(len(sound) / recipe.rate_hz, 4),
        "rate_hz": recipe.rate_hz,
        "loudness_lufs": round(loudness_of(sound, recipe.rate_hz), 2),
        "peak_db": round(float(20 * np.log10(np.abs(sound).max() + 1e-12)), 2),
        "calm_exciting": recipe.calm_exciting,
        "tags": list(recipe.tags),
        "licence": licence,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
