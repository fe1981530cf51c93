"""The front of a voice: an utterance as rows, one a phone, for networks to read.

The linguistics are Festival's full-context labels (story_cli.voice.hts.festival); what the plan says of each word
(speed, pitch, emphasis, speaker, silence) rides along in columns of its own, so that any network may use it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from story_cli.voice.blocks.block import Port
from story_cli.voice.engine import Utterance, WordPlan
from story_cli.voice.hts.festival import LabelledPhone

if TYPE_CHECKING:
    from story_cli.voice.blocks.block import Rows

_PHONE_NAMES = (
    "pau aa ae ah ao aw ax axr ay b ch d dh dx eh el em en er ey f g hh hv ih iy jh k l m n ng ow oy p r s sh t th uh"
    " uw v w y z zh"
)
PHONES = tuple(_PHONE_NAMES.split())
_PLACES = re.compile(
    r"@(\w+)_(\w+)/A:(\d)_.*?/B:(\w)-\w-(\w+)@(\w+)-(\w+)&(\w+)-(\w+)#.*?/E:(\w+)\+(\w+)@(\w+)\+(\w+)&"
)
_CONTOURS = {"fall": -1.0, "level": 0.0, "rise": 1.0}
CONTROLS = ("pitch", "span", "gain_db", "tract", "contour", "emphasis")  # columns that expression works on
FEATURES = 14  # numbers from the label, see _context
COLUMNS = ("phone", "before", "after", "style", "frames", "rate", *CONTROLS, *(f"label{n}" for n in range(FEATURES)))
PHONE_ROWS = Port("phones", len(COLUMNS))
FRAME_HZ = 200.0


class Front(NamedTuple):
    """Rows of an utterance (phones, len(COLUMNS)), and the shown word of each, −1 in silence."""

    rows: Rows
    words: tuple[int, ...]
    names: tuple[str, ...]


def front_rows(utterance: Utterance, phones: Sequence[LabelledPhone], style: int, silences: Sequence[int]) -> Front:
    """One row a phone. `silences` are the frames of each silent phone (0 for a sounding one), as they are planned."""
    import numpy as np

    shown = [index for index, word in enumerate(utterance.words) for _ in word.spoken]
    owner = tuple(shown[phone.word] if phone.word >= 0 else -1 for phone in phones)
    numbers = [_number(phone.name) for phone in phones]
    rows = np.zeros((len(phones), len(COLUMNS)), np.float32)
    word = utterance.words[0] if utterance.words else WordPlan("", ())
    for index, (phone, silent) in enumerate(zip(phones, silences, strict=True)):
        word = utterance.words[owner[index]] if owner[index] >= 0 else word
        manner = word.manner
        contour = _CONTOURS[word.contour] * _share(owner, index, utterance)
        rows[index] = [
            numbers[index],
            numbers[index - 1] if index else 0,
            numbers[index + 1] if index + 1 < len(phones) else 0,
            style,
            silent,
            manner.rate,
            *(manner.pitch + word.lift, manner.span, manner.gain_db, manner.tract, contour, word.emphasis),
            *_context(phone.label),
        ]
    return Front(rows, owner, tuple(phone.name for phone in phones))


def _share(owner: Sequence[int], index: int, utterance: Utterance) -> float:
    """How far a phrase's last word has run at a phone, 0 … 1; 0 in every other word."""
    word = owner[index]
    if word < 0 or not (utterance.words[word].pause > 0 or word == max(owner)):
        return 0.0
    places = [place for place, other in enumerate(owner) if other == word]
    share: float = ((places.index(index) + 1) / len(places)) ** 1.5
    return share


def _number(name: str) -> int:
    return PHONES.index(name) if name in PHONES else 0


def _context(label: str) -> list[float]:
    """Place in syllable, word and phrase, stress, part of speech: small numbers, 0 in silence."""
    found = _PLACES.search(label)
    groups = found.groups() if found else ("x",) * 13
    values = [float(text) / 4.0 if text.isdigit() else 0.0 for text in groups]
    content = 1.0 if groups[9] == "content" else 0.0
    return [*values[:9], content, *values[10:13], float(found is not None)]
