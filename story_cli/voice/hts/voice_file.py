"""Reads an .htsvoice file: decision trees over full-context labels, and the Gaussians at their leaves.

Source: HTS voice format 1.0 of the HMM/DNN-based speech synthesis system (hts-engine API 1.07).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.errors import ExitStatus, StoryError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_QUESTION = re.compile(r"QS\s+(\S+)\s+\{([^}]*)\}")
_TREE = re.compile(r"\{\*\}\[(\d+)\]\s*(?:\{(.*?)\}|\s\"?(\S+?)\"?\s)", re.DOTALL)
_NODE = re.compile(r"^\s*(-?\d+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Tree:
    """A binary decision tree. Node i asks question[i]; no[i] and yes[i] are the next node, or −1 − leaf."""

    questions: tuple[re.Pattern[str], ...]
    no: tuple[int, ...]
    yes: tuple[int, ...]

    def leaf(self, label: str) -> int:
        """Index of the Gaussian for a label, from 0."""
        node = 0 if self.questions else -1
        while node >= 0:
            node = self.yes[node] if self.questions[node].match(label) else self.no[node]
        return -1 - node


@dataclass(frozen=True)
class Leaves:
    """Gaussians of one tree: mean and variance (leaves, dimensions) float64, and P(voiced) (leaves,) or None."""

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    voiced: NDArray[np.float64] | None


@dataclass(frozen=True)
class Stream:
    """One kind of parameter: a tree and its leaves a state, the windows for its deltas, its global variance."""

    trees: tuple[Tree, ...]
    leaves: tuple[Leaves, ...]
    windows: tuple[tuple[float, ...], ...]
    variance_tree: Tree
    variance_leaves: Leaves


@dataclass(frozen=True)
class HtsVoice:
    rate_hz: int
    frame_samples: int
    states: int
    warp: float  # all-pass constant of the mel-cepstrum
    duration_tree: Tree
    durations: Leaves  # mean and variance in frames, one dimension a state
    cepstrum: Stream
    log_f0: Stream


@lru_cache(maxsize=2)
def load_voice(path: Path) -> HtsVoice:
    """Read a voice. Raises: StoryError if the file is missing or not an .htsvoice."""
    try:
        raw = path.read_bytes()
        return _parse(raw)
    except OSError as exc:
        raise StoryError(
            f"cannot read the voice {path}: {exc.strerror}",
            "install it: apt-get install festvox-us-slt-hts",
            ExitStatus.MISSING_ENGINE,
        ) from exc
    except (ValueError, KeyError, IndexError) as exc:
        hint = "install the package festvox-us-slt-hts again"
        raise StoryError(f"{path} is not an .htsvoice file: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc


def _parse(raw: bytes) -> HtsVoice:
    mark = b"[DATA]\n"
    begin = raw.index(mark) + len(mark)
    fields = dict(line.split(":", 1) for line in raw[:begin].decode("latin-1").splitlines() if ":" in line)

    def part(name: str) -> bytes:
        first, last = fields[name].split("-")
        return raw[begin + int(first) : begin + int(last) + 1]

    def stream(name: str) -> Stream:
        width = int(fields[f"VECTOR_LENGTH[{name}]"])
        spans = fields[f"STREAM_WIN[{name}]"].split(",")
        texts = [raw[begin + int(a) : begin + int(b) + 1].decode() for a, b in (span.split("-") for span in spans)]
        windows = tuple(tuple(float(value) for value in text.split()[1:]) for text in texts)
        trees = _trees(part(f"STREAM_TREE[{name}]").decode())
        has_voicing = fields[f"IS_MSD[{name}]"] == "1"
        leaves = _leaves(part(f"STREAM_PDF[{name}]"), len(trees), width * len(windows), has_voicing)
        (variance_tree,) = _trees(part(f"GV_TREE[{name}]").decode())
        (variance,) = _leaves(part(f"GV_PDF[{name}]"), 1, width, False)
        return Stream(trees, leaves, windows, variance_tree, variance)

    states = int(fields["NUM_STATES"])
    (duration_tree,) = _trees(part("DURATION_TREE").decode())
    (durations,) = _leaves(part("DURATION_PDF"), 1, states, False)
    warp = float(fields["OPTION[MCP]"].split("ALPHA=")[1].split(",")[0])
    return HtsVoice(
        int(fields["SAMPLING_FREQUENCY"]),
        int(fields["FRAME_PERIOD"]),
        states,
        warp,
        duration_tree,
        durations,
        stream("MCP"),
        stream("LF0"),
    )


def _leaves(raw: bytes, trees: int, width: int, has_voicing: bool) -> tuple[Leaves, ...]:
    """Counts of leaves (uint32 a tree), then for each leaf means, variances and, if so, the weight of voicing."""
    import numpy as np

    counts = np.frombuffer(raw, "<u4", trees)
    values = np.frombuffer(raw, "<f4", offset=4 * trees).astype(np.float64)
    size = 2 * width + int(has_voicing)
    if values.size != int(counts.sum()) * size:
        raise ValueError(f"{values.size} values where {int(counts.sum())} leaves of {size} were announced")
    found = []
    begin = 0
    for count in counts.tolist():
        table = values[begin : begin + count * size].reshape(count, size)
        found.append(Leaves(table[:, :width], table[:, width : 2 * width], table[:, -1] if has_voicing else None))
        begin += count * size
    return tuple(found)


def _trees(text: str) -> tuple[Tree, ...]:
    questions = {name: _question(patterns) for name, patterns in _QUESTION.findall(text)}
    return tuple(_tree(body, single, questions) for _, body, single in _TREE.findall(text))


def _tree(body: str, single: str, questions: dict[str, re.Pattern[str]]) -> Tree:
    if single:
        return Tree((), (), ())
    rows = [(-int(number), asked, no, yes) for number, asked, no, yes in _NODE.findall(body)]
    place = {number: row for row, (number, *_) in enumerate(rows)}

    def target(name: str) -> int:
        plain = name.strip('"')
        return place[-int(plain)] if plain.lstrip("-").isdigit() else -int(plain.rsplit("_", 1)[1])

    return Tree(
        tuple(questions[asked] for _, asked, _, _ in rows),
        tuple(target(no) for _, _, no, _ in rows),
        tuple(target(yes) for _, _, _, yes in rows),
    )


@lru_cache(maxsize=4096)
def _question(patterns: str) -> re.Pattern[str]:
    """A regular expression for any of the quoted patterns, in which * is any run and ? any one character."""
    choices = []
    for pattern in re.findall(r'"([^"]*)"', patterns):
        escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        choices.append(escaped + r"\Z")
    return re.compile("|".join(choices), re.DOTALL)
