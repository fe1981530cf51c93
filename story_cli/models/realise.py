"""Role tokens → English: names and nouns from the cast, a/an, and verbs that agree with "they".

In: tokens of `story_cli.models.roles` and a `Wording` (what each role token says). Out: written text.
Role texts are told as if the hero were "he": "<he> was glad" becomes "they were glad" for a hero who is they.
"""

from __future__ import annotations

import re

from story_cli.artifacts import Data
from story_cli.models.roles import CAPITAL, joined, role_of

PRONOUNS = {
    "he": ("he", "him", "his", "himself"),
    "she": ("she", "her", "her", "herself"),
    "they": ("they", "them", "their", "themself"),
    "it": ("it", "it", "its", "itself"),
}
FORMS = ("he", "him", "his", "himself")

_THEY = {
    "was": "were", "is": "are", "has": "have", "does": "do", "goes": "go", "wasn't": "weren't", "isn't": "aren't",
    "hasn't": "haven't", "doesn't": "don't", "'s": "'re", "tries": "try", "flies": "fly", "cries": "cry",
    "carries": "carry", "hurries": "hurry", "worries": "worry", "watches": "watch", "catches": "catch",
    "teaches": "teach", "reaches": "reach", "wishes": "wish", "washes": "wash", "pushes": "push", "brushes": "brush",
    "misses": "miss", "passes": "pass", "guesses": "guess", "fixes": "fix", "mixes": "mix", "buzzes": "buzz",
}  # fmt: skip
_BETWEEN = {"still", "never", "always", "often", "also", "just", "only", "really", "sometimes", "now", "even", "ever"}
_NOT_VERBS = {"always", "sometimes", "this", "towards", "perhaps", "as", "yes", "its", "his", "us", "besides", "thus"}
_VOWEL = re.compile(r"(?!uni|use|one\b|eu)[aeiou]|hour|honest", re.I)
_ONE_LETTER_S = re.compile(r"[a-z]{2,}[^s'u]s$")


class Wording(Data, frozen=True):
    """What the role tokens of one story say, without angle brackets: {"name": "Mira", "c1": "octopus", …}."""

    words: dict[str, str]
    they: bool = False  # the hero is "they": verbs after <he> lose their s


def pronoun_words(prefix: str, pronoun: str) -> dict[str, str]:
    """The four pronoun forms of a role: {"c1:he": "she", …}; prefix "" is the hero."""
    return {f"{prefix}{form}": word for form, word in zip(FORMS, PRONOUNS[pronoun], strict=True)}


def realise(tokens: list[str], wording: Wording) -> str:
    """The English text. Raises: KeyError for a role token that the wording does not know."""
    words: list[str] = []
    subject = False  # the word before (an adverb aside) was the hero's "they"
    for token in tokens:
        if not role_of(token):
            words.append(_plural_verb(token) if subject else token)
            subject = subject and (token in _BETWEEN or token == CAPITAL)
            continue
        if wording.they and token == "<he>" and words and words[-1] in ("was", "is", "has", "does"):
            words[-1] = _THEY[words[-1]]
        words += wording.words[token[1:-1]].split()
        subject = wording.they and token == "<he>"
    return joined(_articles(words))


def _plural_verb(word: str) -> str:
    if word in _THEY:
        return _THEY[word]
    if _ONE_LETTER_S.fullmatch(word) and word not in _NOT_VERBS:
        return word[:-1]
    return word


def _articles(words: list[str]) -> list[str]:
    """Every "a"/"an" fitted to the word that follows it."""
    out = list(words)
    for i, word in enumerate(words[:-1]):
        if word.lower() in ("a", "an"):
            following = next((w for w in words[i + 1 :] if w[0].isalpha()), "")
            out[i] = word[0] + ("n" if _VOWEL.match(following) else "")
    return out
