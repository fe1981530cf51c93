"""Good stories for the ranker: house stories, kit stories in words, open tales cut into five parts.

Names of the cast are replaced by signs (story_cli.rank.layout).
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.kits import load_kits, load_tables, unfold_many
from story_cli.models.realise import Wording, pronoun_words, realise
from story_cli.models.roles import MOST, RoleStory
from story_cli.rank.layout import HERO, NAMES, Scenes, laid_out, names_in, signs_for
from story_cli.text import sentences
from story_cli.training.screening import Screen
from story_cli.training.written import held_out, rows_of

OPEN = {"tinystories": "tinystories.jsonl.gz", "tinyfabulist": "fables.jsonl.gz"}
KIT_STORIES = 2400
OPEN_STORIES = 3000
_HERO_WORDS = {
    "look": ("with a blue hat", "in a red scarf", "with a green bag"),
    "joy": ("jumped for joy", "danced on the spot", "clapped and cheered"),
    "think": ("thought hard", "stopped and thought", "scratched {his} chin"),
    "skill:do": ("sing very loudly", "walk on tiptoe", "count to a hundred"),
    "skill:did": ("sang very loudly", "walked on tiptoe", "counted to a hundred"),
    "go": ("walk", "run", "hurry"),
    "went": ("walked", "ran", "hurried"),
}


class Tale(NamedTuple):
    """A good story."""

    source: str
    scenes: Scenes


def read_tales(data: Path, library: Library, seed: int, screen: Screen | None = None) -> tuple[list[Tale], list[Tale]]:
    """Stories to learn from and house stories held out, less what the output filter refuses (`screen` counts it).

    Raises: StoryError if there are none.
    """
    screen = screen or Screen(library)
    learn, test = house_tales(library, screen)
    rng = random.Random(seed)
    found = list(_open_tales(data, screen))
    return learn + list(_kit_tales(library, seed, screen)) + rng.sample(found, min(OPEN_STORIES, len(found))), test


def house_tales(library: Library, screen: Screen | None = None) -> tuple[list[Tale], list[Tale]]:
    """House stories to learn from, and about every tenth for testing only. Raises: StoryError if there are none."""
    learn: list[Tale] = []
    test: list[Tale] = []
    for row in rows_of(library):
        texts = [scene["text"] for scene in row["scenes"]]
        if screen is not None and not screen.passes("house", texts, written=True):
            continue
        others = [name for name in names_in(texts) if name != row["hero_name"]]
        tale = Tale("house", laid_out(texts, signs_for(row["hero_name"], others)))
        (test if held_out(row["id"]) else learn).append(tale)
    if not test:
        raise StoryError(f"no stories in {library.root / 'stories' / 'house'}", "give a library that holds some")
    return learn, test


def _kit_tales(library: Library, seed: int, screen: Screen) -> Iterator[Tale]:
    """Kit stories with nouns and places drawn from the catalogue."""
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    kits = load_kits(library.root / "stories" / "kits")
    rng = random.Random(seed)
    for story in screen.kits(unfold_many(kits, tables, KIT_STORIES, seed)):
        wording = wording_of(story, library, rng)
        texts = [realise(list(scene.tokens), wording) for scene in story.scenes]
        yield Tale(story.source, [[s.text for s in sentences(text)] for text in texts])


def wording_of(story: RoleStory, library: Library, rng: random.Random) -> Wording:
    """Every role token in words; the cast's names are signs already."""
    hero_pronoun = rng.choice(("she", "he"))
    words = {"name": HERO, "hero": story.hero, "col1": "blue", "col2": "red"} | pronoun_words("", hero_pronoun)
    own = words["his"]
    words |= {form: rng.choice(choices).replace("{his}", own) for form, choices in _HERO_WORDS.items()}
    creatures = rng.sample(sorted(library.creatures.values(), key=lambda c: c.id), MOST["creature"])
    props = rng.sample(sorted(library.props.values(), key=lambda p: p.id), MOST["thing"])
    places = rng.sample(sorted(library.places.values(), key=lambda p: p.id), MOST["place"])
    for number, creature in enumerate(creatures, 1):
        noun, prefix = creature.names[0], f"c{number}"
        words |= {prefix: noun, f"{prefix}:s": creature.plural, f"{prefix}:go": "go", f"{prefix}:went": "went"}
        words[f"{prefix}:name"] = NAMES[min(number, len(NAMES)) - 1]
        words |= pronoun_words(f"{prefix}:", rng.choice(("she", "he")))
    for number, prop in enumerate(props, 1):
        sound = prop.sound or "bong"
        words |= {f"t{number}": prop.names[0], f"t{number}:s": prop.plural, f"t{number}:sound": sound}
    for number, place in enumerate(places, 1):
        words |= {f"p{number}": place.names[0], f"p{number}:in": place.where, f"p{number}:to": place.to}
    for number in range(1, MOST["hide"] + 1):
        words |= {f"d{number}": "behind a rock", f"d{number}:rel": "behind", f"d{number}:at": "a rock"}
    return Wording(words=words)


def _open_tales(data: Path, screen: Screen) -> Iterator[Tale]:
    for name in OPEN:
        for text in read_open(data, name):
            if screen.passes(name, [text]):
                parts = [s.text for s in sentences(text)]
                texts = [" ".join(parts[len(parts) * n // 5 : len(parts) * (n + 1) // 5]) for n in range(5)]
                names = names_in(texts)
                yield Tale(name, laid_out(texts, signs_for(names[0] if names else "", names[1:])))


def read_open(data: Path, name: str) -> Iterator[str]:
    """Stories of 10 to 32 sentences of an open corpus. Raises: StoryError if it is not there."""
    path = data / name / OPEN[name]
    if not path.is_file():
        raise StoryError(f"no corpus at {path}", f"put {name} there, or name another folder with --data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = " ".join(json.loads(line)["text"].split())
            if 10 <= len(sentences(text)) <= 32 and len(text) < 1900:
                yield text
