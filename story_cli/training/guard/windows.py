"""Makes the smaller half of the sentence filter: its vocabulary, word vectors, word families and windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from story_cli.catalogue import Library
from story_cli.guard.features import OTHER, SPEECH, stem, stems
from story_cli.guard.windows import UNKNOWN, VECTOR_SCALE, WEIGHTS, WIDTHS, WORDS
from story_cli.training.guard.families import ROOTS, make_families
from story_cli.training.guard.fit_windows import EPOCHS, FIRST_EPOCHS, WindowExample, WindowNet, fit_windows, padded
from story_cli.training.guard.teacher import Teacher
from story_cli.training.guard.vectors import DIMENSIONS, word_list, word_vectors

WRITTEN = 3.0  # weight of a sentence written by hand
_OPEN_WEIGHT = 0.5  # open text is not screened by hand
_DOUBTFUL = -1.0  # log-odds
_FAMILIES_BYTES = 6  # room for 48 families and marks
_MARKS = (SPEECH, "!", "?", ",", ".")
_COMMON_FAMILIES = {"person", "animal", "child", "parent", "body", "vehicle", "garment", "water"}


def train_windows(
    groups: dict[str, list[tuple[str, str]]], data: Path, out: Path, seed: int, log: Callable[[str], None]
) -> int:
    """Writes the vocabulary and the weights; gives the number of words. About four minutes."""
    from safetensors.numpy import save_file

    vocabulary, vectors, families = word_table(data, [text for found in groups.values() for _, text in found])
    rows = {word: row for row, word in enumerate(vocabulary)}
    table = np.concatenate([vectors / VECTOR_SCALE, np.unpackbits(families, axis=1)], axis=1).astype(np.float32)
    examples = []
    for name, found in groups.items():
        weight = WRITTEN if name.endswith("written") else _OPEN_WEIGHT if name == "open" else 1.0
        for _, text in found:
            numbers = [rows.get(word, UNKNOWN) for word in stems(text)]
            if numbers:
                examples.append(WindowExample(numbers, int(name.startswith("unsafe")), weight))
    net = fit_windows(examples, table, seed, FIRST_EPOCHS, log)
    kept = without_doubtful(examples, net)
    log(f"{len(examples) - len(kept)} sentences of open text left out as doubtful")
    net = fit_windows(kept, table, seed, EPOCHS, log)
    (out / WORDS).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    tensors = parts_of(net) | {"vectors": vectors.astype(np.int8), "families": families}
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, str(out / WEIGHTS))
    return len(vocabulary)


def without_doubtful(found: list[WindowExample], net: WindowNet) -> list[WindowExample]:
    """Open text is not screened by hand: what a first filter finds unsafe there is not learnt from."""
    import torch

    doubtful = set()
    places = [n for n, example in enumerate(found) if example.weight == _OPEN_WEIGHT]
    with torch.inference_mode():
        for start in range(0, len(places), 512):
            part = places[start : start + 512]
            scores = net(padded([found[n].rows for n in part])).tolist()
            doubtful |= {n for n, score in zip(part, scores, strict=True) if score > _DOUBTFUL}
    return [example for n, example in enumerate(found) if n not in doubtful]


def word_table(data: Path, texts: list[str]) -> tuple[list[str], Any, Any]:
    """Vocabulary, vectors (V, DIMENSIONS) in −127 … 127 and families (V, _FAMILIES_BYTES) as packed bits.

    Row 0 is padding, row 1 any unknown word; words of a dangerous family are in it even if open text lacks them.
    """
    families = make_families(data)
    for word in {stem(word) for name in Library().things_by_word for word in name.split()}:
        families[word] = tuple(kind for kind in families.get(word, ()) if kind in _COMMON_FAMILIES)
    rare = {word for word, kinds in families.items() if set(kinds) - _COMMON_FAMILIES}
    words, forms = word_list(data, texts, rare)
    marks = [mark for mark in _MARKS if mark not in words]
    vocabulary = ["<pad>", OTHER, *marks, *words]
    names = [*ROOTS, "bad"]
    bits = np.zeros((len(vocabulary), 8 * _FAMILIES_BYTES), np.uint8)
    for row, word in enumerate(vocabulary):
        for kind in families.get(word, ()):
            bits[row, names.index(kind)] = 1
        if word in marks:
            bits[row, len(names) + marks.index(word)] = 1
    table = np.zeros((len(vocabulary), DIMENSIONS), np.float32)
    table[2 + len(marks) :] = word_vectors(forms, Teacher(data).embed)
    return vocabulary, np.rint(table * VECTOR_SCALE), np.packbits(bits, axis=1)


def parts_of(net: WindowNet) -> dict[str, Any]:
    """The network's weights as the filter reads them."""
    state = {name: tensor.detach().numpy() for name, tensor in net.state_dict().items()}
    parts: dict[str, Any] = {
        "out": state["out.weight"].ravel().astype(np.float16), "bias": state["out.bias"],
        "hidden": state["hidden.weight"].T.astype(np.float16), "hidden_bias": state["hidden.bias"].astype(np.float16),
    }  # fmt: skip
    for place, width in enumerate(WIDTHS):
        weights = state[f"windows.{place}.weight"]  # (D, F, width)
        parts[f"window{width}"] = weights.transpose(2, 1, 0).reshape(-1, len(weights)).astype(np.float16)
        parts[f"bias{width}"] = state[f"windows.{place}.bias"].astype(np.float16)
    return parts
