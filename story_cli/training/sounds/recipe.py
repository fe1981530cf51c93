"""What a sound recipe says: layers of generators, typed. Recipes are data: library/sounds/recipes.json.

Curves are breakpoints (x, value) with x from 0 to 1 over the layer's length; frequencies are interpolated on a log
scale. Times are seconds, frequencies Hz, gains linear.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

Curve = tuple[tuple[float, float], ...]
ON_OFF: Curve = ((0.0, 0.0), (0.05, 1.0), (0.7, 0.7), (1.0, 0.0))


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the recipe types."""


class Layer(Strict, frozen=True, kw_only=True, tag_field="kind"):
    """Common to all layers. `low` and `high` are cut-off frequencies (0 = none), `echo` is (delay, share)."""

    at: float = 0.0
    seconds: float = 0.3
    gain: float = 1.0
    amp: Curve = ON_OFF
    low: float = 0.0
    high: float = 0.0
    echo: tuple[float, float] = (0.0, 0.0)


class Sweep(Layer, frozen=True, kw_only=True, tag="sweep"):
    """An oscillator of harmonics on a pitch curve, with vibrato (rate, cents) and FM (ratio, index)."""

    hz: Curve
    harmonics: tuple[float, ...] = (1.0,)
    vibrato: tuple[float, float] = (0.0, 0.0)
    fm: tuple[float, float] = (0.0, 0.0)


class Modal(Layer, frozen=True, kw_only=True, tag="modal"):
    """Struck modes (hz, seconds to −60 dB, gain), hit at (time, level), with a click of noise at each hit."""

    modes: tuple[tuple[float, float, float], ...]
    hits: tuple[tuple[float, float], ...] = ((0.0, 1.0),)
    click: float = 0.0
    detune: float = 0.0  # octaves of random spread a hit


class Noise(Layer, frozen=True, kw_only=True, tag="noise"):
    """Noise in a band around a moving centre, `width` octaves wide (standard deviation); tremor is (rate, depth).

    `smooth` fades each frame of the shaper at both ends: without it narrow bands click. New recipes have it; the
    first ones do not, so that their files stay as they are."""

    hz: Curve
    width: float = 0.6
    tremor: tuple[float, float] = (0.0, 0.0)
    smooth: bool = False


class Voice(Layer, frozen=True, kw_only=True, tag="voice"):
    """A throat: pitch curve, vowels on the way, `size` scales the formants (above 1 smaller), breath 0 … 1,
    growl (rate, depth) roughens, jitter is pitch wander in cents."""

    hz: Curve
    vowels: tuple[tuple[float, str], ...]
    size: float = 1.0
    breath: float = 0.05
    growl: tuple[float, float] = (0.0, 0.0)
    vibrato: tuple[float, float] = (0.0, 0.0)
    jitter: float = 12.0
    tilt: float = 1.1  # harmonics fall with the number to this power


class Grains(Layer, frozen=True, kw_only=True, tag="grains"):
    """Many small copies of a layer at random times within `seconds`, pitch and gain spread by factors."""

    grain: Sweep | Modal | Noise | Voice
    count: int
    pitch: tuple[float, float] = (0.8, 1.25)
    level: tuple[float, float] = (0.3, 1.0)
    rhythm: float = 0.0  # 0 random times, 1 even times


class StandsFor(Strict, frozen=True, kw_only=True):
    """What a sound may be used for: catalogue pieces and places, moves of the scene graph, words that imitate it
    ("splash") and words that suggest it ("dived"), lower case."""

    pieces: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    imitates: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Recipe(Strict, frozen=True, kw_only=True):
    """One sound. `loop` sounds join end to start; `room` is the seconds of a small room's echo."""

    id: str
    kind: Literal["effect", "ambience"]
    seconds: float
    layers: tuple[Sweep | Modal | Noise | Voice | Grains, ...]
    stands_for: StandsFor
    calm_exciting: float
    tags: tuple[str, ...]
    method: str  # in words
    room: float = 0.0
    level_db: float = 0.0  # louder or softer than the rest
    rate_hz: Literal[32000, 16000] = 32000  # of the file; half for sounds that have nothing above 8 kHz


class RecipeBook(Strict, frozen=True, kw_only=True):
    schema: int
    licence: str
    origin: str
    note: str
    recipes: tuple[Recipe, ...]


def read_recipes(path: Path) -> RecipeBook:
    """Raises msgspec.DecodeError that names the key at fault."""
    return msgspec.json.decode(path.read_bytes(), type=RecipeBook)
