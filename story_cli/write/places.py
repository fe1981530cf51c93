"""Places as a story speaks of them: with a word of praise where it comes to one first, in short afterwards.

Works on role tokens of a scene, just before they become English: "<p1:in>" → "in the dear old mushroom village", and
later "in the village", or nothing where a comma shows that the sentence stands without it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from story_cli.artifacts import Brief
from story_cli.models.realise import Wording
from story_cli.rng import prompt_seed

_PRAISE = (
    "lovely", "famous", "fine", "beautiful", "splendid", "curious",
    "charming", "pretty", "wonderful", "ancient", "merry", "pleasant", "well-loved", "well-known", "funny old",
    "marvellous", "much-loved", "magnificent", "remarkable", "delightful", "friendly", "peculiar",
    "extraordinary", "cheerful", "favourite", "glorious", "excellent", "honest old", "proud",
)  # fmt: skip
_PRAISED = 0.75  # chance of it
_WHOLE = {"pad", "belt", "room", "top"}
_ENDS = {".", "!", "?", ","}


class Places:
    """The places of one story; what it calls them is drawn once."""

    def __init__(self, brief: Brief, words: Wording) -> None:
        rng = random.Random(prompt_seed(brief, "places"))
        roles = sorted(key for key in words.words if len(key) == 2 and key[0] == "p")
        praise = rng.sample(_PRAISE, len(roles))
        self.praise = {role: word for role, word in zip(roles, praise, strict=True) if rng.random() < _PRAISED}
        self.words = words.words

    def __call__(self, tokens: Sequence[str], before: str) -> list[str]:
        """The tokens with the places in words; `before` is the story so far, in English."""
        out: list[str] = []
        met = {role for role in self._roles() if self.words[role] in before}
        for at, token in enumerate(tokens):
            role, _, form = token.strip("<>").partition(":")
            if role not in self._roles() or form not in ("in", "to"):
                out.append(token)
                met |= {role} & self._roles()
                continue
            known, phrase = role in met, self.words[f"{role}:{form}"]
            met.add(role)
            following = tokens[at + 1] if at + 1 < len(tokens) else ""
            if known and form == "in" and out and out[-1] == "," and following in _ENDS:
                out.pop()
            else:
                out += (shortened(phrase) if known else self._praised(role, phrase)).split()
        return out

    def _roles(self) -> set[str]:
        return {key for key in self.words if len(key) == 2 and key[0] == "p"}

    def _praised(self, role: str, phrase: str) -> str:
        """ "in the mushroom village" → "in the dear old mushroom village"."""
        before, the, noun = phrase.partition(" the ")
        word = self.praise.get(role, "")
        fits = the and word and noun.split()[0] not in word.split() and "of" not in noun.split()
        return f"{before} the {word} {noun}" if fits else phrase


def shortened(phrase: str) -> str:
    """ "in the mushroom village" → "in the village", where the last word says enough."""
    before, the, noun = phrase.partition(" the ")
    words = noun.split()
    if not the or len(words) != 2 or words[-1] in _WHOLE:
        return phrase
    return f"{before} the {words[-1]}"
