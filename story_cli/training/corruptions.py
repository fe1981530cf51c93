"""Faults put into good stories by rule, one at a time and without changing the length much.

Each function takes scenes (lists of sentences) and another story to borrow from, and gives new scenes or None where
the fault cannot be made. What it breaks is the name of its criterion. Draws from the given rng.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from story_cli.rank.layout import HERO, NAMES, Scenes

Corruption = Callable[[Scenes, Scenes, random.Random], Scenes | None]

CRITERIA = ("order", "cast", "thread", "fresh", "ending", "sense")
_PRONOUNS = {"he": "she", "she": "he", "him": "her", "his": "her", "her": "his"}
_NAMES = ("Tilda", "Bruno", "Marla", "Otis", "Wanda", "Felix", "Greta")
_NOUN = re.compile(r"\bthe ([a-z]{3,})\b")


def swap_scenes(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """Two scenes change places."""
    if len(scenes) < 3:
        return None
    one, two = rng.sample(range(len(scenes)), 2)
    changed = list(scenes)
    changed[one], changed[two] = changed[two], changed[one]
    return changed


def shuffle_sentences(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """The sentences of one scene in another order."""
    places = [n for n, scene in enumerate(scenes) if len(scene) > 2]
    if not places:
        return None
    place = rng.choice(places)
    order = scenes[place][:]
    rng.shuffle(order)
    return _with(scenes, place, order) if order != scenes[place] else None


def swap_names(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """From one scene on, the hero and somebody else have changed places, or the hero has another name."""
    begin = rng.randrange(1, max(2, len(scenes)))
    sign = rng.choice([HERO, *NAMES[:2]])
    mate = rng.choice([name for name in (HERO, *NAMES) if name != sign])
    until = rng.choice([begin + 1, len(scenes)])
    changed = [
        [_exchanged(s, sign, mate) for s in scene] if begin <= n < until else scene for n, scene in enumerate(scenes)
    ]
    return changed if changed != scenes else None


def swap_nouns(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """In one scene, a thing of this story turns into a thing of another one."""
    place = rng.randrange(1, max(2, len(scenes))) if len(scenes) > 1 else 0
    mine = sorted({m[1] for scene in scenes[:place] for s in scene for m in _NOUN.finditer(s)})
    here = [noun for noun in mine if any(f"the {noun}" in s for s in scenes[place])]
    theirs = sorted({m[1] for scene in other for s in scene for m in _NOUN.finditer(s)} - set(mine))
    if not here or not theirs:
        return None
    noun, new = rng.choice(here), rng.choice(theirs)
    return _with(scenes, place, [re.sub(rf"\b{noun}\b", new, s) for s in scenes[place]])


def swap_pronouns(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """In one scene, she becomes he or the other way round."""
    places = [n for n, scene in enumerate(scenes) if re.search(r"\b(he|she)\b", " ".join(scene), re.I)]
    if not places:
        return None
    place = rng.choice(places)

    def turned(found: re.Match[str]) -> str:
        word = _PRONOUNS[found.group().lower()]
        return word.capitalize() if found.group()[0].isupper() else word

    return _with(scenes, place, [re.sub(r"\b(he|she|him|his|her)\b", turned, s, flags=re.I) for s in scenes[place]])


def foreign_scene(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """One scene comes from another story."""
    if len(other) < 2 or len(scenes) < 2:
        return None
    place = rng.randrange(len(scenes) - 1)
    return _with(scenes, place, _strangers(other[min(place, len(other) - 1)], rng))


def foreign_sentence(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """One sentence comes from another story."""
    place = rng.randrange(len(scenes))
    borrowed = _strangers([rng.choice(rng.choice(other))], rng)[0]
    at = rng.randrange(len(scenes[place]))
    return _with(scenes, place, [borrowed if n == at else s for n, s in enumerate(scenes[place])])


def repeat_sentence(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """A sentence is said again instead of another one."""
    said = [s for scene in scenes for s in scene if len(s.split()) > 3]
    place = rng.randrange(len(scenes))
    at = rng.randrange(len(scenes[place]))
    again = [s for s in said if s != scenes[place][at]]
    if not again:
        return None
    source = rng.choice(again)
    return _with(scenes, place, [source if n == at else s for n, s in enumerate(scenes[place])])


def repeat_scene(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """A scene is told a second time instead of the next one."""
    if len(scenes) < 3:
        return None
    place = rng.randrange(1, len(scenes))
    return _with(scenes, place, scenes[place - 1])


def foreign_ending(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """The last scene answers another story's wish."""
    return _with(scenes, len(scenes) - 1, _strangers(other[-1], rng)) if len(scenes) > 1 else None


def no_ending(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """The story stops in the middle: a scene from the beginning stands last."""
    return _with(scenes, len(scenes) - 1, scenes[rng.randrange(0, 2)]) if len(scenes) > 2 else None


def shuffle_words(scenes: Scenes, other: Scenes, rng: random.Random) -> Scenes | None:
    """Some words of a sentence lose their order."""
    place = rng.randrange(len(scenes))
    at = rng.randrange(len(scenes[place]))
    words = scenes[place][at].split()
    if len(words) < 6:
        return None
    begin = rng.randrange(len(words) - 4)
    part = words[begin : begin + 4]
    rng.shuffle(part)
    changed = " ".join(words[:begin] + part + words[begin + 4 :])
    if changed == scenes[place][at]:
        return None
    return _with(scenes, place, [changed if n == at else s for n, s in enumerate(scenes[place])])


CORRUPTIONS: tuple[tuple[str, Corruption], ...] = (
    ("order", swap_scenes),
    ("order", shuffle_sentences),
    ("cast", swap_names),
    ("cast", swap_nouns),
    ("cast", swap_pronouns),
    ("thread", foreign_scene),
    ("thread", foreign_sentence),
    ("fresh", repeat_sentence),
    ("fresh", repeat_scene),
    ("ending", foreign_ending),
    ("ending", no_ending),
    ("sense", shuffle_words),
)


def _strangers(scene: list[str], rng: random.Random) -> list[str]:
    """A borrowed scene: half of the time its people keep this story's signs, else they have names of their own."""
    if rng.random() < 0.5:
        return scene
    names = dict(zip((HERO, *NAMES), rng.sample((NAMES[2], NAMES[3], *_NAMES), 5), strict=True))
    return [re.sub(r"\[[A-Z]+\d?\]", lambda found: names.get(found[0], found[0]), sentence) for sentence in scene]


def _with(scenes: Scenes, place: int, scene: list[str]) -> Scenes:
    return [scene if n == place else s for n, s in enumerate(scenes)]


def _exchanged(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)
