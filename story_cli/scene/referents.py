"""Coreference: which referent each mention means, scene by scene, in reading order.

Names and nouns are matched through the cast and the catalogue. Pronouns choose among the referents that agree in
gender, number and person; recency, grammatical role, the speaker of a quotation and the coreference model's links
weigh them (after Lappin & Leass 1994; the weights were chosen on house stories). Speakers are settled on the way,
because "I" and "you" need them and "said she" gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from story_cli.scene.discourse import Discourse, Referent
from story_cli.scene.groups import everybody, several
from story_cli.scene.mentions import Mention, counted_by
from story_cli.scene.naming import noun_referent
from story_cli.scene.nouns import SCENERY_KINDS
from story_cli.scene.parse import Parsed
from story_cli.scene.quotes import subject_of
from story_cli.scene.speakers import Speech
from story_cli.scene.visible import unseen_reason
from story_cli.scene.words import (
    GENERIC_NOUNS,
    HANDLING_VERBS,
    LIVING_VERBS,
    SPEECH_VERBS,
    STUFF_NOUNS,
    THING_VERBS,
    word_set,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

Linked = Callable[[Mention, Mention], float]  # 0 … 1: how surely the model puts two mentions in one cluster
_PLEONASTIC = word_set("""
    rain snow seem time dark late cold warm quiet night morning day hot easy hard true funny nice good
    bad clear bedtime fun windy sunny midnight noon silent bright foggy spring summer winter autumn
""")
_STEP_BACK, _SCENE_BACK = 0.8, 1.2  # cost of a sentence, of a scene, between a pronoun and its last mention
_ROLE_WEIGHTS = {"subject": 0.8, "object": 0.5, "recipient": 0.4, "possessor": 0.2}
_MODEL_WEIGHT = 0.6  # our small model is right in half of the cases where it and the rules differ: it breaks ties


def no_links(first: Mention, second: Mention) -> float:
    """Stands in for the coreference model where there is none."""
    return 0.0


@dataclass
class SceneReading:
    """Mentions of one scene with their referents, and who speaks each quotation (referent ids, "" = unknown)."""

    parsed: Parsed
    mentions: list[Mention]
    speakers: dict[int, str] = field(default_factory=dict)
    by_head: dict[int, Mention] = field(default_factory=dict)


class Resolver:
    """Resolves the scenes of one story in order."""

    def __init__(self, discourse: Discourse, linked: Linked = no_links) -> None:
        self.discourse = discourse
        self.linked = linked
        self.speech = Speech(discourse)

    def resolve(self, parsed: Parsed, mentions: list[Mention]) -> SceneReading:
        """Fill `referents` of every mention and find the speakers."""
        by_head = {m.head: m for m in mentions}
        for token in parsed.doc:
            counted = counted_by(token)
            if counted is not None and counted.i in by_head:
                by_head[token.i] = by_head[counted.i]
        reading = SceneReading(parsed, mentions, by_head=by_head)
        self.speech.begin(parsed)
        self._done: set[int] = set()
        count = max((at.sentence for at in parsed.ats), default=-1) + 1
        for sentence in range(count):
            here = [m for m in mentions if m.at.sentence == sentence]
            for mention in here:
                if mention.quote < 0 or mention.kind != "pronoun":  # what is said waits for its speaker
                    self._settle(reading, mention)
            for number, quote in enumerate(parsed.quotes):
                if parsed.ats[quote.start].sentence == sentence:
                    reading.speakers[number] = self.speech.speaker(reading, number)
            for mention in here:
                self._settle(reading, mention)
        return reading

    # --- one mention -----------------------------------------------------------------------------------------

    def _settle(self, reading: SceneReading, mention: Mention) -> None:
        if mention.referents or mention.head in self._done:
            return  # settled ahead of its turn
        self._done.add(mention.head)
        if mention.kind == "pronoun":
            mention.referents = self._pronoun(reading, mention)
        else:
            found = noun_referent(self.discourse, reading.parsed, mention, reading.by_head)
            mention.referents = (found.id,) if found else ()
        mention.shows = mention.word != "who" and not unseen_reason(reading.parsed, mention)
        for ref_id in mention.referents:
            referent = self.discourse.referents[ref_id]
            referent.mentions.append(mention)
            mention.living, mention.idea = referent.animate, referent.idea
            if mention.kind == "pronoun" and mention.word in ("he", "she") and mention.word in referent.pronouns:
                referent.pronouns = frozenset((mention.word,))

    def _pronoun(self, reading: SceneReading, mention: Mention) -> tuple[str, ...]:
        token = reading.parsed.doc[mention.head]
        if mention.word in ("i", "you", "we"):
            return self.speech.person(reading, mention)
        if mention.word == "who":
            return self._relative(reading, token)
        if mention.word == "all":
            return everybody(self.discourse, mention)
        if mention.word == "it" and _says_nothing(token):
            return ()
        if mention.word == "it" and (stated := self._predicate(reading, token)):
            return stated
        if mention.word == "one":
            best = self._best(reading, mention, plural=False)
            return (best[1].id,) if best else ()
        if mention.word == "they":
            together = several(self.discourse, reading, mention)
            single = self._best(reading, mention, plural=False)
            many = self._best(reading, mention, plural=True)
            return _better_of(together, single, many)
        best = self._best(reading, mention, plural=False)
        return (best[1].id,) if best else ()

    def _predicate(self, reading: SceneReading, token: Token) -> tuple[str, ...]:
        """ "It was an anglerfish": "it" is what the predicate names, unless something unnamed was there before."""
        head = token.head
        stated = reading.by_head.get(head.i)
        copula = any(child.dep_ == "cop" for child in head.children) and not any(
            child.dep_ == "case" for child in head.children
        )
        if (
            token.dep_ != "nsubj"
            or stated is None
            or not stated.piece
            or not copula
            or (stated.referents and stated.article == "a")
        ):
            return ()
        before = reading.by_head[token.i]
        best = self._best(reading, before, plural=False)
        if best is not None and stated.article == "a" and best[1].head in GENERIC_NOUNS:
            return ()
        self._settle(reading, stated)
        return stated.referents

    def _best(self, reading: SceneReading, mention: Mention, *, plural: bool) -> tuple[float, Referent] | None:
        scored = []
        for order, referent in enumerate(self.discourse.referents.values()):
            if referent.plural != plural or not self._agrees(reading, mention, referent):
                continue
            scored.append((self._score(reading, mention, referent), -order, referent))
        if not scored:
            return None
        score, _, best = max(scored, key=lambda item: item[:2])
        return (score, best) if score > -9.0 else None

    def _agrees(self, reading: SceneReading, mention: Mention, referent: Referent) -> bool:
        if mention.word == "they":
            if not referent.plural and "they" not in referent.pronouns:
                return False
            if not referent.plural and "it" in referent.pronouns | {""}:
                return False  # one crab is "he", "she" or "it"
            if not referent.plural and referent.pronouns != frozenset(("they",)):
                return False
        elif mention.word != "one" and mention.word not in referent.pronouns:
            return False
        if mention.word in ("he", "she") and not referent.animate and not referent.name:
            return False
        if mention.word == "one" and (referent.animate or not any(m.article == "a" for m in referent.mentions[-1:])):
            return False
        if mention.quote >= 0 and referent.id == reading.speakers.get(mention.quote):
            return False  # the speaker says "I"
        if not referent.mentions and not referent.cast:
            return False
        return not self._bound(reading, mention, referent)

    def _bound(self, reading: SceneReading, mention: Mention, referent: Referent) -> bool:
        """Principle B: "she hugged her" are two; "its lid" is not the lid."""
        token = reading.parsed.doc[mention.head]
        owned = reading.by_head.get(token.head.i)
        if mention.role == "subject" and self._told_beside(reading, token, referent):
            return True
        if mention.case == "possessive":
            return owned is not None and referent.id in owned.referents
        if mention.case == "object" or (mention.word == "it" and mention.role in ("object", "oblique", "recipient")):
            return referent.id in self._partners(reading, mention)
        return False

    def _told_beside(self, reading: SceneReading, token: Token, referent: Referent) -> bool:
        """ "She picked Miso up": she is not Miso."""
        for child in token.head.children:
            other = reading.by_head.get(child.i)
            if other is None or child.i == token.i or child.dep_ not in ("obj", "iobj", "obl"):
                continue
            if other.kind == "name" and other.word.lower() == referent.name.lower():
                return True
            if other.kind == "noun" and other.piece and other.piece == referent.piece and other.article == "the":
                return True
        return False

    def _partners(self, reading: SceneReading, mention: Mention) -> set[str]:
        """Who else takes part in what a verb says: none of them is the pronoun beside them."""
        token = reading.parsed.doc[mention.head]
        verb = token.head if token.dep_ in ("obj", "iobj", "obl", "obl:agent") else None
        if verb is not None and verb.pos_ == "ADV":
            verb = verb.head  # "straight at it"
        if verb is None:
            return set()
        beside = [subject_of(verb), *(child for child in verb.children if child.dep_ in ("obj", "iobj"))]
        partners = [reading.by_head.get(other.i) for other in beside if other is not None and other.i != token.i]
        return {ref_id for other in partners if other is not None for ref_id in other.referents}

    def _score(self, reading: SceneReading, mention: Mention, referent: Referent) -> float:
        token = reading.parsed.doc[mention.head]
        score = 0.4 * (referent.id == "hero") + 0.2 * referent.cast
        if mention.word in ("he", "she") and referent.known_pronoun == mention.word:
            score += 0.9
        if mention.word in ("he", "she"):
            score -= 1.2 * (referent.head in GENERIC_NOUNS)
        if mention.quote < 0 and not any(m.shows for m in referent.mentions) and mention.word != "it":
            score -= 1.5  # only talked about
        if mention.word == "they" and not referent.animate and _does(reading.parsed.doc[mention.head]):
            score -= 1.8
        before = [m for m in referent.mentions if m.scene < mention.scene or m.head < mention.head]
        if not before:
            return score - 4.0
        if mention.word == "it":
            score += self._thing_score(reading, mention, referent, before)
        last = before[-1]
        same_scene = [m for m in before if m.scene == mention.scene]
        if last.scene == mention.scene:
            score -= _STEP_BACK * (mention.at.sentence - last.at.sentence)
        else:
            score -= _SCENE_BACK * (mention.scene - last.scene) + mention.at.sentence
        weight = _ROLE_WEIGHTS.get(last.role, 0.0)
        score += weight * (0.6 if len(last.referents) > 1 else 1.0) + 0.5 * self._spoken_to(reading, last)
        score += 0.3 * (last is self._last_of_kind(reading, mention))
        score += 0.4 * (mention.role == "subject" and last.role == "subject") + min(0.4, 0.1 * len(same_scene))
        score += _MODEL_WEIGHT * max((self.linked(mention, m) for m in before[-8:]), default=0.0)
        if mention.quote >= 0:
            score -= 1.0 * (last.quote < 0 and last.at.sentence == mention.at.sentence)
        if mention.case in ("possessive", "reflexive") and self._same_clause_subject(reading, token, referent):
            score += 1.5
        return score

    def _thing_score(self, reading: SceneReading, mention: Mention, referent: Referent, before: list[Mention]) -> float:
        """What makes a thing "it": being talked about already, being a thing that one handles, doing what it does."""
        token = reading.parsed.doc[mention.head]
        stuff = referent.kind in SCENERY_KINDS or referent.head in STUFF_NOUNS  # drawn or not
        score = -0.9 * (stuff or referent.idea) - 0.2 * (not referent.piece)
        last = before[-1]
        near = last.scene == mention.scene and mention.at.sentence - last.at.sentence <= 1
        score += 0.9 * (near and last.word == "it") + min(0.6, 0.06 * len(before))
        verb = token.head.lemma_.lower()
        lives = token.dep_ == "nsubj" and verb in LIVING_VERBS
        score += (0.5 if lives else -0.6) * referent.animate
        handled = token.dep_ == "obj" and verb in HANDLING_VERBS
        return score - 0.6 * (handled and (referent.animate or referent.scenery))

    def _spoken_to(self, reading: SceneReading, last: Mention) -> bool:
        """Whoever was asked or told something is expected to act next."""
        if last.scene != reading.mentions[0].scene or last.head >= len(reading.parsed.doc):
            return False
        token = reading.parsed.doc[last.head]
        return token.dep_ in ("obj", "iobj") and token.head.lemma_.lower() in SPEECH_VERBS

    def _last_of_kind(self, reading: SceneReading, mention: Mention) -> Mention | None:
        """The nearest noun or name before a pronoun."""
        before = [
            m
            for m in reading.mentions
            if m.head < mention.head and m.kind != "pronoun" and m.referents and m.quote == mention.quote
        ]
        return before[-1] if before else None

    def _same_clause_subject(self, reading: SceneReading, token: Token, referent: Referent) -> bool:
        verb = token.head
        for _ in range(6):
            if verb.pos_ in ("VERB", "AUX") or verb.dep_ == "root" or verb.head.i == verb.i:
                break
            verb = verb.head
        subject = subject_of(verb)
        acting = reading.by_head.get(subject.i) if subject is not None else None
        return acting is not None and referent.id in acting.referents

    # --- relatives, speakers ------------------------------------------------------------------------

    def _relative(self, reading: SceneReading, token: Token) -> tuple[str, ...]:
        verb = token.head
        owner = reading.by_head.get(verb.head.i) if verb.dep_.startswith("acl") else None
        return owner.referents if owner is not None else ()


def _better_of(
    together: tuple[float, tuple[str, ...]] | None,
    single: tuple[float, Referent] | None,
    many: tuple[float, Referent] | None,
) -> tuple[str, ...]:
    choices: list[tuple[float, tuple[str, ...]]] = [together] if together else []
    choices += [(score + 0.8, (referent.id,)) for score, referent in (many,) if many] if many else []
    choices += [(single[0], (single[1].id,))] if single else []
    return max(choices, key=lambda choice: choice[0])[1] if choices else ()


def _does(token: Token) -> bool:
    """Whether a pronoun is the subject of what only somebody who lives does."""
    verb = token.head
    thing_like = verb.lemma_.lower() in THING_VERBS or verb.pos_ != "VERB"
    return token.dep_ == "nsubj" and not thing_like


def _says_nothing(token: Token) -> bool:
    """ "It was dark", "it rained", "it seemed": no thing is meant."""
    head = token.head
    if token.dep_ == "expl":
        return True
    if token.dep_ != "nsubj":
        return False
    weather = head.lemma_.lower() in _PLEONASTIC
    clause = any(child.dep_ in ("csubj", "ccomp") for child in head.children) and head.pos_ in ("ADJ", "NOUN")
    takes = head.lemma_.lower() == "take" and any(
        child.dep_ in ("advcl", "xcomp", "acl", "csubj") and any(c.lower_ == "to" for c in child.children)
        for child in (*head.children, *(grand for c in head.children for grand in c.children))
    )
    clause = clause or takes  # "it took three huskies to push him"
    return weather or clause


def links_between(clusters: Sequence[Sequence[tuple[int, int, int]]]) -> Linked:
    """Turn clusters of (scene, first token, past last token) into a link function: 1 inside a cluster, else 0."""
    cluster_of = {
        (scene, token): n
        for n, spans in enumerate(clusters)
        for scene, start, end in spans
        for token in range(end - 1, end)
    }

    def linked(first: Mention, second: Mention) -> float:
        one = cluster_of.get((first.scene, first.end - 1))
        return float(one is not None and one == cluster_of.get((second.scene, second.end - 1)))

    return linked
