"""Word errors that a voice can be blamed for: spellings of the same sound are alike, "sea horse" is "seahorse".

Both sides, what was written and what a recogniser wrote, go through the text front end first: numbers, signs and
abbreviations become words ("7" → "seven", "Dr." → "doctor"), apostrophes are parted alike ("crab's" → "crab 's").
Then two words are one where CMUdict gives them a pronunciation in common (night and knight, colour and color), and two
words are one word where their letters are (to morrow). Everything else counts: names that no dictionary has, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from story_cli.text import sentences
from story_cli.voice.front_end import spoken_form


def spoken_words(text: str) -> list[str]:
    """A text as the words that are said for it, in lower case."""
    return [part for sentence in sentences(text) for word in sentence.words for part in spoken_form(word.text).spoken]


class Spelling:
    """Counts word errors with a pronouncing dictionary (phones of each word, without stress)."""

    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        self._known = {word: frozenset(phones) for word, phones in known.items()}

    def errors(self, wanted: Sequence[str], heard: Sequence[str]) -> int:
        """Words left out, put in or taken for others (Levenshtein), joins and partings free."""
        costs = [list(range(len(heard) + 1))]
        for i, word in enumerate(wanted, 1):
            row = [i]
            for j, other in enumerate(heard, 1):
                best = min(costs[i - 1][j] + 1, row[j - 1] + 1, costs[i - 1][j - 1] + (not self._alike(word, other)))
                if i > 1 and wanted[i - 2] + word == other:
                    best = min(best, costs[i - 2][j - 1])
                if j > 1 and heard[j - 2] + other == word:
                    best = min(best, costs[i - 1][j - 2])
                row.append(best)
            costs.append(row)
        return costs[-1][-1]

    def _alike(self, one: str, other: str) -> bool:
        return one == other or not self._known.get(one, frozenset()).isdisjoint(self._known.get(other, ()))
