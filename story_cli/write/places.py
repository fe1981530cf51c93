"""Places as a story speaks of them: by their whole name where it comes to one first, in short afterwards.

Works on role tokens of a scene, just before they become English: "<p1:in>" → "in the mushroom village", and later "in
the village", or nothing where a comma shows that the sentence stands without it.
"""

from __future__ import annotations

from collections.abc import Sequence

from story_cli.models.realise import Wording

_WHOLE = {"pad", "belt", "room", "top"}
_ENDS = {".", "!", "?", ","}


class Places:
    """The places of one story."""

    def __init__(self, words: Wording) -> None:
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
                out += (shortened(phrase) if known else phrase).split()
        return out

    def _roles(self) -> set[str]:
        return {key for key in self.words if len(key) == 2 and key[0] == "p"}


def shortened(phrase: str) -> str:
    """ "in the mushroom village" → "in the village", where the last word says enough."""
    before, the, noun = phrase.partition(" the ")
    words = noun.split()
    if not the or len(words) != 2 or words[-1] in _WHOLE:
        return phrase
    return f"{before} the {words[-1]}"
