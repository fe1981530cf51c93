"""Pearson's r of the shipped mood model on the parts of EmoBank that it did not learn from.

python benchmarks/mood_figures.py CORPORA     (the folder that `storycli train mood --data` is given)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from story_cli.catalogue import Library
from story_cli.score.mood import load_mood_model
from story_cli.training.mood import matrix, read_emobank


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    model = load_mood_model(Library().root / "music" / "mood")
    for part in ("dev", "test"):
        path = Path(sys.argv[1]) / "emobank" / f"emobank-{part}.tsv.xz"
        if not path.is_file():
            continue
        split = read_emobank(path)
        said = model_outputs(model.weights, split.texts, model.ratings)
        r = [float(np.corrcoef(said[:, i], split.targets[:, i])[0, 1]) for i in (0, 1)]
        print(
            json.dumps(
                {
                    "part": part,
                    "texts": len(split.texts),
                    "sad–happy r": round(r[0], 3),
                    "calm–exciting r": round(r[1], 3),
                }
            )
        )


def model_outputs(weights: np.ndarray, texts: list[str], ratings: dict[int, tuple[float, float]]) -> np.ndarray:
    """(N, 2) before scaling to −1 … 1; the shipped weights of the dense features carry their scale already."""
    from story_cli.score.mood import BUCKETS
    from story_cli.training.mood import DENSE_SCALE

    unscaled = weights.astype(np.float64)
    unscaled[BUCKETS:] /= DENSE_SCALE
    return np.asarray(matrix(texts, ratings) @ unscaled)


if __name__ == "__main__":
    main()
