"""A voice in a folder (story_cli.voice.blocks) as an engine: times from its sequence half, sound chunk by chunk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.errors import StoryError, UsageError
from story_cli.voice.blocks.config import Voice, load_folder, read_config
from story_cli.voice.blocks.driver import CHUNK_ROWS
from story_cli.voice.blocks.front import CONTROLS, FRAME_HZ, Front, front_rows
from story_cli.voice.engine import Interval, Phone, Speech, Timing, Utterance, spread
from story_cli.voice.hts import festival
from story_cli.voice.hts.durations import LEAD_FRAMES, TAIL_FRAMES
from story_cli.voice.hts.festival import LabelledPhone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_LEAST_SILENCE = 5  # frames


class FolderVoice:
    """Engine of a voice folder. `style` is a name of the config's styles.

    Raises: StoryError, from every method, as `load_folder` and Festival do.
    """

    context_free = True

    def __init__(self, folder: Path, style: str = "") -> None:
        self._folder = folder
        self._config = read_config(folder)
        self.name = self._config.name
        if style and style not in self._config.styles:
            raise UsageError(f"{self.name} has no style '{style}'", f"choose one of: {', '.join(self._config.styles)}")
        self._style = self._config.styles.index(style) if style else 0

    @property
    def styles(self) -> tuple[str, ...]:
        """Names of its styles, the one that it reads in by default first."""
        return self._config.styles

    @cached_property
    def _voice(self) -> Voice:
        return load_folder(self._folder)

    @cached_property
    def version(self) -> str:
        """Digest of config and weights: what the sound depends on."""
        import hashlib

        files = sorted(path for path in self._folder.iterdir() if path.suffix in (".json", ".safetensors"))
        return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]

    def describe(self) -> dict[str, object]:
        """What `storycli voice show` prints."""
        config, stack = self._config, self._voice.pipeline.stack
        return {
            "name": config.name,
            "about": config.about,
            "folder": str(self._folder),
            "rate_hz": config.rate_hz,
            "styles": ", ".join(config.styles),
            "sequence": " → ".join(config.stack.sequence),
            "stream": " → ".join(f"{name} ({block.takes} → {block.gives})" for name, block in stack.blocks),
        }

    def time(self, utterances: Sequence[Utterance]) -> list[Timing]:
        return [self._timed(said, front)[1] for said, front in zip(utterances, self._fronts(utterances), strict=True)]

    def say(self, utterances: Sequence[Utterance]) -> Iterator[Speech]:
        import numpy as np

        for said, front in zip(utterances, self._fronts(utterances), strict=True):
            timing = self._timed(said, front)[1]
            chunks = [np.zeros(0, dtype=np.float32), *self._chunks(said, front, CHUNK_ROWS)]
            yield Speech(timing, np.concatenate(chunks), self._config.rate_hz)

    def stream(self, said: Utterance, chunk_rows: int = CHUNK_ROWS) -> Iterator[Samples]:
        """Samples of an utterance, chunk by chunk; 0 gives them all at once."""
        (front,) = self._rows_of([said], self._festival.label([said]))
        yield from self._chunks(said, front, chunk_rows)

    def _chunks(self, said: Utterance, front: Front, chunk_rows: int) -> Iterator[Samples]:
        if not len(front.rows):
            return
        timed, _ = self._timed(said, front)
        stack = self._voice.pipeline.stack
        for rows in stack.stream([timed], chunk_rows):
            yield rows[:, 0]

    @cached_property
    def _festival(self) -> festival.Session:
        return festival.Session()

    def _fronts(self, utterances: Sequence[Utterance]) -> list[Front]:
        return self._rows_of(utterances, festival.label(utterances))

    def _rows_of(self, utterances: Sequence[Utterance], labelled: Sequence[Sequence[LabelledPhone]]) -> list[Front]:
        return [
            front_rows(said, phones, self._style, planned_silences(said, phones))
            for said, phones in zip(utterances, labelled, strict=True)
        ]

    def _timed(self, said: Utterance, front: Front) -> tuple[Samples, Timing]:
        """Rows that the streamable stack takes, and the times that follow from their durations."""
        import numpy as np

        if not len(front.rows):
            return np.zeros((0, 0), np.float32), Timing(0.0, spread([None] * len(said.words), 0.0))
        pipeline = self._voice.pipeline
        timed = pipeline.sequence.run({"phones": front.rows})[pipeline.stack.takes.name]
        ends = np.cumsum(timed[:, -1 - len(CONTROLS)].astype(np.float64)) / FRAME_HZ
        starts = np.concatenate([[0.0], ends[:-1]])
        spans: list[Interval | None] = [None] * len(said.words)
        for word, start, end in zip(front.words, starts.tolist(), ends.tolist(), strict=True):
            if word >= 0:
                span = spans[word]
                spans[word] = Interval(span.start if span else start, end)
        phones = tuple(map(Phone, front.names, starts.tolist(), ends.tolist()))
        return timed, Timing(float(ends[-1]), spread(spans, float(ends[-1])), phones)


def planned_silences(said: Utterance, phones: Sequence[festival.LabelledPhone]) -> list[int]:
    """Frames of every silent phone, 0 for one that sounds: the ends of an utterance are short, pauses as planned."""
    shown = [index for index, word in enumerate(said.words) for _ in word.spoken]
    frames = []
    for index, phone in enumerate(phones):
        if phone.word >= 0:
            frames.append(0)
        elif index == 0:
            frames.append(LEAD_FRAMES)
        elif index + 1 == len(phones):
            frames.append(TAIL_FRAMES)
        else:
            before = phones[index - 1].word
            pause = said.words[shown[before]].pause if before >= 0 else 0.0
            frames.append(max(_LEAST_SILENCE, round(pause * FRAME_HZ)))
    return frames


def installed_folders(library_voices: Path) -> dict[str, Path]:
    """Voice folders by name: the library's, then the user's own ($XDG_DATA_HOME/storycli/voices)."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    found: dict[str, Path] = {}
    for root in (library_voices, data / "storycli" / "voices"):
        for path in sorted(root.glob("*/voice.json")) if root.is_dir() else ():
            found.setdefault(_name_of(path), path.parent)
    return found


def _name_of(path: Path) -> str:
    """The name in a voice.json; its folder's where the file cannot be read (using it will say why)."""
    try:
        return read_config(path.parent).name
    except StoryError:
        return path.parent.name
