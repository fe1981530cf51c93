"""`storycli train evaluate understanding`: reads the annotated scenes and compares, by phenomenon.

Stories are read scene after scene, as `storycli scene` does, but without the plan's places. Ids are compared as the
catalogue's, so "wreath of flowers" and "crown" are one if the catalogue says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from story_cli.artifacts import Character
from story_cli.catalogue import Library
from story_cli.scene.graph import SceneFacts
from story_cli.scene.texts import Row, cast_of
from story_cli.scene.understand import Understood, read_with_models
from story_cli.scene.words import word_set
from story_cli.settings import SceneSettings
from story_cli.training.coref_scores import Cluster, CorefScore
from story_cli.training.gold import GoldFact, GoldScene, read_gold

ALIKE = {  # predicates that a picture shows alike
    "inside": "in", "into": "in", "next to": "beside", "near": "beside", "at": "beside", "over": "above",
    "below": "under", "against": "beside",
}  # fmt: skip
_PRONOUNS = word_set("""
    he him his she her hers it its they them their i me my you your we us our himself herself
""")
Fact = tuple[str, ...]


@dataclass
class Tally:
    """Right, found and asked; `shown` are the faults in words."""

    right: int = 0
    found: int = 0
    asked: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.asked) if self.found + self.asked else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.asked if self.asked else 1.0


@dataclass
class Figures:
    """Tallies by name and the coreference score."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    coref: CorefScore = field(default_factory=CorefScore)

    def tally(self, name: str) -> Tally:
        return self.tallies.setdefault(name, Tally())

    def table(self) -> list[dict[str, float | int | str]]:
        """A row a phenomenon."""
        rows: list[dict[str, float | int | str]] = [
            {"what": f"coreference {name}", "f1": round(100 * value, 1)} for name, value in self.coref.f1().items()
        ]
        for name, tally in sorted(self.tallies.items()):
            rows.append(
                {
                    "what": name,
                    "f1": round(100 * tally.f1, 1),
                    "precision": round(100 * tally.precision, 1),
                    "recall": round(100 * tally.recall, 1),
                    "asked": tally.asked,
                }
            )
        return rows


def evaluate(library: Library, settings: SceneSettings, half: str) -> Figures:
    """Read every story of a half ("": dev and test) and compare it with its annotation."""
    figures = Figures()
    for story in read_gold(library.root, half):
        if not half and story[0].half == "train":
            continue  # scenes to learn from measure nothing
        first = story[0]
        texts = [scene.text for scene in story]
        read = read_with_models(texts, library, settings, theme=first.theme, cast=known_cast(first, library))
        for gold, understood in zip(story, read, strict=True):
            compare(gold, understood, Names(library, understood.facts), figures)
    return figures


def known_cast(first: GoldScene, library: Library) -> tuple[Character, ...]:
    """Whom the reader knows beforehand: the hero with its pronoun, or what a row of `storycli scene` would say."""
    if first.pronoun:
        return (Character("hero", first.hero, first.hero_name, first.pronoun),)
    return cast_of(Row(first.id, first.text, first.theme, first.hero, first.hero_name), library)


class Names:
    """Ids of one scene as the catalogue's."""

    def __init__(self, library: Library, facts: SceneFacts) -> None:
        self._words = library.things_by_word
        self._known = {*library.heroes, *library.creatures, *library.props}
        self.of = {
            entity.id: self.canonical(entity.piece or entity.head.replace(" ", "-")) for entity in facts.graph.entities
        }

    def canonical(self, name: str) -> str:
        """Catalogue id of an annotated id, or the id itself; a number that tells two of a kind apart goes."""
        name = name.rstrip("0123456789").rstrip("-") if name[-1].isdigit() else name
        if name in self._known:
            return name
        last = name.rpartition("-")[2]
        return self._words.get(name.replace("-", " ")) or self._words.get(last) or last


def compare(gold: GoldScene, understood: Understood, names: Names, figures: Figures) -> None:
    """Count one scene."""
    _clusters(gold, understood, figures)
    _pronouns(gold, understood, names, figures)
    _visible(gold, understood, names, figures)
    graph = understood.graph
    relations = [
        (names.of[r.subject], ALIKE.get(r.predicate, r.predicate), names.of[r.object]) for r in graph.relations
    ]
    actions = [(names.of[a.agent], a.move) for a in graph.actions]
    felt = {f.who: f.feeling for f in understood.facts.feelings}
    feelings = [(names.of[who], feeling) for who, feeling in felt.items()]
    free = {names.canonical(word) for word in gold.optional}

    def relation(fact: Fact) -> Fact:
        return (names.canonical(fact[0]), ALIKE.get(fact[1], fact[1]), names.canonical(fact[2]))

    def pair(fact: Fact) -> Fact:
        return (names.canonical(fact[0]), fact[1])

    _facts("relations", gold.id, gold.relations, relations, relation, lambda f: bool({f[0], f[2]} & free), figures)
    _facts("actions", gold.id, gold.actions, actions, pair, lambda f: f[0] in free, figures)
    _facts("feelings", gold.id, gold.feelings, feelings, pair, lambda f: f[0] in free, figures)
    place = figures.tally("place")
    place.asked += 1
    place.found += 1
    place.right += understood.place == gold.place
    if understood.place != gold.place:
        place.faults.append(f"{gold.id}: {understood.place}, not {gold.place}")


def _clusters(gold: GoldScene, understood: Understood, figures: Figures) -> None:
    asked: list[Cluster] = [frozenset(end for _, end in cluster.mentions) for cluster in gold.clusters]
    found: list[Cluster] = [frozenset(end for _, end in spans) for _, spans in understood.facts.clusters]
    figures.coref.add(asked, found)


def _pronouns(gold: GoldScene, understood: Understood, names: Names, figures: Figures) -> None:
    doc = understood.reading.parsed.doc
    mentions = {doc[m.end - 1].idx + len(doc[m.end - 1]): m for m in understood.reading.mentions}
    for cluster in gold.clusters:
        wanted = {names.canonical(part) for part in cluster.entity.split("+")}
        anchors = {
            mentions[end].referents
            for start, end in cluster.mentions
            if end in mentions and gold.text[start:end].lower() not in _PRONOUNS
        }
        for start, end in cluster.mentions:
            word = gold.text[start:end]
            if word.lower() not in _PRONOUNS:
                continue
            mention = mentions.get(end)
            referents = mention.referents if mention else ()
            said = {names.of[r] for r in referents if r in names.of}
            right = bool(referents) and (said == wanted or referents in anchors)
            for name in ("pronouns", f"pronouns: {_kind(word)}"):
                tally = figures.tally(name)
                tally.asked += 1
                tally.found += 1
                tally.right += right
                if not right:
                    tally.faults.append(
                        f"{gold.id}: {word}@{start} is {'+'.join(sorted(said)) or '–'}, not {cluster.entity}"
                    )


def _kind(word: str) -> str:
    word = word.lower()
    if word in ("i", "me", "my", "you", "your", "we", "us", "our"):
        return "in speech"
    if word in ("it", "its"):
        return "it"
    return "they" if word.startswith("the") else "he, she"


def _visible(gold: GoldScene, understood: Understood, names: Names, figures: Figures) -> None:
    wanted = {names.canonical(word): count for word, count in gold.visible.items()}
    free = {names.canonical(word) for word in gold.optional}
    shown: Counter[str] = Counter()
    for entity in understood.graph.entities:
        if entity.visible:
            shown[names.of[entity.id]] += entity.count
    tally = figures.tally("entities visible")
    found = set(shown) - free
    asked = set(wanted) - free
    tally.right += len(found & asked)
    tally.found += len(found)
    tally.asked += len(asked)
    tally.faults += [f"{gold.id}: {word} is not there" for word in sorted(found - asked)]
    tally.faults += [f"{gold.id}: {word} is missing" for word in sorted(asked - found)]
    counts = figures.tally("counts of what is seen")
    for word in found & asked:
        counts.asked += 1
        counts.found += 1
        counts.right += (shown[word] > 1) == (wanted[word] > 1) or wanted[word] == 1


def _facts(
    name: str,
    where: str,
    gold: Sequence[GoldFact],
    found: Iterable[Fact],
    canonical: Callable[[Fact], Fact],
    free: Callable[[Fact], bool],
    figures: Figures,
) -> None:
    """Each asked fact once, stated in any of its ways; what is optional or about scenery costs nothing."""
    tally = figures.tally(name)
    left = set(found)
    for fact in gold:
        ways = [canonical(way) for way in fact.any]
        hit = next((way for way in ways if way in left), None)
        left -= set(ways)
        if fact.optional:
            continue
        tally.asked += 1
        if hit is not None:
            tally.right += 1
            tally.found += 1
        else:
            tally.faults.append(f"{where}: missing {' '.join(ways[0])}")
    wrong = [fact for fact in left if not free(fact)]
    tally.found += len(wrong)
    tally.faults += [f"{where}: wrong {' '.join(fact)}" for fact in sorted(wrong)]
