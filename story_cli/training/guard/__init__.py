"""`storycli train guard`: word lists, the reading level and the sentence filter of story_cli.guard."""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard.sentences import DECISION, Decision, load_fresh
from story_cli.guard.windows import WORDS
from story_cli.guard.words import digest, severity
from story_cli.kits import load_kits, load_tables, unfold_many
from story_cli.text import sentences
from story_cli.training.corpus import house_rows, open_text
from story_cli.training.guard.families import plain_kinds
from story_cli.training.guard.fit import CHECKPOINT
from story_cli.training.guard.grammar import read_patterns, sentences_of
from story_cli.training.guard.reading import familiar_words, limit_of
from story_cli.training.guard.windows import train_windows
from story_cli.training.screening import kit_texts

PATTERN_EACH = 40  # sentences drawn from a pattern
KIT_STORIES = 700
HELD_OUT = 2000  # good sentences of the house stories that are never trained on
TOLERATED = 0.007  # share of half of the held-out sentences that may be refused; sets the threshold
_TALES = 1200  # of the open corpus
_OPEN_WEIGHT = 0.5  # open text is not screened by hand
_READ = {"unsafe_patterns": 600, "safe_patterns": 300, "house": 2400, "kits": 900, "open": 800}  # in an epoch
GOOD = -1  # kind of a good sentence


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Writes the word lists made from open ones, the reading level's two files, the filter and figures.json.

    About a quarter of an hour, so `minutes` has nothing to act on; `resume` goes on from the checkpoint in `out`.
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
    groups = written_groups(library, seed) | good_groups(data, library, seed)
    if not resume:
        (out / CHECKPOINT).unlink(missing_ok=True)
    if not (out / CHECKPOINT).exists():  # of the larger half, whose training begins after the smaller one's
        train_windows(groups, data, out, seed, log)
    threshold = train_filter(groups, data, out, seed, library, log)
    figures = {name: len(found) for name, found in groups.items()} | {
        "words_listed": len(words),
        "kinds_listed": len(kinds),
        "vocabulary": len((out / WORDS).read_text(encoding="utf-8").splitlines()),
        "threshold": round(threshold, 3),
        "reading_limit": level,
    }
    (out / "figures.json").write_bytes(_json(figures))
    log(", ".join(f"{name} {value}" for name, value in figures.items()))


def train_filter(
    groups: dict[str, list[tuple[str, str]]], data: Path, out: Path, seed: int, library: Library,
    log: Callable[[str], None],
) -> float:  # fmt: skip
    """Writes the larger half's layers and head, and the decision over both; gives the threshold."""
    import torch

    from story_cli.models.encoder import load_encoder, load_pieces
    from story_cli.models.sentence_filter import SentenceFilter, save_filter
    from story_cli.training.encoder import pretrained
    from story_cli.training.guard.fit import LAYERS, Example, Source, fit

    kinds = tuple(sorted({kind for name, found in groups.items() if name.startswith("unsafe") for kind, _ in found}))
    sources = []
    for name, found in groups.items():
        unsafe, sure = name.startswith("unsafe"), name != "open"
        weight = 1.0 if sure else _OPEN_WEIGHT
        rows = [Example(text, kinds.index(kind) if unsafe else GOOD, weight, sure) for kind, text in found]
        sources.append(Source(rows, _READ.get(name, 0)))
    torch.manual_seed(seed)
    shared = library.root / "models" / "encoder"
    net = SentenceFilter(pretrained(data, load_encoder(shared), LAYERS), len(kinds))
    fit(net, load_pieces(shared), sources, seed, out, log)
    save_filter(net, out)
    write_decision(out, Decision(0.0, kinds))
    judged = sorted(load_fresh(library, out).score(text) for text in good_sentences(library)[::2])
    threshold = round(judged[-1 - round(TOLERATED * len(judged))], 2)
    write_decision(out, Decision(threshold, kinds))
    return threshold


def write_decision(out: Path, decision: Decision) -> None:
    (out / DECISION).write_bytes(msgspec.json.format(msgspec.json.encode(decision), indent=2) + b"\n")


def write_reading(data: Path, out: Path, library: Library) -> float:
    """Writes familiar.txt and reading.json; gives the limit."""
    kits = (library.root / "stories" / "kits").glob("*.json")
    familiar = familiar_words(data, library, [path.read_text(encoding="utf-8") for path in sorted(kits)])
    limit = limit_of(library, familiar)
    (out / "familiar.txt").write_text("\n".join(sorted(familiar)) + "\n", encoding="utf-8")
    (out / "reading.json").write_bytes(_json({"limit": limit}))
    return limit


def written_groups(library: Library, seed: int) -> dict[str, list[tuple[str, str]]]:
    """(kind, sentence) of what was written by hand, and of what its patterns unfold to; kinds of patterns are known."""
    rng, folder = random.Random(seed), library.root / "guard"
    patterns = read_patterns(folder / "unsafe.txt")
    fine = read_patterns(folder / "safe.txt", patterns.slots)
    groups = {
        "unsafe_patterns": sentences_of(patterns, PATTERN_EACH, rng),
        "safe_patterns": sentences_of(fine, PATTERN_EACH, rng),
    }
    for name in ("unsafe_written", "safe_written"):
        groups[name] = [(line.category, line.text) for line in read_patterns(folder / f"{name}.txt").patterns]
    return groups


def good_groups(data: Path, library: Library, seed: int) -> dict[str, list[tuple[str, str]]]:
    """("", sentence) of house stories, unfolded kits and open text, less those held out."""
    names, rng = [*library.names.he, *library.names.she], random.Random(seed)
    kits = [text.replace("[HERO]", rng.choice(names)) for text in kit_sentences(library, seed)]
    found = {
        "house": [text for text in house_sentences(library) if not held_out(text)],
        "kits": [text for text in kits if not held_out(text)],
        "open": open_sentences(data, library),
    }
    return {name: [("", text) for text in texts] for name, texts in found.items()}


def kit_sentences(library: Library, seed: int) -> list[str]:
    """Every sentence of unfolded kits once."""
    kits = load_kits(library.root / "stories" / "kits")
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    found: dict[str, None] = {}
    for number, story in enumerate(unfold_many(kits, tables, KIT_STORIES, seed)):
        for text in kit_texts(story, library, f"{seed} {number}"):
            found.update(dict.fromkeys(sentence.text for sentence in sentences(text)))
    return list(found)


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


def open_sentences(data: Path, library: Library) -> list[str]:
    """Sentences of tinystories without listed words."""
    return [
        sentence.text
        for text in open_text(data, "tinystories", _TALES)
        for sentence in sentences(text)
        if not any(severity(library, word.text.strip("\"'.,;:!?“”").lower()) for word in sentence.words)
    ]


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
_REFUSED_KINDS = {"weapon", "drug", "alcohol", "tobacco", "excrete", "crime", "romance"}
_NEVER = {"burped", "drunk", "robbed"}  # slips of single stories


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
