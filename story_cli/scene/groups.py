"""Whom a plural "they" means when several are meant that were not named together: "X and Y", the two who act, all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from story_cli.scene.discourse import Discourse
from story_cli.scene.mentions import Mention
from story_cli.scene.phrases import joined_referents
from story_cli.scene.quotes import subject_of
from story_cli.scene.visible import unseen_reason

if TYPE_CHECKING:
    from story_cli.scene.referents import SceneReading

Found = tuple[dict[str, float], tuple[str, ...]]  # measures for story_cli.scene.ranking, who
_MOST = 4  # who are "they" without being named together


def everybody(discourse: Discourse, mention: Mention) -> tuple[str, ...]:
    """All who were there in this scene so far."""
    here = [r.id for r in discourse.animates() if any(m.scene == mention.scene and m.shows for m in r.mentions)]
    found = discourse.group(here)
    return found if len(found) > 1 else ()


def several(discourse: Discourse, reading: SceneReading, mention: Mention) -> Found | None:
    """The likeliest group for a plural pronoun with its measures, or None."""
    doc = reading.parsed.doc
    token = doc[mention.head]
    beside = {child.lower_ for child in (*token.children, *doc[mention.head + 1 : mention.head + 2])}
    if "all" in beside and token.dep_ == "nsubj" and len(everyone := everybody(discourse, mention)) > 1:
        return ({"together all": 1.0}, everyone)
    barred = acting_on(reading, mention)
    before = [m for m in reading.mentions if m.head < mention.head and m.referents]
    return _joined(discourse, reading, mention, before, barred) or _acting(discourse, reading, mention, before, barred)


def acting_on(reading: SceneReading, mention: Mention) -> frozenset[str]:
    """Who does something to what a pronoun means: "she hid behind them" leaves her out."""
    token = reading.parsed.doc[mention.head]
    if mention.case in ("possessive", "reflexive") or token.dep_ not in ("obj", "iobj", "obl"):
        return frozenset()
    subject = subject_of(token.head)
    acting = reading.by_head.get(subject.i) if subject is not None else None
    return frozenset(acting.referents) if acting is not None and acting.head != mention.head else frozenset()


def _joined(
    discourse: Discourse, reading: SceneReading, mention: Mention, before: list[Mention], barred: frozenset[str]
) -> Found | None:
    """Named with "and" between them, or "they" again."""
    for first in reversed([m for m in before if m.kind != "pronoun"]):
        partners = joined_referents(reading.by_head, reading.parsed.doc[first.head])
        free = len(partners) > 1 and not barred & set(partners)
        if free and all(discourse.referents[i].animate for i in partners) and first.head < mention.head:
            return (_measures("together named", mention, first.at.sentence), discourse.group(partners))
    again = [m for m in before if m.word == "they" and len(m.referents) > 1 and not barred & set(m.referents)]
    if again and mention.at.sentence - again[-1].at.sentence <= 2:
        return (_measures("together again", mention, again[-1].at.sentence), again[-1].referents)
    return None


def _acting(
    discourse: Discourse, reading: SceneReading, mention: Mention, before: list[Mention], barred: frozenset[str]
) -> Found | None:
    """Who was there last: two for "both", up to four else; people of the scene before if there is nobody else."""
    found: list[str] = []
    last = mention.at.sentence
    wanted = 2 if _both(reading, mention) else _MOST
    for m in reversed(before):
        there = (
            m.role != "possessor" and (m.quote < 0 or m.word in ("i", "you")) and not unseen_reason(reading.parsed, m)
        )
        for ref_id in m.referents if there else ():
            if discourse.referents[ref_id].animate and ref_id not in found and ref_id not in barred:
                found.append(ref_id)
                last = min(last, m.at.sentence)
        if len(found) >= wanted or (len(found) > 1 and m.at.sentence < mention.at.sentence - 1):
            break
    if not found and (again := _again(discourse, mention, barred)):
        return ({"together acting": 1.0}, again)
    if len(found) < 2:
        for referent in sorted(discourse.animates(), key=lambda r: -len(r.mentions)):
            met = any(m.scene == mention.scene - 1 and m.shows for m in referent.mentions)
            if met and referent.id not in found and referent.id not in barred:
                found.append(referent.id)
    order = list(discourse.referents)
    members = discourse.group(sorted(found[:wanted], key=order.index))
    return (_measures("together acting", mention, last), members) if len(members) > 1 else None


def _measures(way: str, mention: Mention, sentence: int) -> dict[str, float]:
    return {way: 1.0, f"{way} back": float(mention.at.sentence - sentence)}


def _again(discourse: Discourse, mention: Mention, barred: frozenset[str]) -> tuple[str, ...]:
    """The group that "they" meant last in the scene before."""
    groups = [
        m for r in discourse.referents.values() for m in r.mentions
        if m.word == "they" and len(m.referents) > 1 and m.scene == mention.scene - 1 and not barred & set(m.referents)
    ]  # fmt: skip
    return max(groups, key=lambda m: m.head).referents if groups else ()


def _both(reading: SceneReading, mention: Mention) -> bool:
    doc = reading.parsed.doc
    return any(token.lower_ == "both" for token in doc[mention.head : mention.head + 4]) or mention.case == "any"
