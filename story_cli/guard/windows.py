"""The smaller half of the sentence filter: how unsuited for children a sentence is, from windows of words.

Words come as vectors (what they mean to a large public model) and families (what they are: weapon, child, water …), so
that a word that no example held still counts as its kind. Made by `storycli train guard`; see the card beside them.
Source of the form: Kim 2014, "Convolutional Neural Networks for Sentence Classification".
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from story_cli.guard.features import stems

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WIDTHS = (1, 2, 3, 5)  # words in a window
WEIGHTS, WORDS = "sentences.safetensors", "vocabulary.txt"
PADDING, UNKNOWN = 0, 1  # rows of the table
VECTOR_SCALE = 127.0
_MOST_BYTES = 4_000_000


class Windows(NamedTuple):
    """`table` (V, F): a row a word; `windows`: for each width weights (width·F, D) and biases (D,); `hidden` (4·D, H)
    and biases (H,); `out` (4·D + H,)."""

    rows: dict[str, int]
    table: Floats
    windows: tuple[tuple[Floats, Floats], ...]
    hidden: tuple[Floats, Floats]
    out: Floats
    bias: float

    def score(self, sentence: str) -> float:
        """Log-odds that the sentence does not belong into a children's story; −inf for no words."""
        import numpy as np

        found = [self.rows.get(word, UNKNOWN) for word in stems(sentence)]
        if not found:
            return -math.inf
        words = self.table[found]
        strongest = []
        for width, (weights, biases) in zip(WIDTHS, self.windows, strict=True):
            edge = np.zeros((width - 1, words.shape[1]), np.float32)
            spread = np.concatenate([edge, words, edge])
            frames = np.lib.stride_tricks.sliding_window_view(spread, width, axis=0)  # (N, F, width)
            frames = frames.transpose(0, 2, 1).reshape(len(frames), -1)
            strongest.append((frames @ weights + biases).max(axis=0))
        seen = np.maximum(np.concatenate(strongest), 0.0)
        together = np.maximum(seen @ self.hidden[0] + self.hidden[1], 0.0)
        return float(np.concatenate([seen, together]) @ self.out) + self.bias


def load_windows(folder: Path) -> Windows:
    """The weights of a folder. Raises: ValueError or what safetensors raises, if they are missing or damaged."""
    import numpy as np
    from safetensors.numpy import load_file

    if (folder / WEIGHTS).stat().st_size > _MOST_BYTES:
        raise ValueError("the file is too large")
    tensors = load_file(str(folder / WEIGHTS))
    words = (folder / WORDS).read_text(encoding="utf-8").splitlines()
    bits = np.unpackbits(tensors["families"], axis=1).astype(np.float32)
    table = np.concatenate([tensors["vectors"].astype(np.float32) / VECTOR_SCALE, bits], axis=1)
    if len(words) != len(table):
        raise ValueError(f"{len(words)} words for {len(table)} rows")
    windows = tuple(
        (tensors[f"window{width}"].astype(np.float32), tensors[f"bias{width}"].astype(np.float32)) for width in WIDTHS
    )
    hidden = (tensors["hidden"].astype(np.float32), tensors["hidden_bias"].astype(np.float32))
    bias = float(tensors["bias"][0])
    out = tensors["out"].astype(np.float32)
    return Windows({word: row for row, word in enumerate(words)}, table, windows, hidden, out, bias)
