"""Engine "flite": small and fast, the slt voice of libflite, run in a process of its own (flite_worker).

Flite takes one manner a call, so an utterance is said in runs of words with the same speaker and no pause between;
pauses are ours. Durations come only with the sound, which costs it little.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from story_cli.errors import ExitStatus, StoryError
from story_cli.voice.engine import Interval, Speech, Timing, Utterance, WordPlan, spread
from story_cli.voice.engines.text import soft_ends

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INSTALL_HINT = "install it: apt-get install flite"
TIME_LIMIT = 60.0  # seconds for a whole story, which takes one or two
_WORKER = Path(__file__).with_name("flite_worker.py")
_RATE_HZ = 16_000
_F0_HZ, _F0_RANGE = 172.0, 15.0  # of the plain voice; measured on its own reading
_MARGIN = 0.02  # seconds of its own silence kept around a run


class _Run(NamedTuple):
    """Neighbouring words said in one call, by index in the utterance, and the silence after them."""

    utterance: int
    indices: tuple[int, ...]
    pause: float


class _Said(NamedTuple):
    words: tuple[tuple[str, float, float], ...]  # name, start, end
    samples: NDArray[np.int16]


class Flite:
    """`time_limit` in seconds guards the worker process."""

    name = "flite"

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit

    def time(self, utterances: Sequence[Utterance]) -> list[Timing]:
        return [speech.timing for speech in self.say(utterances)]

    def say(self, utterances: Sequence[Utterance]) -> Iterator[Speech]:
        runs = [run for number, said in enumerate(utterances) for run in _runs(number, said)]
        answers = _work([_request(utterances[run.utterance], run) for run in runs], self._time_limit)
        for number, said in enumerate(utterances):
            parts = [(run, answer) for run, answer in zip(runs, answers, strict=True) if run.utterance == number]
            yield _joined(said, parts)


def _runs(number: int, said: Utterance) -> Iterator[_Run]:
    """Runs end at planned pauses and where pitch or speaker change; unsaid words belong to no run."""
    indices: list[int] = []
    for index, word in enumerate(said.words):
        if indices and _voice(said.words[indices[-1]]) != _voice(word) and word.spoken:
            yield _Run(number, tuple(indices), 0.0)
            indices = []
        if word.spoken:
            indices.append(index)
        if word.pause > 0 and indices:
            yield _Run(number, tuple(indices), word.pause)
            indices = []
    if indices:
        yield _Run(number, tuple(indices), 0.0)


def _voice(word: WordPlan) -> tuple[float, float]:
    return word.manner.pitch, word.manner.tract


def _request(said: Utterance, run: _Run) -> dict[str, object]:
    words = [said.words[index] for index in run.indices]
    rate = sum(word.manner.rate for word in words) / len(words)
    text = " ".join(spoken for word in words for spoken in word.spoken).replace(" 's", "'s")
    f0_hz = _F0_HZ * 2.0 ** (words[0].manner.pitch / 12.0)
    return {"text": text, "stretch": 1.0 / rate, "f0_hz": f0_hz, "f0_range": _F0_RANGE * words[0].manner.span}


def _work(requests: Sequence[dict[str, object]], time_limit: float) -> list[_Said]:
    """Answers of the worker, in order. Raises: StoryError if flite is missing, dies or hangs."""
    if not requests:
        return []
    command = [sys.executable, "-I", str(_WORKER)]  # by path: it needs nothing of storycli, and starts twice as soon
    try:
        done = subprocess.run(
            command, input=json.dumps(requests).encode(), capture_output=True, timeout=time_limit, check=False
        )
    except subprocess.TimeoutExpired as exc:
        hint = "try again when the machine is less busy"
        raise StoryError(f"flite gave no answer within {time_limit:.0f} s", hint) from exc
    message = done.stderr.decode(errors="replace")
    if "OSError" in message and "libflite" in message:
        raise StoryError("the library of flite is not installed", INSTALL_HINT, ExitStatus.MISSING_ENGINE)
    if done.returncode != 0:
        tail = " | ".join(message.strip().splitlines()[-5:]) or "no message"
        raise StoryError(f"flite failed with exit code {done.returncode}: {tail}", "use --engine festival-hts")
    return list(_answers(done.stdout))


def _answers(output: bytes) -> Iterator[_Said]:
    import numpy as np

    begin = 0
    while begin < len(output):
        end = output.index(b"\n", begin)
        head = json.loads(output[begin:end])
        begin = end + 1 + 2 * head["count"]
        samples = np.frombuffer(output[end + 1 : begin], "<i2")
        yield _Said(tuple((name, start, stop) for name, start, stop in head["words"]), samples)


def _joined(said: Utterance, parts: Sequence[tuple[_Run, _Said]]) -> Speech:
    """The runs of one utterance, trimmed to their words, one after the other with their pauses."""
    import numpy as np

    spans: list[Interval | None] = [None] * len(said.words)
    pieces: list[NDArray[np.float32]] = []
    now = 0
    for run, answer in parts:
        first = max(0.0, answer.words[0][1] - _MARGIN) if answer.words else 0.0
        last = answer.words[-1][2] + _MARGIN if answer.words else 0.0
        begin, end = round(first * _RATE_HZ), min(round(last * _RATE_HZ), len(answer.samples))
        words = _by_letters([said.words[index] for index in run.indices], answer.words)
        offset = (now - begin) / _RATE_HZ
        for index, (start, stop) in zip(run.indices, words, strict=True):
            spans[index] = Interval(start + offset, stop + offset)
        silence = round(run.pause * _RATE_HZ)
        level = np.repeat([10.0 ** (said.words[run.indices[0]].manner.gain_db / 20.0)], end - begin)
        pieces.append(soft_ends((answer.samples[begin:end] / 32768.0 * level).astype(np.float32), _RATE_HZ))
        pieces.append(np.zeros(silence, dtype=np.float32))
        now += end - begin + silence
    if parts and parts[-1][0].pause > 0:
        now -= len(pieces.pop())
    samples = np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32)
    duration = now / _RATE_HZ
    return Speech(Timing(duration, spread(spans, duration)), samples, _RATE_HZ)


def _by_letters(words: Sequence[WordPlan], heard: Sequence[tuple[str, float, float]]) -> list[tuple[float, float]]:
    """Spans of our words among the engine's, which may be cut differently: both spell the same letters in a row."""
    marks: list[tuple[float, float]] = []  # (letters so far, time)
    letters = 0
    for name, start, end in heard:
        count = max(1, sum(ch.isalpha() for ch in name))
        marks += [(letters, start), (letters + count, end)]
        letters += count
    total = sum(sum(ch.isalpha() for spoken in word.spoken for ch in spoken) for word in words)
    scale = letters / total if total else 0.0
    spans = []
    place = 0.0
    for word in words:
        after = place + scale * sum(ch.isalpha() for spoken in word.spoken for ch in spoken)
        spans.append((_time_at(marks, place, True), _time_at(marks, after, False)))
        place = after
    return spans


def _time_at(marks: Sequence[tuple[float, float]], letters: float, is_start: bool) -> float:
    """Time at a count of letters; where a silence lies there, its end for a start and its beginning for an end."""
    exact = [time for place, time in marks if abs(place - letters) < 1e-6]
    if exact:
        return exact[-1] if is_start else exact[0]
    for (low, start), (high, end) in zip(marks[::2], marks[1::2], strict=True):
        if low < letters < high:
            return start + (end - start) * (letters - low) / (high - low)
    return marks[-1][1] if marks else 0.0
