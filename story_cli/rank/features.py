"""What can be counted in a story: who and what comes when, pronouns, repetition, order, words that follow each other.

In: sentences by scene in which names are signs (story_cli.rank.layout). Out: a fixed row of numbers a story.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from story_cli.models.judge import PLACES, SPOTS, Tables
from story_cli.rank.layout import HERO, NAMES, Scenes
from story_cli.rank.links import links, oddness
from story_cli.rank.measures import Measures, Reader
from story_cli.rank.words import COMMON, SIGNS, Words, stem

_DEFINITE, _NEW = {"the", "this", "that", "these", "those"}, {"a", "an", "another", "some"}
_NAMING = {"called", "named", "am", "is", "was"}


def features(scenes: Scenes, reader: Reader) -> list[float]:
    """One row; the meaning of each place is fixed by the order of the groups here."""
    tables = reader.tables
    read = [[reader(s) for s in scene] for scene in scenes if scene] or [[reader("")]]
    told, measured = [[w for w, _ in scene] for scene in read], [[m for _, m in scene] for scene in read]
    return [
        *_definites(told, tables), *_names(told), *_pronouns(told), *_repeats(told), *_topics(told, tables),
        *_places(measured), *_sense(measured), *_shape(told), *_nearness(measured), *links(told, tables),
        *oddness(measured),
    ]  # fmt: skip


def _noun_at(tokens: Sequence[str], at: int, tables: Tables) -> str:
    """The likely head noun of a phrase whose determiner stands before `at`: the last rare word of the next three."""
    found = ""
    for token in tokens[at : at + 3]:
        if not token[0].isalpha() or token in _NEW or token in _DEFINITE:
            break
        if tables.facts(token).rarity > COMMON:
            found = stem(token)
        elif found:
            break
    return found


def _definites(told: list[list[Words]], tables: Tables) -> list[float]:
    """ "the pearl" before anybody spoke of a pearl, "a pearl" after: summed surprise, the worst scene, by place."""
    seen: set[str] = set()
    sudden, again = [0.0] * len(told), [0.0] * len(told)
    for number, scene in enumerate(told):
        for words in scene:
            new: set[str] = set()
            for at, token in enumerate(words.tokens[:-1]):
                if token not in _DEFINITE and token not in _NEW:
                    continue
                noun = _noun_at(words.tokens, at + 1, tables)
                if not noun:
                    continue
                if token in _DEFINITE and noun not in seen | new:
                    sudden[number] += tables.facts(noun).sudden
                if token in _NEW and noun in seen:
                    again[number] += tables.facts(noun).again
                new.add(noun)
            seen |= words.content | new
    size = max(1, len(told))
    return [
        sum(sudden) / size, max(sudden), sum(sudden[1:]) / size, sudden[0], sudden[-1],
        sum(again) / size, max(again), again[-1], max(s + a for s, a in zip(sudden, again, strict=True)),
    ]  # fmt: skip


def _names(told: list[list[Words]]) -> list[float]:
    """Who is named when, and whether somebody is introduced after we know them."""
    order: dict[str, int] = {}
    late, strangers, spots = 0, 0, Counter[str]()
    for number, scene in enumerate(told):
        for words in scene:
            for at, token in enumerate(words.tokens):
                if token not in SIGNS:
                    continue
                introduced = words.tokens[at - 1 : at] in (["called"], ["named"]) or words.tokens[at + 1 : at + 3] == [
                    ",",
                    "a",
                ]
                introduced = introduced or (token == HERO and words.tokens[at + 1 : at + 2] == ["the"])
                late += introduced and token in order and not (token == HERO and number == order[token])
                strangers += token not in order and not introduced and token != HERO
                order.setdefault(token, number)
        for sign in {t for words in scene for t in words.signs}:
            spots[sign] += 1
    hero = [any(HERO in words.signs for words in scene) for scene in told]
    others = [sum(sign in words.signs for words in scene) for scene in told for sign in NAMES]
    gaps = sum(1 for sign in spots if sign != HERO and spots[sign] == 1)
    first = next((n for n, w in enumerate(w for s in told for w in s) if HERO in w.signs), 9)
    per_scene = [sum(t == HERO for w in scene for t in w.tokens) for scene in told]
    return [
        late, strangers, gaps, len(told) - sum(hero), float(hero[0]), float(hero[-1]), min(first, 9),
        max(others, default=0), len(spots), max(per_scene) - min(per_scene), min(per_scene),
        sum(bool(words.tokens[n - 1 : n] and words.tokens[n - 1] in _NAMING) for s in told[1:] for words in s
            for n, t in enumerate(words.tokens) if t == HERO),
    ]  # fmt: skip


def _pronouns(told: list[list[Words]]) -> list[float]:
    """Whether he and she stay with the same people."""
    by_sign: dict[str, list[int]] = {}
    carried = 0.0
    shares: list[float] = []
    last: frozenset[str] = frozenset()
    for scene in told:
        he, she = sum(w.he for w in scene), sum(w.she for w in scene)
        if he + she:
            shares.append(she / (he + she))
        for words in scene:
            whose = words.signs or last
            if len(whose) == 1 and (words.he > 0) != (words.she > 0):
                by_sign.setdefault(next(iter(whose)), []).append(1 if words.she else -1)
            last = words.signs or last
    broken = sum(min(v.count(1), v.count(-1)) for v in by_sign.values())
    total = sum(len(v) for v in by_sign.values())
    turns = sum(a != b for v in by_sign.values() for a, b in itertools.pairwise(v))
    mean = sum(shares) / max(1, len(shares))
    spread = [abs(s - mean) for s in shares] or [0.0]
    hero = by_sign.get(HERO, [])
    carried = min(hero.count(1), hero.count(-1)) / max(1, len(hero))
    ends = sum(a * b < 0 for a, b in itertools.pairwise([round(2 * s - 1) for s in shares]))
    return [broken, broken / max(1, total), turns, max(spread), sum(spread) / len(spread), carried, ends, mean]


def _repeats(told: list[list[Words]]) -> list[float]:
    """Sentences and scenes that come again."""
    flat = [frozenset(t for t in w.tokens if t[0].isalpha() or t[0] == "[") for scene in told for w in scene]
    long = [f for f in flat if len(f) > 3]
    alike = sorted((len(a & b) / len(a | b) for a, b in itertools.combinations(long, 2)), reverse=True)[:3]
    same = sum(n - 1 for n in Counter(" ".join(w.tokens) for s in told for w in s if len(w.tokens) > 4).values())
    bags = [frozenset(t for w in scene for t in w.content) for scene in told]
    scenes = [len(a & b) / max(1, min(len(a), len(b))) for a, b in itertools.combinations(bags, 2)]
    return [*(alike + [0.0] * 3)[:3], same, max(scenes, default=0.0), sum(scenes) / max(1, len(scenes))]


def _topics(told: list[list[Words]], tables: Tables) -> list[float]:
    """How much each scene and sentence speaks of what the rest speaks of."""
    bags = [frozenset(t for w in scene for t in w.content) | {s for w in scene for s in w.signs} for scene in told]
    weight = {t: tables.facts(t).rarity if t[0] != "[" else 6.0 for bag in bags for t in bag}

    def share(part: frozenset[str], rest: frozenset[str]) -> float:
        whole = sum(weight[t] for t in part)
        return sum(weight[t] for t in part & rest) / whole if whole else 0.5

    others = [frozenset().union(*(b for m, b in enumerate(bags) if m != n)) for n in range(len(bags))]
    scene_shares = sorted(share(bag, rest) for bag, rest in zip(bags, others, strict=True))
    before = [share(bags[n], frozenset().union(*bags[:n])) for n in range(1, len(bags))] or [0.5]
    chain = [share(b, a) for a, b in itertools.pairwise(bags)] or [0.5]
    singles = []
    flat = [(n, w.content | w.signs) for n, scene in enumerate(told) for w in scene]
    count = Counter(t for _, bag in flat for t in bag)
    for _, bag in flat:
        known = [t for t in bag if count[t] > 1]
        whole = sum(weight[t] for t in bag)
        if whole > 12:
            singles.append(sum(weight[t] for t in known) / whole)
    lowest = (sorted(singles) + [1.0] * 3)[:3]
    return [
        scene_shares[0], scene_shares[min(1, len(scene_shares) - 1)], sum(scene_shares) / len(scene_shares),
        share(bags[-1], others[-1]), share(bags[0], others[0]), min(before), sum(before) / len(before), min(chain),
        sum(chain) / len(chain), before[-1], *lowest, sum(singles) / max(1, len(singles)),
    ]  # fmt: skip


def _places(told: list[list[Measures]]) -> list[float]:
    """Log-probabilities that the scenes and sentences stand where they stand."""
    rows = [[m.row for m in scene] for scene in told]
    right, gain, worst = 0.0, 0.0, 0.0
    fits = np.zeros((len(told), PLACES))
    for number, scene in enumerate(rows):
        fits[number] = _log_softmax(np.sum(scene, axis=0)[:PLACES] / max(1.0, len(scene)) ** 0.5)
    wanted = [round((PLACES - 1) * n / max(1, len(told) - 1)) for n in range(len(told))]
    own = [float(fits[n][k]) for n, k in enumerate(wanted)]
    right, worst = sum(own) / len(own), min(own)
    for a, b in itertools.combinations(range(len(told)), 2):
        swapped = fits[a][wanted[b]] + fits[b][wanted[a]]
        gain = max(gain, float(swapped - own[a] - own[b]))
    spots, pairs, turned = [], [], 0.0
    for scene in rows:
        for n, row in enumerate(scene):
            spot = 0 if n == 0 else SPOTS - 1 if n == len(scene) - 1 else 1
            spots.append(float(_log_softmax(row[PLACES : PLACES + SPOTS])[spot]))
        for one, other in itertools.pairwise(scene):
            ahead = float(one[-2] + other[-1] - one[-1] - other[-2])
            pairs.append(ahead)
            turned = min(turned, ahead)
    low = sorted(pairs) or [0.0]
    return [
        right, worst, gain, own[0], own[-1], sum(own[1:-1]), sum(spots) / len(spots), min(spots), sum(pairs),
        sum(pairs) / max(1, len(pairs)), turned, low[min(1, len(low) - 1)],
    ]  # fmt: skip


def _log_softmax(row: NDArray[np.float32]) -> NDArray[np.float32]:
    row = row - row.max()
    return np.asarray(row - np.log(np.exp(row).sum()))


def _sense(told: list[list[Measures]]) -> list[float]:
    """Words that seldom follow each other: nats of the least likely joints, of sentences and of the whole."""
    means = [m.means for scene in told for m in scene if m.means]
    joints = [joint for scene in told for m in scene for joint in m.joints]
    joints = (sorted(joints) + [0.0] * 4)[:4]
    ones, twos = sorted(m for m, _ in means) or [0.0], sorted(m for _, m in means) or [0.0]
    return [
        *joints, sum(joints) / 4, ones[0], ones[min(1, len(ones) - 1)], sum(ones) / len(ones),
        ones[0] - sum(ones) / len(ones), twos[0], sum(twos) / len(twos), twos[0] - sum(twos) / len(twos),
    ]  # fmt: skip


def _nearness(told: list[list[Measures]]) -> list[float]:
    """How near sentences and scenes are to the rest of the story by the vectors of their words."""
    sentences = [(n, m.vector) for n, scene in enumerate(told) for m in scene]
    whole = np.sum([v for _, v in sentences], axis=0)
    scenes = [np.sum([v for m, v in sentences if m == n], axis=0) for n in range(len(told))]
    single = sorted(_cosine(v, whole - v) for _, v in sentences if v.any()) or [0.0]
    apart = sorted(_cosine(v, whole - v) for v in scenes)
    inside = sorted(_cosine(v, scenes[n] - v) for n, v in sentences if v.any()) or [0.0]
    chain = [_cosine(a, b) for a, b in itertools.pairwise(scenes)] or [0.0]
    skipped = [_cosine(a, b) for a, b in zip(scenes, scenes[2:], strict=False)] or [0.0]
    return [
        single[0], single[min(1, len(single) - 1)], sum(single) / len(single), apart[0], apart[min(1, len(apart) - 1)],
        sum(apart) / len(apart), inside[0], sum(inside) / len(inside), min(chain), sum(chain) / len(chain),
        sum(chain) / len(chain) - sum(skipped) / len(skipped), _cosine(scenes[-1], whole - scenes[-1]),
        _cosine(scenes[-1], scenes[0]), single[0] - sum(single) / len(single), apart[0] - sum(apart) / len(apart),
    ]  # fmt: skip


def _cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / size if size > 1e-6 else 0.0


def _shape(told: list[list[Words]]) -> list[float]:
    """Lengths and speech, so that the network can tell a long story from an odd one."""
    lengths = [sum(len(w.tokens) for w in scene) for scene in told]
    return [
        float(len(told)), sum(lengths) / len(lengths) / 10, min(lengths) / 10,
        sum(w.spoken for s in told for w in s) / 10,
        float(bool(told[-1][-1].tokens) and told[-1][-1].tokens[-1] in (".", "!", "?", "”", '"')),
        sum(len(s) for s in told) / 10,
    ]  # fmt: skip


def matrix(stories: Sequence[Scenes], tables: Tables) -> NDArray[np.float32]:
    """(B, F) float32."""
    reader = Reader(tables)
    return np.array([features(story, reader) for story in stories], dtype=np.float32)
