"""`storycli train soundwords`: which further words may have a sound, through WordNet and the AudioSet classes.

A sound's own names and words are looked up in Open English WordNet; what lies below them ("poodle" under "dog") and
what means the same gets that sound, nearer words first. AudioSet's classes of sounds bridge the rest: a class that is
named like a sound's words gives it to the classes below. Out: words.json in the sounds folder, word → sounds and the
way there. Draws nothing at random.
"""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from story_cli.catalogue import Library
from story_cli.guard import unsafe_words
from story_cli.score.effects import SoundEntry, load_sounds

DEEPEST = 5  # levels below a sound's own synset
MOST_SOUNDS = 3  # a word
_FIRST_SENSES = 2  # a word's senses that count: "bark" is seldom a ship
_NOUNS = ("noun.animal", "noun.artifact", "noun.object", "noun.phenomenon", "noun.food", "noun.event")
_THING_NOUNS = (*_NOUNS, "noun.plant", "noun.body", "noun.person")  # a word that is first of all a thing is no verb
_SONGS = ("noun.communication",)  # only for sounds of voices and music
_VERBS = ("verb.motion", "verb.contact", "verb.communication", "verb.perception", "verb.body", "verb.weather",
          "verb.consumption", "verb.change", "verb.competition", "verb.creation")  # fmt: skip
_PLAIN = re.compile(r"[a-z]{3,}")


class Net(NamedTuple):
    """WordNet: synset → (field, members), synset → synsets below, lemma → synsets by sense."""

    synsets: dict[str, tuple[str, tuple[str, ...]]]
    below: dict[str, list[str]]
    senses: dict[str, list[str]]


class Link(NamedTuple):
    sound: str
    way: str
    distance: int


def run(
    *,
    data: Path,
    out: Path,
    seed: int = 1,
    minutes: float = 0.0,
    resume: bool = False,
    library: Library | None = None,
) -> int:
    """Write `out`/words.json; gives the number of words."""
    library = library or Library()
    sounds = [s for s in load_sounds(library.root / "sounds").sounds if s.kind == "effect"]
    net = read_wordnet(data / "open_english_wordnet")
    links = wordnet_links(sounds, net)
    for word, found in audioset_links(sounds, data / "audioset_ontology" / "sound_classes.tsv").items():
        links[word] += found
    own = {word for sound in sounds for word in (*sound.words, *sound.imitates)}
    words = {}
    for word in sorted(links):
        best: dict[str, Link] = {}
        for link in sorted(links[word], key=lambda k: (k.distance, k.sound, k.way)):
            best.setdefault(link.sound, link)
        if word not in own and not unsafe_words(library, word):
            words[word] = [[link.sound, link.way] for link in list(best.values())[:MOST_SOUNDS]]
    head = {
        "licence": "CC-BY-SA-4.0",
        "origin": "Open English WordNet (CC BY 4.0; derived from Princeton WordNet) and the AudioSet ontology "
        "(CC BY-SA 4.0, Google Inc.), joined by storycli train soundwords",
    }
    rows = ",\n".join(f" {json.dumps(w)}: {json.dumps(found, ensure_ascii=False)}" for w, found in words.items())
    text = json.dumps(head, indent=1)[:-2] + f',\n "words": {{\n{rows}\n }}\n}}\n'
    (out / "words.json").write_text(text, encoding="utf-8")
    return len(words)


def read_wordnet(folder: Path) -> Net:
    """The two tables of the corpora's compact WordNet."""
    synsets: dict[str, tuple[str, tuple[str, ...]]] = {}
    below: dict[str, list[str]] = defaultdict(list)
    with lzma.open(folder / "synsets.tsv.xz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["lexname"] in (*_THING_NOUNS, *_SONGS, *_VERBS):
                synsets[row["synset"]] = (row["lexname"], tuple(row["members"].split("|")))
                for above in (row["hypernyms"] or "").split(","):
                    below[above].append(row["synset"])
    senses: dict[str, list[str]] = {}
    with lzma.open(folder / "lemmas.tsv.xz", "rt", encoding="utf-8") as file:
        for line in file:
            lemma, part, found = line.rstrip("\n").split("\t")
            if part in ("n", "v"):
                senses[f"{lemma} {part}"] = found.split(",")
    return Net(synsets, below, senses)


def wordnet_links(sounds: Sequence[SoundEntry], net: Net) -> dict[str, list[Link]]:
    """Words below and beside the words of each sound."""
    links: dict[str, list[Link]] = defaultdict(list)
    for sound in sounds:
        for word in dict.fromkeys((*sound.pieces, *sound.words, *sound.imitates)):
            for part in "nv":
                for synset in _seeds(sound, word, part, net):
                    for reached, distance in _downwards(synset, net):
                        _add_members(links, sound.id, word, reached, distance, part, net)
    return links


def _seeds(sound: SoundEntry, word: str, part: str, net: Net) -> list[str]:
    """The commonest sense of a sound's word, if it is a thing that sounds or a doing."""
    first = net.senses.get(f"{word.replace('-', ' ')} {part}", [])[:1]
    field = net.synsets.get(first[0], ("", ()))[0] if first else ""
    if part == "n":
        allowed = _NOUNS + (_SONGS if {"voice", "music"} & set(sound.tags) else ())
        allowed += ("noun.plant",) if word in sound.pieces else ()
        return first if field in allowed else []
    noun = net.senses.get(f"{word} n", [""])[0]
    return first if field in _VERBS and net.synsets.get(noun, ("", ()))[0] not in _THING_NOUNS else []


def _downwards(synset: str, net: Net) -> Iterable[tuple[str, int]]:
    """The synset and those at most DEEPEST levels below, with their distance."""
    level, seen = [synset], {synset}
    for distance in range(DEEPEST + 1):
        yield from ((name, distance) for name in level)
        level = [b for name in level for b in net.below.get(name, []) if b not in seen]
        seen.update(level)


def _add_members(
    links: dict[str, list[Link]], sound: str, word: str, synset: str, distance: int, part: str, net: Net
) -> None:
    for member in net.synsets.get(synset, ("", ()))[1]:
        if not _PLAIN.fullmatch(member) or member == word:
            continue
        if synset in net.senses.get(f"{member} {part}", [])[: _FIRST_SENSES if distance == 0 else 1]:
            way = f"wordnet: {member} is a {word}" if distance else f"wordnet: {member} means {word}"
            links[member].append(Link(sound, way, distance))


def audioset_links(sounds: Sequence[SoundEntry], path: Path) -> dict[str, list[Link]]:
    """Words of AudioSet class names that lie at or below a class named like a sound's words."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    children = {row["name"]: [c for c in (row["children"] or "").split("|") if c] for row in rows}
    links: dict[str, list[Link]] = defaultdict(list)
    for sound in sounds:
        known = {*sound.pieces, *sound.words, *sound.imitates}
        for name in children:
            if not set(_words(name)[:2]) & known:
                continue
            for reached, distance in [(name, 0), *((child, 1) for child in children[name])]:
                for word in _words(reached):
                    links[word].append(Link(sound.id, f"audioset: {reached} in {name}", distance + 1))
    return links


def _words(name: str) -> list[str]:
    """ "Bow-wow" → bow-wow; "Meow, mew" → meow, mew; several words only where a comma parts them."""
    parts = [part.strip().lower() for part in name.split(",")]
    return [part for part in parts if re.fullmatch(r"[a-z-]{3,}", part)]
