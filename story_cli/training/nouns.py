"""The table of common nouns that the reader of scenes uses: what kind of thing each is, and what it is a kind of.

From Open English WordNet (first sense = commonest) for the nouns that children's texts use; concrete ones carry their
hypernyms, so that a "schooner" can be a ship and "the bird" the owl. Written as library/models/nouns/nouns.tsv.
"""

from __future__ import annotations

import csv
import io
import lzma
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.scene.words import word_set
from story_cli.training.open_texts import open_texts

COMMONEST = 7000  # nouns kept, by frequency in the open texts
LEVELS = 4  # hypernyms kept, from the nearest
_SENSES = 3  # looked at for a concrete meaning beside a commonest one that cannot be seen
_GENERAL = word_set("""
    entity whole object matter thing organism being abstraction relation attribute artefact artifact construction
    instrumentality instrumentation unit cause individual person someone somebody mortal soul covering
    substance chordate vertebrate craniate invertebrate grouping group device structure material solid
""") | {"physical entity", "physical object", "living thing", "causal agent", "social group", "human being"}
_KINDS = {
    "noun.person": "person", "noun.animal": "animal", "noun.artifact": "artifact", "noun.food": "food",
    "noun.plant": "plant", "noun.body": "body", "noun.object": "object", "noun.substance": "stuff",
    "noun.location": "place", "noun.group": "group",
}  # fmt: skip
_PLACES = frozenset(
    ("geological formation", "body of water", "land", "region", "location", "sky", "atmosphere", "way", "water")
)
_WRITTEN = frozenset(("document", "manuscript", "written document", "sign", "signboard", "publication", "picture"))
_CLOTHES = frozenset(("clothing", "headdress", "footwear", "handwear", "neckwear", "eyeglasses", "jewelry"))
_SOLID = frozenset(("artifact", "plant", "animal", "clothes", "food", "object"))
_TOPS = {"person": "person", "animal": "animal", "plant": "plant", "food": "food", "body": "body", "substance": "stuff"}


class Synset:
    """One meaning: its kind, its words and the meanings above it."""

    def __init__(self, row: list[str]) -> None:
        self.kind = row[1]
        self.members = row[2].split("|")
        self.above = [part for part in row[3].replace("|", ",").split(",") if part]


def _rows(path: Path) -> Iterator[list[str]]:
    if not path.is_file():
        raise StoryError(f"no {path}", "put open_english_wordnet there, or name another folder with --data")
    text = lzma.decompress(path.read_bytes()).decode("utf-8")
    yield from csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)


def chain(synset: str, synsets: dict[str, Synset], *, general: bool = False) -> list[str]:
    """Words of the meanings above one, from the nearest, two of each; with `general` those that fit everything too."""
    found: list[str] = []
    seen = set()
    for _ in range(12):
        above = next((s for s in synsets[synset].above if s in synsets and s not in seen), None)
        if above is None:
            break
        seen.add(above)
        words = [word for word in synsets[above].members[:2] if word.count(" ") < 2]
        found += [word for word in words if general or word not in _GENERAL]
        synset = above
    return found


def kind_of(synset: Synset, above: list[str]) -> str:
    """One of the table's kinds; "abstract" for what cannot be seen."""
    if set(above) & _CLOTHES or set(synset.members) & _CLOTHES:
        return "clothes"
    if set(above) & _PLACES or set(synset.members) & _PLACES:
        return "place"
    if synset.kind == "noun.Tops":
        return next((_TOPS[word] for word in synset.members if word in _TOPS), "abstract")
    if set(above) & _WRITTEN or set(synset.members) & _WRITTEN:
        return "artifact"
    return _KINDS.get(synset.kind, "abstract")


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """`storycli train nouns`: half a minute; nothing is drawn, so `seed`, `minutes` and `resume` do nothing."""
    folder = data / "open_english_wordnet"
    synsets = {row[0]: Synset(row) for row in _rows(folder / "synsets.tsv.xz") if row[0].endswith("-n")}
    senses = {row[0]: row[2].split(",") for row in _rows(folder / "lemmas.tsv.xz") if row[1] == "n"}
    counts = Counter(word for text in open_texts(data) for word in text)
    common = sorted((word for word in senses if counts[word] > 2), key=lambda word: (-counts[word], word))[:COMMONEST]
    lines: list[str] = []
    unseen: list[str] = []
    for word in sorted(common):
        meanings = [sense for sense in senses[word] if sense in synsets][:_SENSES]
        if not meanings or not word.isalpha():
            continue
        kinds = [kind_of(synsets[sense], chain(sense, synsets, general=True)) for sense in meanings]
        kind = kinds[0]
        if kind in ("abstract", "group") and set(kinds) & _SOLID:
            kind = "maybe"
            meanings = [sense for sense, other in zip(meanings, kinds, strict=True) if other in _SOLID]
        if kind == "abstract":
            unseen.append(word)
            continue
        above = chain(meanings[0], synsets)
        names = [name for name in dict.fromkeys([*synsets[meanings[0]].members[:3], *above]) if name != word]
        lines.append("\t".join((word, kind, "|".join(names[: LEVELS + 1]))))
    lines.append("\t".join((" ".join(unseen), "abstract", "")))
    out.mkdir(parents=True, exist_ok=True)
    (out / "nouns.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    log(f"{len(lines) - 1} nouns that can be seen, {len(unseen)} that cannot")
