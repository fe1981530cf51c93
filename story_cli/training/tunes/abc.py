"""A reader of the ABC notation that the old-time tunes are written in: notes, lengths, keys with modes, chord symbols,
broken rhythm, triplets (as off-grid notes), first and second endings in the order printed.

Source: the ABC standard 2.1, abcnotation.com/wiki/abc:standard:v2.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

_TOKEN = re.compile(
    r'"(?P<chord>[^"]*)"|\((?P<tuplet>\d)(?::\d*)*|(?P<skip>\{[^}]*\}|![^!]*!|\[[A-Za-z]:[^\]]*\]|[~.HLMOPSTuvJR\s`\\()-])'
    r"|(?P<bar>[|:\[\]]*\|[|:\]]*\s*\[?\d?|::|:\||\[\d)"
    r"|(?P<note>(?:\[[^\]|]*\]|[_=^]*[A-Ga-gzx][,']*))(?P<length>\d*/*\d*)|(?P<broken>[<>]+)"
)
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SHARPS = "FCGDAEB"
_MODES = {"": 0, "maj": 0, "ion": 0, "m": -3, "min": -3, "aeo": -3, "mix": -1, "dor": -2, "phr": -4, "lyd": 1}
_FIFTHS = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F": -1, "Bb": -2, "Eb": -3, "Ab": -4, "F#": 6}


class AbcTune(NamedTuple):
    """Times in quarter notes; `fifths` counts the sharps of the key signature, `tonic` is a pitch class."""

    title: str
    metre: str
    tonic: int
    fifths: int
    minor: bool
    bars: list[float]
    melody: list[tuple[float, float, int]]
    chords: list[tuple[float, str]]


def read_abc(text: str) -> Iterator[AbcTune]:
    """Every tune of a tune book."""
    for block in re.split(r"\n\s*\n", text):
        if re.search(r"^X:", block, re.MULTILINE):
            heads = dict(reversed(re.findall(r"^([A-Z]):\s*(.*)$", block, re.MULTILINE)))
            body = [line.partition("%")[0] for line in block.splitlines() if not re.match(r"^[A-Za-z]:|^%", line)]
            yield _tune(heads, " ".join(body))


def _tune(heads: dict[str, str], body: str) -> AbcTune:
    match = re.match(r"([A-G][b#]?)\s*([A-Za-z]*)", heads["K"])
    if match is None:
        raise ValueError(f"no key in K:{heads['K']}")
    name, mode = match[1], match[2].lower()[:3]
    fifths = _FIFTHS[name] + _MODES[mode]
    tonic = _STEPS[name[0]] + name.count("#") - name.count("b")
    metre = {"C": "4/4", "C|": "2/2"}.get(heads["M"].strip(), heads["M"].strip())
    unit = Fraction(heads["L"].strip()) * 4 if "L" in heads else Fraction(1, 2)
    reader = _Reader(fifths, unit)
    for token in _TOKEN.finditer(body):
        reader.take(token)
    minor = mode in ("m", "min", "aeo", "dor", "phr")
    notes = [(float(a), float(b), c) for a, b, c in reader.notes]
    bars = sorted({0.0, *(float(b) for b in reader.bars if b < reader.now)})
    return AbcTune(heads["T"], metre, tonic % 12, fifths, minor, bars, notes, reader.chords)


class _Reader:
    def __init__(self, fifths: int, unit: Fraction) -> None:
        sharp = _SHARPS[:fifths] if fifths > 0 else ""
        flat = _SHARPS[fifths:] if fifths < 0 else ""
        self.key = {**dict.fromkeys(sharp, 1), **dict.fromkeys(flat, -1)}
        self.unit = unit
        self.now = Fraction(0)
        self.notes: list[tuple[Fraction, Fraction, int]] = []
        self.bars: list[Fraction] = []
        self.chords: list[tuple[float, str]] = []
        self.accidentals: dict[str, int] = {}
        self.tuplet = 0
        self.stretch = Fraction(1)  # of the next note, after a broken rhythm

    def take(self, token: re.Match[str]) -> None:
        if token["chord"] is not None and re.match(r"\(?[A-G]", token["chord"]):
            self.chords.append((float(self.now), token["chord"].split()[0].strip("()")))
        elif token["tuplet"]:
            self.tuplet = int(token["tuplet"])
        elif token["bar"]:
            self.bars.append(self.now)
            self.accidentals = {}
        elif token["broken"] and self.notes:
            longer = Fraction(3, 2) if token["broken"][0] == ">" else Fraction(1, 2)
            start, length, pitch = self.notes[-1]
            self.notes[-1] = (start, length * longer, pitch)
            self.now = start + length * longer
            self.stretch = 2 - longer
        elif token["note"]:
            self._note(token["note"], token["length"])

    def _note(self, text: str, length: str) -> None:
        size = self.unit * _factor(length) * self.stretch
        self.stretch = Fraction(1)
        if self.tuplet:
            size = size * Fraction(2, 3)
            self.tuplet -= 1
        names = re.findall(r"[_=^]*[A-Ga-gzx][,']*", text)
        pitches = [self._pitch(name) for name in names if name[0] not in "zx"]
        if pitches:
            self.notes.append((self.now, size, max(pitches)))
        self.now += size

    def _pitch(self, name: str) -> int:
        letter = name.strip("_=^,'")
        mark = name[: name.index(letter)]
        octave = (1 if letter.islower() else 0) + name.count("'") - name.count(",")
        if mark:
            self.accidentals[letter + str(octave)] = mark.count("^") - mark.count("_")
        shift = self.accidentals.get(letter + str(octave), self.key.get(letter.upper(), 0))
        return 60 + 12 * octave + _STEPS[letter.upper()] + shift


def _factor(text: str) -> Fraction:
    """ "" → 1, "3" → 3, "/" → 1/2, "//" → 1/4, "3/2" → 3/2."""
    if not text:
        return Fraction(1)
    over, slashes, under = re.match(r"(\d*)(/*)(\d*)", text).groups()  # type: ignore[union-attr]
    below = int(under) if under else 2 ** len(slashes)
    return Fraction(int(over or 1), below)
