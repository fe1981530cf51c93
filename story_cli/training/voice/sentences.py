"""Sentences of the house stories as spoken words: what a recogniser expects, and what voices are tried on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from story_cli.text import Sentence, sentences
from story_cli.voice.front_end import spoken_form

_TESTED = 10  # one story of so many is kept for testing
_WORDS = (4, 18)


class HouseSentence(NamedTuple):
    sentence: Sentence
    spoken: tuple[str, ...]
    adjectives: tuple[str, ...]
    tested: bool  # its story is one of those that no language model and no voice has seen


def house_sentences(stories: Path) -> Iterator[HouseSentence]:
    """Sentences of library/stories/house of 4 to 18 spoken words (others are of no use to a test), in file order."""
    for path in sorted((stories / "house").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            tested = _is_tested(story["id"])
            for scene in story["scenes"]:
                for sentence in sentences(scene["text"]):
                    spoken = tuple(part for word in sentence.words for part in spoken_form(word.text).spoken)
                    yield HouseSentence(sentence, spoken, tuple(story["adjectives"]), tested)


def fits_test(said: HouseSentence) -> bool:
    low, high = _WORDS
    return said.tested and low <= len(said.spoken) <= high


def tried_sentences(stories: Path, count: int, seed: int = 1) -> list[HouseSentence]:
    """Sentences that voices are tried on, the same for the same seed, spread over all files."""
    found = [said for said in house_sentences(stories) if fits_test(said)]
    return sorted(found, key=lambda said: sha256(f"{seed} {said.sentence.text}".encode()).digest())[:count]


class Passage(NamedTuple):
    text: str
    adjectives: tuple[str, ...]


def house_passages(stories: Path, count: int, seed: int = 1) -> list[Passage]:
    """Scenes of the tested stories, for listening; the same for the same seed."""
    found = []
    for path in sorted((stories / "house").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            if _is_tested(story["id"]):
                found += [Passage(scene["text"], tuple(story["adjectives"])) for scene in story["scenes"]]
    return sorted(found, key=lambda passage: sha256(f"{seed} {passage.text}".encode()).digest())[:count]


def _is_tested(story_id: str) -> bool:
    return int(sha256(story_id.encode()).hexdigest(), 16) % _TESTED == 0
