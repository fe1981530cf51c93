"""The coherence model: stories in, the chance that each is sound in every respect out.

Ours is the judge of story_cli.models.judge over counted features; any Hugging Face folder with a sequence classifier
whose labels are criteria (1 = sound) and whose tokenizer is beside it can be named instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from story_cli.catalogue import Library
from story_cli.errors import ExitStatus, StoryError
from story_cli.rank.layout import Scenes

_BATCH = 16
_LONGEST = 512  # tokens of a story, for classifiers of the transformers library

Judge = Callable[[Sequence[Scenes]], list[dict[str, float]]]
"""Stories → for each, criterion → probability of being sound."""


@lru_cache(maxsize=2)
def load_judge(library: Library, name: str) -> Judge:
    """The ranker of this name. Raises: StoryError if it is missing or cannot be read; nothing is fetched."""
    from story_cli.models.judge import is_judge

    folder = library.model_folder(name)
    return _our_judge(folder) if is_judge(folder) else _classifier_judge(folder)


def _our_judge(folder: Path) -> Judge:
    import torch

    from story_cli.models.judge import WHOLE, load_judge_model
    from story_cli.rank.features import matrix

    net, tables = load_judge_model(folder)

    def judge(stories: Sequence[Scenes]) -> list[dict[str, float]]:
        if not stories:
            return []
        with torch.inference_mode():
            rows = torch.from_numpy(matrix(stories, tables))
            chances = torch.sigmoid(torch.cat([net(rows), net.whole(rows)[:, None]], 1)).tolist()
        return [dict(zip((*net.criteria, WHOLE), row, strict=True)) for row in chances]

    return judge


def _classifier_judge(folder: Path) -> Judge:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    try:
        net: Any = AutoModelForSequenceClassification.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True, use_safetensors=True
        ).eval()
        tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as exc:
        hint = "name a folder with config.json, model.safetensors and tokenizer.json"
        raise StoryError(f"the ranker in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    longest = min(_LONGEST, int(getattr(net.config, "max_position_embeddings", _LONGEST)))
    names = [str(net.config.id2label[number]) for number in range(net.config.num_labels)]

    def judge(stories: Sequence[Scenes]) -> list[dict[str, float]]:
        texts = ["\n".join(" ".join(scene) for scene in story) for story in stories]
        found: list[dict[str, float]] = []
        with torch.inference_mode():
            for begin in range(0, len(texts), _BATCH):
                some = texts[begin : begin + _BATCH]
                inputs = tokenizer(some, return_tensors="pt", padding=True, truncation=True, max_length=longest)
                chances = torch.sigmoid(net(**inputs).logits.float()).tolist()
                found += [dict(zip(names, row, strict=True)) for row in chances]
        return found

    return judge
