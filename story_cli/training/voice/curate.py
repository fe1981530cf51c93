"""Which recordings a voice should learn from: readable, said as written, by one speaker, without dead air or noise.

Source of the criteria: recordings whose speaker embedding is far from the mean are dropped, and segments that a
recogniser cannot transcribe, before training expressive voices (Amazon, "Create with Alexa" and its reading voice).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from story_cli.errors import StoryError
from story_cli.sound import read_wave
from story_cli.training.voice.features import RATE_HZ, analyse, voice_print
from story_cli.training.voice.recogniser import RATE_HZ as LISTEN_HZ
from story_cli.training.voice.recogniser import Recogniser, word_errors
from story_cli.training.voice.spelling import spoken_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SECONDS = (0.4, 20.0)
_LEVEL = 0.08  # root mean square of what sounds, to which every recording is brought
_SILENT = 0.003  # root mean square of a recording in which nobody speaks (−50 dBFS)
_QUIET_DB = 38.0  # below its loud parts, the beginning and end of a recording are silence
_MARGIN = 0.05  # seconds of that silence that are kept
_WORD_ERROR = 0.6  # more than this share of a text is not heard: noise, dead air or another text
_FAR = 3.0  # typical distances from the typical voice print, beyond which another person speaks


class Recording(NamedTuple):
    id: str
    path: Path
    text: str
    style: str


@dataclass(frozen=True)
class Kept:
    """A recording as it is learned from: trimmed, levelled (float, 32 kHz), with its features."""

    recording: Recording
    samples: Floats
    features: NDArray[np.float32]


class Dropped(NamedTuple):
    id: str
    reason: str


def read_list(data: Path) -> list[Recording]:
    """Rows of metadata.csv (id|text or id|text|normalised text), with styles.csv (id|style) where there is one.

    Raises: StoryError naming the line at fault.
    """
    styles = dict(_rows(data / "styles.csv", 2)) if (data / "styles.csv").is_file() else {}
    found = []
    for row in _rows(data / "metadata.csv", 2):
        name, text = row[0], row[-1]
        if "/" in name or name.startswith("."):
            raise StoryError(f"{data / 'metadata.csv'}: {name!r} is not the name of a file in wavs/", "use plain names")
        found.append(Recording(name, data / "wavs" / f"{name}.wav", text, styles.get(name, "neutral")))
    return found


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            row = line.split("|")
            if len(row) < columns or not row[0].strip() or not row[-1].strip():
                raise StoryError(f"{path} line {number}: not id|text", "write one recording a line, LJSpeech layout")
            yield [cell.strip() for cell in row]


def curate(recordings: Sequence[Recording], log: Callable[[str], None]) -> tuple[list[Kept], list[Dropped]]:
    """What to learn from, and what not and why. Raises: StoryError if pocketsphinx or pyworld is missing."""
    kept: list[Kept] = []
    dropped: list[Dropped] = []
    listener = Recogniser(spoken_words(recording.text) for recording in recordings)
    for number, recording in enumerate(recordings, 1):
        found = _examined(recording, listener)
        if isinstance(found, Kept):
            kept.append(found)
        else:
            dropped.append(found)
        if number % 100 == 0:
            log(f"curation: {number} of {len(recordings)} heard, {len(dropped)} dropped")
    strangers = _strangers(kept)
    dropped += [Dropped(kept[n].recording.id, "another voice than the others") for n in strangers]
    return [one for n, one in enumerate(kept) if n not in strangers], dropped


def _examined(recording: Recording, listener: Recogniser) -> Kept | Dropped:
    try:
        samples = read_wave(recording.path, RATE_HZ)[:, 0].astype(np.float64)
    except StoryError as error:
        return Dropped(recording.id, error.what)
    samples = trimmed(samples)
    seconds = len(samples) / RATE_HZ
    level = float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
    if level < _SILENT:
        return Dropped(recording.id, "nobody speaks")
    if not _SECONDS[0] <= seconds <= _SECONDS[1]:
        return Dropped(recording.id, f"{seconds:.1f} s of sound; {_SECONDS[0]} to {_SECONDS[1]} s are used")
    wanted = spoken_words(recording.text)
    heard = listener.words(samples[:: RATE_HZ // LISTEN_HZ])
    share = word_errors(wanted, heard) / max(1, len(wanted))
    if share > _WORD_ERROR:
        return Dropped(recording.id, f"the words cannot be made out ({share:.0%} are not heard)")
    samples = samples * min(_LEVEL / level, 0.99 / float(np.abs(samples).max()))
    return Kept(recording, samples, analyse(samples))


def trimmed(samples: Floats) -> Floats:
    """Without the silence at both ends, but for a little."""
    hop = RATE_HZ // 100
    count = len(samples) // hop
    if count < 2:
        return samples[:0]
    levels = np.sqrt(np.mean(samples[: count * hop].reshape(count, hop) ** 2, axis=1)) + 1e-9
    loud = np.flatnonzero(levels > np.percentile(levels, 95) * 10 ** (-_QUIET_DB / 20))
    margin = round(_MARGIN * 100)
    return samples[max(0, loud[0] - margin) * hop : (loud[-1] + 1 + margin) * hop]


def _strangers(kept: Sequence[Kept]) -> set[int]:
    """Those whose voice print is far from the median of all, measured in typical distances."""
    if len(kept) < 5:
        return set()
    prints = np.stack([voice_print(one.features) for one in kept])
    middle = np.median(prints, axis=0)
    spread = np.median(np.abs(prints - middle), axis=0) + 1e-3
    distances = np.sqrt(np.mean(((prints - middle) / spread) ** 2, axis=1))
    limit = _FAR * float(np.median(distances))
    return {number for number, distance in enumerate(distances.tolist()) if distance > limit}
