"""How sentences hang together: who is meant by a pronoun, answers, what neighbours share, odd runs of words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from story_cli.models.judge import Tables
from story_cli.rank.layout import HERO
from story_cli.rank.measures import Measures
from story_cli.rank.words import Words

_PRONOUNS = {"he", "she", "it", "they", "him", "her", "them", "his", "its", "their"}
_JOINING = {"but", "so", "then", "and", "now", "next", "soon", "still", "again", "suddenly", "after", "at"}
_LATE = {"again", "still", "another", "more", "back", "too", "other"}


def _share(one: Words, other: Words, tables: Tables) -> float:
    """Nats of what two sentences both speak of; a pronoun after somebody counts half."""
    both = sum(tables.facts(w).rarity for w in one.content & other.content) + 6.0 * len(one.signs & other.signs)
    pronoun = any(t in _PRONOUNS for t in other.tokens[:3])
    return both + (3.0 if pronoun and (one.signs or one.he or one.she) else 0.0)


def links(told: Sequence[Sequence[Words]], tables: Tables) -> list[float]:
    """Shares of neighbours against others, pronouns without anybody, questions and answers, joining words."""
    near, far, edges = [], [], []
    hanging = opening = joining = late = asked = answered = 0
    for number, scene in enumerate(told):
        near += [_share(a, b, tables) for a, b in itertools.pairwise(scene)]
        far += [_share(a, b, tables) for a, b in zip(scene, scene[2:], strict=False)]
        if number and told[number - 1]:
            edges.append(_share(told[number - 1][-1], scene[0], tables))
        first = [t for t in scene[0].tokens if t[0].isalpha() or t[0] == "["][:1]
        opening += bool(first and first[0] in _PRONOUNS)
        joining += bool(first and first[0] in _JOINING) and number == 0
        known = False
        for at, words in enumerate(scene):
            heads = [t for t in words.tokens if t[0].isalpha()][:2]
            hanging += not known and not words.signs and bool(set(heads) & _PRONOUNS)
            known = known or bool(words.signs or words.content)
            asked += "?" in words.tokens
            answered += "?" in words.tokens and at + 1 < len(scene) and scene[at + 1].spoken
            late += number == 0 and at == 0 and bool(_LATE & set(words.tokens))
    mean_near, mean_far = sum(near) / max(1, len(near)), sum(far) / max(1, len(far))
    return [
        mean_near, mean_far, mean_near - mean_far, sum(edges) / max(1, len(edges)), min(edges, default=0.0), hanging,
        opening, joining, late, asked - answered, sum(n == 0 for n in near) / max(1, len(near)),
        *_first_meetings(told), *_genders(told),
    ]  # fmt: skip


def _first_meetings(told: Sequence[Sequence[Words]]) -> list[float]:
    """Where people are met: somebody called by name, or the hero by kind, later than where they first act."""
    met: dict[str, int] = {}
    presented: dict[str, int] = {}
    place = 0
    for scene in told:
        for words in scene:
            for at, token in enumerate(words.tokens):
                if token[0] != "[":
                    continue
                before, after = words.tokens[at - 1 : at], words.tokens[at + 1 : at + 3]
                named = before in (["called"], ["named"]) or after in ([",", "a"], [",", "an"], [",", "the"])
                named = named or (token == HERO and after[:1] == ["the"])
                met.setdefault(token, place)
                if named:
                    presented.setdefault(token, place)
            place += 1
    gaps = [presented[sign] - met[sign] for sign in presented]
    size = max(1, place)
    return [max(gaps, default=0) / size, presented.get(HERO, -1) / size, float(len(met) - len(presented))]


def _genders(told: Sequence[Sequence[Words]]) -> list[float]:
    """Whether the same noun or name goes with he in one scene and with she in another."""
    seen: dict[str, list[int]] = {}
    for scene in told:
        for words in scene:
            if (words.he > 0) == (words.she > 0):
                continue
            for who in words.content | words.signs:
                seen.setdefault(who, []).append(1 if words.she else -1)
    clashes = [min(v.count(1), v.count(-1)) for v in seen.values() if len(v) > 1]
    one_sided = [abs(sum(v)) for v in seen.values() if len(v) > 1]
    by_scene = [(sum(w.he for w in scene) > 0, sum(w.she for w in scene) > 0) for scene in told]
    turned = sum(a != b and a[0] != a[1] and b[0] != b[1] for a, b in itertools.pairwise(by_scene))
    alone = sum(1 for k in (0, 1) if sum(scene[k] for scene in by_scene) == 1)
    hero = [1 if w.she else -1 for s in told for w in s if HERO in w.signs and (w.he > 0) != (w.she > 0)]
    return [
        float(sum(clashes)), sum(clashes) / max(1, len(clashes)), sum(one_sided) / max(1, len(one_sided)),
        float(turned), float(alone), min(hero.count(1), hero.count(-1)) / max(1, len(hero)),
    ]  # fmt: skip


def oddness(told: Sequence[Sequence[Measures]]) -> list[float]:
    """Nats of the oddest sentences and windows of words, and how far they stand out."""
    flat = [m.surprise for scene in told for m in scene] or [(0.0, 0.0, 0.0, 0.0)]
    means, windows = sorted((m for m, *_ in flat), reverse=True), sorted((w for _, w, *_ in flat), reverse=True)
    mean, window = sum(means) / len(means), sum(windows) / len(windows)
    scenes = [sum(m.surprise[0] for m in scene) / max(1, len(scene)) for scene in told if scene] or [0.0]
    odd, strange = sorted((o for *_, o, _ in flat), reverse=True), sorted((s for *_, s in flat), reverse=True)
    return [
        means[0], means[min(1, len(means) - 1)], mean, means[0] - mean, windows[0], windows[min(1, len(windows) - 1)],
        windows[min(2, len(windows) - 1)], window, windows[0] - windows[min(1, len(windows) - 1)], max(scenes),
        max(scenes) - sum(scenes) / len(scenes), odd[0], sum(odd) / len(odd), strange[0], sum(strange) / len(strange),
    ]  # fmt: skip
