"""Training material passes the output filter of the program itself: what it refuses is left out and counted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator

from story_cli.catalogue import Library
from story_cli.guard import clear, judge
from story_cli.models.realise import realise
from story_cli.models.roles import RoleStory


class Screen:
    """Says of each text of a source whether it may be learnt from; `seen` and `removed` count by source."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.seen: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()
        self.refused: dict[str, Counter[str]] = {}  # source → sentences and how often each was why

    def passes(self, source: str, texts: Iterable[str], *, hard: bool = False, written: bool = False) -> bool:
        """Whether every text may be learnt from; together they are one piece of the source.

        `hard`: it may be hard to read; `written`: a person wrote it for this house, so mere doubt does not count.
        """
        self.seen[source] += 1
        verdicts = [judge(self.library, text) for text in texts]
        reasons = [reason for verdict in verdicts for reason in (clear(verdict) if written else verdict.reasons)]
        reasons = [reason for reason in reasons if not hard or reason.what != "reading level"]
        if reasons:
            self.removed[source] += 1
            self.refused.setdefault(source, Counter()).update({reason.sentence for reason in reasons})
        return not reasons

    def kits(self, stories: Iterable[RoleStory], nouns: str = "") -> Iterator[RoleStory]:
        """Those of the unfolded stories that may be learnt from. `nouns`: words of which cast they are judged in."""
        return (s for s in stories if self.passes("kits", kit_texts(s, self.library, nouns), written=True))

    def counts(self) -> dict[str, float]:
        """`screened_SOURCE` and `removed_SOURCE` for each source."""
        found: dict[str, float] = {}
        for source, number in sorted(self.seen.items()):
            found |= {f"screened_{source}": number, f"removed_{source}": self.removed[source]}
        return found


def kit_texts(story: RoleStory, library: Library, nouns: str = "") -> list[str]:
    """Title and scenes in words; creatures, things and places are drawn by `nouns`, the same for the same."""
    from story_cli.training.tales import wording_of

    wording = wording_of(story, library, random.Random(nouns))
    return [realise(list(tokens), wording) for tokens in (story.title, *(scene.tokens for scene in story.scenes))]
