"""What a kit becomes: unfolds it for every theme and hero and reads each story for slips.

A trial counts where the kit unfolds, how long its scenes are, and which paraphrases never come up.
"""

from __future__ import annotations

import collections
import itertools
import random
import re
from collections.abc import Iterator

from story_cli.artifacts import Data
from story_cli.kits.tables import Kit, KitTables
from story_cli.kits.unfold import Unfit, Unfolding
from story_cli.kits.wording import Polish
from story_cli.kits.words import Read, read
from story_cli.models.roles import RoleStory, role_of

SHORTEST, LONGEST = 26, 68  # words a scene when told: the guide's 28 to 60 and what long names and places add
_PRONOUNS = ("she", "he", "they")
_DOUBLE = re.compile(r"\b([A-Za-z]+) \1\b", re.I)


class Trial(Data, frozen=True):
    """A kit unfolded many times."""

    stories: int
    reach: dict[str, int]  # theme → heroes (of twelve) that it unfolds for
    shortest: int
    longest: int
    outside: float  # share of scenes under 28 or over 60 words
    faults: tuple[str, ...]
    notes: tuple[str, ...]


class _Tally:
    """What many unfoldings of one kit had in them."""

    def __init__(self, themes: tuple[str, ...]) -> None:
        self.reach: dict[str, set[str]] = {theme: set() for theme in themes}
        self.lengths: list[int] = []
        self.told: set[str] = set()
        self.slips: collections.Counter[str] = collections.Counter()
        self.notes: collections.Counter[str] = collections.Counter()


def trial(kit: Kit, tables: KitTables, stories: int, seed: int, patience: int = 4) -> Trial:
    """About `stories` unfoldings, spread evenly over themes and heroes; up to `patience` times more while a paraphrase
    has not come up."""
    themes = kit.themes or tuple(tables.themes)
    pairs = list(itertools.product(themes, tables.heroes))
    times = max(1, round(stories / len(pairs)))
    tally, polish, wanted = _Tally(themes), Polish(tables), set(kit.tellings())
    for turn in range((1 + patience) * times):
        if turn < times or not wanted <= tally.told:
            for theme, hero in pairs:
                _tell(kit, tables, polish, theme, hero, f"{seed}{kit.id}{theme}{hero}{turn}", tally)
    return _summed(kit, tally)


def _tell(kit: Kit, tables: KitTables, polish: Polish, theme: str, hero: str, seed: str, tally: _Tally) -> None:
    rng = random.Random(seed)
    try:
        unfolding = Unfolding(kit, tables, polish, theme, hero, rng)
        story = unfolding.tell()
    except Unfit:
        return
    tally.reach[theme].add(hero)
    tally.told |= unfolding.used
    one = read(story, tables, _PRONOUNS[len(tally.lengths) // 5 % 3], rng)
    tally.lengths += [len(text.split()) for text in one.scenes]
    tally.slips.update(_slips(one))
    tally.notes.update(_twice(story))


def _summed(kit: Kit, tally: _Tally) -> Trial:
    reach, lengths = tally.reach, tally.lengths
    faults = [f"{theme}: unfolds for {len(heroes)} heroes only" for theme, heroes in reach.items() if len(heroes) < 6]
    faults += [f"never told in {len(lengths) // 5} stories: {t[:70]}" for t in kit.tellings() if t not in tally.told]
    faults += [slip for slip, _ in tally.slips.most_common(8)]
    outside = sum(not 28 <= n <= 60 for n in lengths) / max(1, len(lengths))
    if lengths and min(lengths) < SHORTEST:
        faults.append(f"a scene of {min(lengths)} words")
    if lengths and max(lengths) > LONGEST:
        faults.append(f"a scene of {max(lengths)} words")
    counts = {theme: len(heroes) for theme, heroes in reach.items()}
    return Trial(
        len(lengths) // 5, counts, min(lengths, default=0), max(lengths, default=0), round(outside, 3), tuple(faults),
        tuple(f"{count}× {note}" for note, count in tally.notes.most_common(4)),
    )  # fmt: skip


def _slips(story: Read) -> Iterator[str]:
    """Slips of grammar that only a filled text shows, each once a story."""
    for number, text in enumerate((story.title, *story.scenes)):
        spoken = re.sub(r"\"[^\"]*\"", '""', text)
        found = {
            "marks left over": re.search(r"[{}\[\]<>|^]", text),
            "“they” with a verb for one": story.pronoun == "they"
            and re.search(r"\b[Tt]hey (was|is|has|does|goes|wants|needs)\b", spoken),
            "a or an": re.search(r"\ba (?!uni|use|one\b|eu)[aeiou]|\ban (?!hour|honest)[^aeiou\W]", text, re.I),
            "a word twice": next((m for m in _DOUBLE.finditer(text) if m[1].lower() not in _ECHO), None),
            "small letter after a full stop": number and re.search(r"[a-z]\. [a-z]", text),
            "two marks together": re.search(r"[,;]\.|,,|\.\.(?!\.)(?<!\.\.\.)|[!?]\.", text),
        }
        for why, hit in found.items():
            if hit:
                at = getattr(hit, "start", lambda: 0)()
                yield f"scene {number}, {why}: …{text[max(0, at - 25) : at + 40]}…"


_ECHO = {
    "ha", "hee", "ho", "tap", "drip", "plip", "plop", "hush", "toot", "boom", "ding", "peep", "beep", "pling", "glug",
    "jingle", "tick", "tock", "that", "had", "very",
}  # fmt: skip


def _twice(story: RoleStory) -> Iterator[str]:
    """A noun of the cast that comes twice in one sentence outside of speech, as "scene: noun"."""
    for number, scene in enumerate(story.scenes, 1):
        held: list[str] = []
        inside = False
        before = ""
        for token in (*scene.tokens, "."):
            inside = {"“": True, "„": True, "”": False}.get(token, inside)
            if (token in (".", "!", "?") and not inside) or (token == "”" and before in (".", "!", "?")):
                nouns = [t for t in held if re.fullmatch(r"<[ct]\d>|<hero>|<name>", t)]
                for noun in {t for t in nouns if nouns.count(t) > 1}:
                    yield f"scene {number}: {role_of(noun)} twice in a sentence: {' '.join(held)[:90]}"
                held = []
            elif not inside:
                held.append(token)
            before = token
