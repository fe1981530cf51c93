"""Families of words for the sentence filter: hyponyms in WordNet, tagged by their commonest sense, and word lists.

A lemma belongs to a family only if one of its first senses lies below the family's roots, so "bow" is no weapon and
"rock" no candy. Source: Open English WordNet (CC BY 4.0), Opinion Lexicon (CC BY 4.0), VADER (MIT).
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from pathlib import Path

from story_cli.errors import StoryError
from story_cli.guard.features import stem

ROOTS: dict[str, tuple[str, ...]] = {  # family → lemma/part of speech whose first sense is a root, or lemma/pos/number
    "weapon": ("weapon/n", "explosive/n", "ammunition/n", "bomb/n", "projectile/n", "firearm/n"),
    "blade": ("knife/n", "blade/n", "razor/n", "sword/n"),
    "drug": ("medicine/n/2", "pill/n", "drug/n", "poison/n", "narcotic/n", "opiate/n"),
    "alcohol": ("alcohol/n", "wine/n", "beer/n", "liquor/n"),
    "tobacco": ("tobacco/n", "cigarette/n", "cigar/n"),
    "hurt": ("hurt/v", "injure/v", "wound/v", "damage/v", "harm/v"),
    "hit": ("hit/v", "strike/v", "beat/v", "punch/v", "slap/v", "kick/v", "whip/v"),
    "kill": ("kill/v", "murder/v", "destroy/v", "execute/v"),
    "attack": ("attack/v", "fight/v", "assault/v", "shoot/v"),
    "grab": ("seize/v", "kidnap/v", "imprison/v", "bind/v", "confine/v"),
    "die": ("die/v", "perish/v"),
    "death": ("death/n", "corpse/n", "killing/n", "grave/n", "burial/n"),
    "body": ("body part/n", "external body part/n", "organ/n", "extremity/n"),
    "child": ("child/n", "baby/n", "boy/n", "girl/n", "juvenile/n"),
    "parent": ("parent/n", "relative/n", "grandparent/n"),
    "person": ("person/n", "adult/n", "worker/n"),
    "animal": ("animal/n",),
    "illness": ("disease/n", "illness/n", "symptom/n"),
    "garment": ("garment/n", "clothing/n", "undergarment/n"),
    "vehicle": ("motor vehicle/n", "vehicle/n"),
    "water": ("body of water/n", "pool/n", "water/n"),
    "fire": ("fire/n", "flame/n", "lighter/n/2", "fuel/n", "match/n"),
    "height": ("roof/n", "cliff/n", "balcony/n", "tower/n", "ledge/n", "windowsill/n"),
    "crime": ("crime/n", "steal/v", "rob/v", "felony/n"),
    "criminal": ("criminal/n", "wrongdoer/n", "thief/n", "bad person/n"),
    "deity": ("deity/n", "spiritual being/n", "religion/n", "clergyman/n", "worship/v"),
    "politics": ("politician/n", "political party/n", "election/n", "government/n"),
    "excrete": ("excrete/v", "feces/n", "body waste/n", "vomit/v", "urinate/v", "defecate/v"),
    "insult": (
        "fool/n",
        "simpleton/n",
        "unpleasant person/n",
        "unwelcome person/n",
        "insult/v",
        "mock/v",
        "ridicule/v",
    ),
    "money": ("money/n", "gambling/n", "bet/v", "coin/n"),
    "threat": ("threaten/v", "menace/n", "punish/v", "frighten/v"),
    "undead": ("monster/n", "ghost/n", "demon/n", "spirit/n"),
    "romance": ("kiss/v", "sexual activity/n", "lover/n", "sexual desire/n", "make love/v", "marry/v", "flirt/v"),
    "restraint": ("rope/n", "chain/n", "cage/n", "prison/n", "trap/n"),
    "tool": ("electrical device/n", "appliance/n", "cutting implement/n", "cutter/n"),
    "secret": ("secret/n", "deceive/v", "lie/v/2", "conceal/v"),
    "leave": ("abandon/v", "flee/v", "escape/v"),
}
_SENSES = 2  # of a lemma that are looked at
_NEGATIVE = -1.3  # VADER valence below which a word counts as bad
_MOST_FAMILIES = 3


def make_families(data: Path) -> dict[str, tuple[str, ...]]:
    """Stem → families. Raises: StoryError if a corpus is missing."""
    senses, below = _wordnet(data / "open_english_wordnet")
    found: dict[str, set[str]] = defaultdict(set)
    for family, roots in ROOTS.items():
        synsets = _closure([synset for root in roots for synset in _senses(root, senses)], below)
        for (lemma, _), own in senses.items():
            if " " not in lemma and lemma.isalpha() and set(own[:_SENSES]) & synsets:
                found[stem(lemma.lower())].add(family)
    for word in _bad_words(data):
        found[stem(word)].add("bad")
    return {word: tuple(sorted(kinds)[:_MOST_FAMILIES]) for word, kinds in sorted(found.items())}


def plain_kinds(data: Path) -> dict[str, str]:
    """Lemmas that are one kind and nothing else: nouns whose first sense lies in the family, without a verb or
    adjective of the same form. Lemma → family."""
    senses, below = _wordnet(data / "open_english_wordnet")
    parts: dict[str, set[str]] = defaultdict(set)
    for lemma, pos in senses:
        parts[lemma].add(pos)
    found: dict[str, str] = {}
    for family, roots in ROOTS.items():
        nouns = [root for root in roots if root.split("/")[1] == "n"]
        synsets = _closure([synset for root in nouns for synset in _senses(root, senses)], below)
        for (lemma, pos), own in senses.items():
            if pos == "n" and parts[lemma] == {"n"} and lemma.isalpha() and lemma.islower() and own[0] in synsets:
                found.setdefault(lemma, family)
    return found


def _senses(root: str, senses: dict[tuple[str, str], list[str]]) -> list[str]:
    lemma, pos, *number = root.split("/")
    own = senses.get((lemma, pos), [])
    place = int(number[0]) - 1 if number else 0
    return own[place : place + 1]


def _closure(roots: list[str], below: dict[str, list[str]]) -> set[str]:
    found, waiting = set(roots), list(roots)
    while waiting:
        for synset in below.get(waiting.pop(), ()):
            if synset not in found:
                found.add(synset)
                waiting.append(synset)
    return found


def _wordnet(folder: Path) -> tuple[dict[tuple[str, str], list[str]], dict[str, list[str]]]:
    """Senses by (lemma, part of speech), and hyponyms by synset."""
    senses: dict[tuple[str, str], list[str]] = {}
    below: dict[str, list[str]] = defaultdict(list)
    try:
        with lzma.open(folder / "lemmas.tsv.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                lemma, pos, synsets = line.rstrip("\n").split("\t")
                senses[lemma, pos] = synsets.replace("|", ",").replace(" ", ",").split(",")
        with lzma.open(folder / "synsets.tsv.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                synset, _, _, hypernyms, *_ = line.rstrip("\n").split("\t")
                for hypernym in hypernyms.replace("|", ",").split(","):
                    below[hypernym].append(synset)
    except OSError as exc:
        raise StoryError(f"no WordNet in {folder}: {exc.strerror}", "put open_english_wordnet below --data") from exc
    return senses, below


def _bad_words(data: Path) -> set[str]:
    """Words with a strongly negative valence."""
    path = data / "wordlists" / "vader_lexicon.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as exc:
        raise StoryError(f"no word list {path}", "put wordlists below --data") from exc
    rows = [line.split("\t") for line in lines if "\t" in line]
    return {row[0] for row in rows if row[0].isalpha() and float(row[1]) <= _NEGATIVE}
