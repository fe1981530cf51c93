"""Small safe changes of wording for unfolded role texts: contractions, "the crab said", words that mean the same."""

from __future__ import annotations

import random
import re

from story_cli.kits.tables import KitTables

_TAG = re.compile(r"(?<=[,!?]” )(said|asked|cried|whispered) (the <[\w:]+>|<c?\d?:?name>)(?=\.|, “)")
_LOW_THE = re.compile(r"(?<=[.!?] )the |(?<=[.!?]” )the (?!<\w+> (?:said|asked|cried|called|whispered|shouted)\b)")


class Polish:
    """Polishes role texts by the tables' lists of equal words and short forms."""

    def __init__(self, tables: KitTables) -> None:
        self._equal = {word.lower(): group for group in tables.swap for word in group}
        longest = sorted(map(re.escape, self._equal), key=len, reverse=True)
        self._swap = re.compile(rf"\b({'|'.join(longest)})\b", re.I) if longest else None
        self._shorter = {long.lower(): short for long, short in tables.short.items()}
        self._short = re.compile(rf"\b({'|'.join(self._shorter)})(?= [a-z])", re.I) if self._shorter else None

    def __call__(self, text: str, rng: random.Random) -> str:
        """The text with tidy spaces and, now and then, other words; draws from rng."""
        text = re.sub(r"\s+([,.!?])", r"\1", re.sub(r"\s+", " ", text)).strip()
        text = _LOW_THE.sub("The ", text)

        def moved(found: re.Match[str]) -> str:
            verb = rng.choice(["cried", "called", "shouted"]) if found[1] == "cried" else found[1]
            return f"{found[2]} {verb}" if rng.random() < 0.25 else f"{verb} {found[2]}"

        text = _TAG.sub(moved, text)
        if self._short:
            text = self._short.sub(
                lambda m: _like(m, self._shorter[m[0].lower()]) if rng.random() < 0.4 else m[0], text
            )
        if self._swap:
            text = self._swap.sub(lambda m: _like(m, rng.choice(self._equal[m[0].lower()])), text)
        return text


def _like(found: re.Match[str], new: str) -> str:
    """`new` with the capital of what it replaces; words all in capitals stay as they are."""
    old = found[0]
    if old.isupper() and len(old) > 1:
        return old
    return new[0].upper() + new[1:] if old[0].isupper() else new
