"""Variations of a sentence that leave it as fit or unfit as it was: other names and creatures, slips of the pen."""

from __future__ import annotations

import random
import re

CREATURES = (
    "fox rabbit bear cat dog mouse owl wolf frog duck hedgehog badger mole hare goat lamb pig hen goose swan otter seal"
    " penguin whale shark crab dragon troll giant witch wizard fairy elf dwarf gnome goblin pirate knight king queen"
    " prince princess robot astronaut mermaid clown monkey lion tiger elephant donkey pony horse squirrel raven crow"
    " boy girl captain"
)
NAMES = (
    "Tom Mia Ben Lily Max Anna Leo Nora Finn Lulu Pip Zuzu Mira Bobo Tomo Otto Emma Kim Sam Ida Lena Ole Ella Nick Rosa"
    " Jo Bruno Tilda Hugo Ada"
)
_CREATURE = re.compile(rf"\b({CREATURES.replace(' ', '|')})\b")
_NAME = re.compile(rf"\b({NAMES.replace(' ', '|')})\b")
OTHER_CREATURE, OTHER_NAME, LOWER, UPPER, SLIP, DIGIT = 0.25, 0.5, 0.02, 0.01, 0.03, 0.01
_DIGITS = str.maketrans("oiea", "0134")


def vary(text: str, rng: random.Random) -> str:
    """The sentence, often as it was. Draws from rng."""
    if rng.random() < OTHER_CREATURE:
        text = _swapped(text, _CREATURE, CREATURES, rng)
    if rng.random() < OTHER_NAME:
        text = _swapped(text, _NAME, NAMES, rng)
    chance = rng.random()
    if chance < LOWER:
        return text.lower()
    if chance < LOWER + UPPER:
        return text.upper()
    if chance < LOWER + UPPER + SLIP:
        return _slip(text, rng)
    if chance < LOWER + UPPER + SLIP + DIGIT:
        words = text.split(" ")
        place = rng.randrange(len(words))
        words[place] = words[place].translate(_DIGITS)
        return " ".join(words)
    return text


def _swapped(text: str, pattern: re.Pattern[str], choices: str, rng: random.Random) -> str:
    """Every word of the pattern by another, the same by the same."""
    others = {word: rng.choice(choices.split()) for word in dict.fromkeys(pattern.findall(text))}
    return pattern.sub(lambda match: others[match[1]], text)


def _slip(text: str, rng: random.Random) -> str:
    """Two letters change places."""
    if len(text) < 4:
        return text
    place = rng.randrange(1, len(text) - 2)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
