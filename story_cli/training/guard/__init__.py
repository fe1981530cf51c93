"""`storycli train guard`: word lists, word families and the sentence filter of story_cli.guard."""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard.features import OTHER, SPEECH, stem, stems
from story_cli.guard.sentences import UNKNOWN, VECTOR_SCALE, WIDTHS, Filter
from story_cli.guard.words import digest, severity
from story_cli.kits import load_kits, load_tables, unfold_many
from story_cli.text import sentences
from story_cli.training.corpus import house_rows, open_text
from story_cli.training.guard.families import ROOTS, make_families, plain_kinds
from story_cli.training.guard.fit import EPOCHS, FIRST_EPOCHS, Example, Net, fit, padded
from story_cli.training.guard.grammar import read_patterns, sentences_of
from story_cli.training.guard.reading import familiar_words, limit_of
from story_cli.training.guard.teacher import Teacher
from story_cli.training.guard.vectors import DIMENSIONS, word_list, word_vectors
from story_cli.training.screening import kit_texts

UNSAFE_EACH, SAFE_EACH = 40, 40  # sentences drawn from a pattern
WRITTEN = 5.0  # weight of a sentence written by hand
KIT_STORIES = 700
HELD_OUT = 2000  # good sentences of the house stories that are never trained on
TOLERATED = 0.008  # share of the held-out half of good sentences that may be refused; sets the threshold
_TALES = 1200  # of the open corpus
_OPEN_WEIGHT = 0.5  # open text is not screened by hand
_DOUBTFUL = -1.0  # log-odds
_FAMILIES_BYTES = 6  # room for 48 families and marks
_MARKS = (SPEECH, "!", "?", ",", ".")


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Writes the word lists made from open ones, the reading level's two files, the filter's two and figures.json.

    It takes minutes, so `minutes` and `resume` have nothing to act on.
    """
    out.mkdir(parents=True, exist_ok=True)
    used = used_words(library)
    words = {
        word: level
        for word, level in listed(data, library.root / "guard" / "fine.txt").items()
        if word not in {digest(w) for w in used}
    }
    (out / "words.json").write_bytes(_json(words))
    kinds = listed_kinds(data, used)
    (out / "kinds.json").write_bytes(_json(kinds))
    level = write_reading(data, out, library)
    groups, counts = examples(data, library, seed)
    vocabulary, vectors, families = word_table(data, [text for texts, *_ in groups for text in texts])
    rows = {word: row for row, word in enumerate(vocabulary)}
    table = np.concatenate([vectors / VECTOR_SCALE, np.unpackbits(families, axis=1)], axis=1).astype(np.float32)
    found = [
        Example([rows.get(word, UNKNOWN) for word in stems(text)], label, weight)
        for texts, label, weight in groups
        for text in texts
    ]
    found = [example for example in found if example.rows]
    net = fit(found, table, seed, FIRST_EPOCHS, log)
    kept = without_doubtful(found, net)
    counts["open_removed_as_doubtful"] = len(found) - len(kept)
    net = fit(kept, table, seed, EPOCHS, log)
    (out / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    tensors = parts_of(net) | {"vectors": vectors.astype(np.int8), "families": families}
    _save(out, tensors, 0.0)
    judge = load_fresh(out)
    judged = sorted(judge.score(text) for text in good_sentences(library)[::2])
    threshold = float(judged[-1 - round(TOLERATED * len(judged))])
    _save(out, tensors, threshold)
    figures = counts | {
        "words_listed": len(words),
        "kinds_listed": len(kinds),
        "vocabulary": len(vocabulary),
        "threshold": round(threshold, 3),
        "reading_limit": level,
    }
    (out / "figures.json").write_bytes(_json(figures))
    log(", ".join(f"{name} {value}" for name, value in figures.items()))


def write_reading(data: Path, out: Path, library: Library) -> float:
    """Writes familiar.txt and reading.json; gives the limit."""
    kits = (library.root / "stories" / "kits").glob("*.json")
    familiar = familiar_words(data, library, [path.read_text(encoding="utf-8") for path in sorted(kits)])
    limit = limit_of(library, familiar)
    (out / "familiar.txt").write_text("\n".join(sorted(familiar)) + "\n", encoding="utf-8")
    (out / "reading.json").write_bytes(_json({"limit": limit}))
    return limit


def without_doubtful(found: list[Example], net: Net) -> list[Example]:
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


def examples(data: Path, library: Library, seed: int) -> tuple[list[tuple[list[str], int, float]], dict[str, Any]]:
    """Groups of (sentences, label, weight), and their numbers."""
    rng, folder = random.Random(seed), library.root / "guard"
    patterns = read_patterns(folder / "unsafe.txt")
    fine = read_patterns(folder / "safe.txt", patterns.slots)
    bad = [text for _, text in sentences_of(patterns, UNSAFE_EACH, rng)]
    safe = [text for _, text in sentences_of(fine, SAFE_EACH, rng)]
    written = [[p.text for p in read_patterns(folder / f"{name}_written.txt").patterns] for name in ("unsafe", "safe")]
    house = [text for text in house_sentences(library) if not held_out(text)]
    kits = [text for text in kit_sentences(library, seed) if not held_out(text)]
    tales, removed = open_sentences(data, library)
    groups = [
        (bad, 1, 1.0), (written[0], 1, WRITTEN), (safe, 0, 1.0), (written[1], 0, WRITTEN),
        (house, 0, 1.0), (kits, 0, 1.0), (tales, 0, _OPEN_WEIGHT),
    ]  # fmt: skip
    names = ("unsafe_patterns", "unsafe_written", "safe_patterns", "safe_written", "house", "kits", "open")
    counts = {name: len(texts) for name, (texts, *_) in zip(names, groups, strict=True)}
    return groups, counts | {"open_removed_by_lists": removed}


def kit_sentences(library: Library, seed: int) -> list[str]:
    """Every sentence of unfolded kits once."""
    kits = load_kits(library.root / "stories" / "kits")
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    found: dict[str, None] = {}
    for number, story in enumerate(unfold_many(kits, tables, KIT_STORIES, seed)):
        for text in kit_texts(story, library, f"{seed} {number}"):
            found.update(dict.fromkeys(sentence.text for sentence in sentences(text)))
    return list(found)


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


_COMMON_FAMILIES = {"person", "animal", "child", "parent", "body", "vehicle", "garment", "water"}


def parts_of(net: Net) -> dict[str, Any]:
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


def load_fresh(out: Path) -> Filter:
    """The filter just written, past the cache."""
    from story_cli.guard.sentences import _load

    _load.cache_clear()
    return _load(out)


def house_sentences(library: Library) -> list[str]:
    """Every sentence of the house stories once, in a fixed order."""
    found: dict[str, None] = {}
    for row in house_rows(library.root):
        for scene in row["scenes"]:  # type: ignore[attr-defined]
            found.update(dict.fromkeys(sentence.text for sentence in sentences(scene["text"])))
    return list(found)


def held_out(sentence: str) -> bool:
    """One sentence in five is kept for measuring."""
    return int(hashlib.sha256(sentence.encode()).hexdigest()[:4], 16) % 5 == 0


def good_sentences(library: Library) -> list[str]:
    """The held-out good sentences, at most HELD_OUT: half of them set the threshold, half only measure."""
    return [text for text in house_sentences(library) if held_out(text)][:HELD_OUT]


def open_sentences(data: Path, library: Library) -> tuple[list[str], int]:
    """Sentences of tinystories without listed words, and how many had one."""
    kept, removed = [], 0
    for text in open_text(data, "tinystories", _TALES):
        for sentence in sentences(text):
            if any(severity(library, word.text.strip("\"'.,;:!?“”").lower()) for word in sentence.words):
                removed += 1
            else:
                kept.append(sentence.text)
    return kept, removed


def used_words(library: Library) -> set[str]:
    """Words of the house stories, the kits and the catalogue: at home in this house, whatever a list says."""
    texts = [*house_sentences(library), *library.things_by_word]
    texts += [path.read_text(encoding="utf-8") for path in sorted((library.root / "stories" / "kits").glob("*.json"))]
    return {word for text in texts for word in re.findall(r"[a-z']+", text.lower())} - _NEVER


def listed_kinds(data: Path, used: set[str]) -> dict[str, int]:
    """Words of a dangerous kind, by WordNet, that are not at home here → severity."""
    return {
        word: 2
        for word, family in plain_kinds(data).items()
        if word not in used | _HARMLESS and family in _REFUSED_KINDS
    }


_HARMLESS = {"firework", "fireworks"}
_NEVER = {"burped", "drunk", "robbed"}  # slips of single stories
_REFUSED_KINDS = {"weapon", "drug", "alcohol", "tobacco", "excrete", "crime", "romance"}


def listed(data: Path, fine: Path) -> dict[str, int]:
    """Digest of each single coarse word of the open lists → severity 1 … 3, less the words of `fine`."""
    left_out = set(fine.read_text(encoding="utf-8").splitlines())
    found: dict[str, int] = {}
    try:
        with (data / "wordlists" / "surge_profanity_en.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rating = float(row["severity_rating"])
                _add(found, row["text"], 1 + (rating >= 1.6) + (rating >= 2.4), left_out)
        rows: list[dict[str, Any]] = msgspec.json.decode(
            (data / "wordlists" / "dsojevic_profanity_en.json").read_bytes()
        )
    except (OSError, KeyError, ValueError) as exc:
        raise StoryError(f"the word lists below {data} cannot be read: {exc}", "put wordlists below --data") from exc
    for entry in rows:
        for text in str(entry["match"]).split("|"):
            _add(found, text, min(3, max(1, int(entry["severity"]) - 1)), left_out)
    return dict(sorted(found.items()))


def _add(found: dict[str, int], text: str, level: int, left_out: set[str]) -> None:
    word = text.strip().lower()
    if word.isalpha() and len(word) > 2 and word not in left_out:
        found[digest(word)] = max(level, found.get(digest(word), 0))


def _json(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"


def _save(out: Path, tensors: dict[str, Any], threshold: float) -> None:
    from safetensors.numpy import save_file

    decision = np.array([float(tensors["bias"][0]), threshold], np.float32)
    kept = {name: np.ascontiguousarray(value) for name, value in tensors.items() if name != "bias"}
    save_file(kept | {"decision": decision}, str(out / "sentences.safetensors"))
