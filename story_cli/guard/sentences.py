"""The trained sentence filter: how unsuited for children a sentence is, and what kind of unsuited.

It reads word pieces with the first layers of a public sentence model, trained further on sentences written for this
project (library/guard/unsafe_written.txt, safe_written.txt), and adds what a smaller network finds in windows of words.
Made by `storycli train guard`; see the card beside it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from story_cli.catalogue import Library
from story_cli.errors import ExitStatus, StoryError

if TYPE_CHECKING:
    from story_cli.guard.windows import Windows
    from story_cli.models.encoder import Pieces
    from story_cli.models.sentence_filter import SentenceFilter

DECISION = "filter.json"
WINDOWS_SHARE = 0.4  # of the smaller network's log-odds (chosen on tests/guard/unsafe_dev.txt)
_LEAST = -6.0  # log-odds of the smaller network below which it says nothing more
_MOST_BYTES = 8_000_000


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """filter.json: log-odds above which a sentence is refused, and the names of the kinds."""

    threshold: float
    kinds: tuple[str, ...]


class Judged(NamedTuple):
    """What the filter says of one sentence."""

    score: float  # log-odds that it is unsafe; −inf for no words
    kind: str  # the likeliest kind, were it unsafe


class Filter(NamedTuple):
    """The two networks, the word pieces of the larger one, and the decision."""

    pieces: Pieces
    net: SentenceFilter
    windows: Windows
    decision: Decision

    @property
    def threshold(self) -> float:
        return self.decision.threshold

    def judge(self, sentence: str) -> Judged:
        """One sentence at a time, so that the answer does not hang on its neighbours."""
        from story_cli.models.sampling import settled_threads
        from story_cli.models.sentence_filter import MOST_PIECES

        ids = self.pieces.text(sentence, MOST_PIECES)
        if len(ids) <= 2:
            return Judged(-math.inf, self.decision.kinds[0])
        with settled_threads():  # and one thread is four times as fast for so little
            score, kinds = self.net(*self.pieces.batch([ids]))
        more = WINDOWS_SHARE * max(self.windows.score(sentence), _LEAST)
        return Judged(float(score[0]) + more, self.decision.kinds[int(kinds[0].argmax())])

    def score(self, sentence: str) -> float:
        """Log-odds that the sentence does not belong into a children's story; −inf for no words."""
        return self.judge(sentence).score


def load_filter(library: Library) -> Filter:
    """The library's filter; kept in memory. Raises: StoryError if it is missing or damaged."""
    return _load(library.root / "models" / "encoder", library.root / "guard")


def load_fresh(library: Library, folder: Path) -> Filter:
    """The filter of a folder, past the cache: it may have been written a moment ago."""
    return _load.__wrapped__(library.root / "models" / "encoder", folder)


@lru_cache(maxsize=2)
def _load(shared: Path, folder: Path) -> Filter:
    from story_cli.guard.windows import load_windows
    from story_cli.models.encoder import LAYERS_FILE, load_pieces
    from story_cli.models.sentence_filter import load_filter_net

    try:
        if (folder / LAYERS_FILE).stat().st_size > _MOST_BYTES:
            raise ValueError("the file is too large")
        windows = load_windows(folder)
        decision = msgspec.json.decode((folder / DECISION).read_bytes(), type=Decision)
        net = load_filter_net(shared, folder)
        if len(decision.kinds) != net.kinds.out_features:
            raise ValueError(f"{len(decision.kinds)} kinds for {net.kinds.out_features} answers")
        return Filter(load_pieces(shared), net, windows, decision)
    except Exception as exc:  # safetensors and torch raise their own bare errors
        hint = "install storycli again, or train it: storycli train guard"
        raise StoryError(f"the sentence filter cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
