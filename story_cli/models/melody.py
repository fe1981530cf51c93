"""The melody network: a small transformer over the notes of a tune, given its chords, metre, mode and phrases.

One position an event (a note or a rest). It is told where in the bar the event begins, the chord there and on the next
bar, and how many bars its phrase still has; it gives first the event's length, then its pitch over the tonic given
the length. Tunes have no key here: 0 is the tonic. Used offline by `storycli train melody` and `train melodies`.

B = batch, T = events, C = width.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from story_cli.errors import ExitStatus, StoryError
from story_cli.models.decoder import Block, DecoderShape, rotary

MODEL_TYPE = "storycli-melody"
GRID = 4  # steps a quarter beat
LENGTHS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 24)  # of events, in steps
LOWEST, PITCHES = -12, 37  # semitones over the tonic: two octaves above, one below
REST = PITCHES  # the pitch class of a rest
BARS = {"4/4": 16, "3/4": 12, "6/8": 12}  # steps a bar
QUALITIES = ("major", "minor", "seventh", "diminished")
SOURCES = ("leadsheets", "oldtime", "lieder")
_PLACES = {"4/4": 0, "3/4": 16, "6/8": 28}
_NO_CHORD = 12 * len(QUALITIES)
_MOST_LEFT = 7  # bars to the phrase's end that are told apart
_TABLES = {  # what is embedded at each position, with sizes; all are added up
    "pitch": PITCHES + 2,
    "length": len(LENGTHS) + 1,
    "place": 40,
    "chord": _NO_CHORD + 1,
    "following": _NO_CHORD + 1,
    "left": _MOST_LEFT + 1,
    "minor": 2,
    "source": len(SOURCES),
}


class Chord(NamedTuple):
    """Semitones of the root over the tonic, 0 … 11, and one of QUALITIES."""

    root: int
    quality: str

    def tones(self) -> tuple[int, ...]:
        """Pitch classes over the tonic."""
        steps = {"major": (0, 4, 7), "minor": (0, 3, 7), "seventh": (0, 4, 7, 10), "diminished": (0, 3, 6)}
        return tuple((self.root + step) % 12 for step in steps[self.quality])


class Event(NamedTuple):
    """A note, or a rest (semitone None); times in steps of a sixteenth from the first bar line."""

    start: int
    semitone: int | None
    length: int


class Sheet(NamedTuple):
    """What is known of a tune before its notes: a chord a step (one more than there are steps), bars of phrase ends."""

    source: str
    metre: str
    minor: bool
    bars: int
    chords: tuple[Chord | None, ...]
    phrase_ends: tuple[int, ...]

    @property
    def steps(self) -> int:
        return self.bars * BARS[self.metre]


class MelodyShape(msgspec.Struct, frozen=True):
    """Sizes of the network."""

    width: int = 128
    layers: int = 4
    heads: int = 4
    hidden: int = 344
    context: int = 192


class MelodyNet(nn.Module):
    """Positions (B, T, len(_TABLES)) → states; then lengths, and pitches given lengths."""

    def __init__(self, shape: MelodyShape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        C = shape.width
        self.tables = nn.ModuleList(nn.Embedding(size, C) for size in _TABLES.values())
        inner = DecoderShape(1, 1, 1, C, shape.layers, shape.heads, shape.heads, shape.hidden, shape.context)
        self.blocks = nn.ModuleList(Block(inner) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(C)
        self.to_length = nn.Linear(C, len(LENGTHS))
        self.of_length = nn.Embedding(len(LENGTHS), C)
        self.to_pitch = nn.Linear(C, PITCHES + 1)
        self.drop = nn.Dropout(dropout)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                depth = (2 * shape.layers) ** -0.5 if name.endswith(("out.weight", "down.weight")) else 1.0
                nn.init.normal_(weight, std=0.03 * depth)

    def forward(self, positions: Tensor) -> Tensor:
        """(B, T, tables) int64 → states (B, T, C)."""
        x = torch.stack([table(positions[..., i]) for i, table in enumerate(self.tables)]).sum(0)
        turn = rotary(positions.shape[1], self.shape.width // self.shape.heads)
        x = self.drop(x)
        for layer, block in enumerate(self.blocks):
            x = self.drop(block(x, turn, layer, None, None))
        out: Tensor = self.norm(x)
        return out

    def lengths(self, state: Tensor) -> Tensor:
        """Logits over LENGTHS."""
        out: Tensor = self.to_length(state)
        return out

    def pitches(self, state: Tensor, length: Tensor) -> Tensor:
        """Logits over the pitches from LOWEST up, the last one a rest."""
        out: Tensor = self.to_pitch(functional.gelu(state + self.of_length(length)))
        return out


def position(sheet: Sheet, before: Event | None, start: int) -> tuple[int, ...]:
    """The row of _TABLES for the event that begins at step `start` after `before`."""
    size = BARS[sheet.metre]
    bar = start // size
    following = min(sheet.steps, (bar + 1) * size)
    end = next((e for e in sheet.phrase_ends if e >= bar), sheet.bars - 1)
    return (
        PITCHES + 1 if before is None else (REST if before.semitone is None else before.semitone - LOWEST),
        len(LENGTHS) if before is None else LENGTHS.index(before.length),
        _PLACES[sheet.metre] + start % size,
        _chord_number(sheet.chords[min(start, sheet.steps)]),
        _chord_number(sheet.chords[following]),
        min(_MOST_LEFT, max(0, end - bar)),
        int(sheet.minor),
        SOURCES.index(sheet.source),
    )


def positions(sheet: Sheet, events: Sequence[Event]) -> list[tuple[int, ...]]:
    """A row for each event, from what is known before it."""
    return [position(sheet, events[i - 1] if i else None, event.start) for i, event in enumerate(events)]


def _chord_number(chord: Chord | None) -> int:
    return _NO_CHORD if chord is None else chord.root * len(QUALITIES) + QUALITIES.index(chord.quality)


def save_melody(net: MelodyNet, folder: Path) -> None:
    """config.json and model.safetensors (bfloat16)."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: weight.detach().to(torch.bfloat16).contiguous() for name, weight in net.state_dict().items()}
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    config = {"model_type": MODEL_TYPE, "dtype": "bfloat16", **msgspec.to_builtins(net.shape)}
    (folder / "config.json").write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=2) + b"\n")


def load_melody(folder: Path) -> MelodyNet:
    """The network in float32, ready to run. Raises: StoryError if a file is missing or damaged."""
    try:
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=dict[str, object])
        known = {key: value for key, value in config.items() if key in MelodyShape.__struct_fields__}
        net = MelodyNet(msgspec.convert(known, MelodyShape))
        weights = load_file(str(folder / "model.safetensors"))
        net.load_state_dict({name: weight.float() for name, weight in weights.items()})
    except Exception as exc:
        hint = "install storycli again or train it: storycli train melody"
        raise StoryError(
            f"the melody model in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE
        ) from exc
    return net.eval()
