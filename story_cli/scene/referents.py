"""Coreference: which referent each mention means, scene by scene, in reading order.

Names and nouns are matched through the cast and the catalogue. Pronouns choose among the referents that agree in
gender, number and person; recency, grammatical role, the speaker of a quotation and the coreference model's links
weigh them (after Lappin & Leass 1994; the weights were chosen on house stories). Speakers are settled on the way,
because "I" and "you" need them and "said she" gives them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from story_cli.scene.discourse import Discourse, Referent
from story_cli.scene.groups import everybody, several
from story_cli.scene.links import Links
from story_cli.scene.members import group_of
from story_cli.scene.mentions import Mention, counted_by
from story_cli.scene.naming import noun_referent
from story_cli.scene.parse import Parsed
from story_cli.scene.quotes import subject_of
from story_cli.scene.ranking import Features, features, read_weights, score
from story_cli.scene.speakers import Speech
from story_cli.scene.visible import unseen_reason
from story_cli.scene.words import (
    GENERIC_NOUNS,
    SAME_PLURAL,
    word_set,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLEONASTIC = word_set("""
    rain rained snow snowed seem time dark late cold warm quiet night morning day hot easy hard true funny nice good
    bad clear bedtime fun windy sunny midnight noon silent bright foggy spring summer winter autumn
""")
_CLAUSES = ("csubj", "ccomp", "xcomp", "advcl", "nsubj")
_LOCATIVE = word_set("behind beside around round above below over under before after with near inside in on off about")


@dataclass
class SceneReading:
    """Mentions of one scene with their referents, and who speaks each quotation (referent ids, "" = unknown)."""

    parsed: Parsed
    mentions: list[Mention]
    speakers: dict[int, str] = field(default_factory=dict)
    by_head: dict[int, Mention] = field(default_factory=dict)


class Resolver:
    """Resolves the scenes of one story in order."""

    def __init__(self, discourse: Discourse, links: Links | None = None) -> None:
        self.discourse = discourse
        self.links = links or Links()
        self.speech = Speech(discourse)
        self.weights = read_weights(discourse.lexicon.library.root, self.links.weighs)

    def resolve(self, parsed: Parsed, mentions: list[Mention]) -> SceneReading:
        """Fill `referents` of every mention and find the speakers."""
        by_head = {m.head: m for m in mentions}
        for token in parsed.doc:
            counted = counted_by(token)
            if counted is not None and counted.i in by_head:
                by_head[token.i] = by_head[counted.i]
        reading = SceneReading(parsed, mentions, by_head=by_head)
        self.speech.begin(parsed)
        self.links.begin(mentions)
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
            group = group_of(reading.parsed.doc[mention.head]) if mention.pick else None
            if group is not None and group.i in reading.by_head:
                self._settle(reading, reading.by_head[group.i])
            found = noun_referent(self.discourse, reading.parsed, mention, reading.by_head)
            mention.referents = (found.id,) if found else ()
        mention.shows = mention.word != "who" and not unseen_reason(reading.parsed, mention)
        for ref_id in mention.referents:
            referent = self.discourse.referents[ref_id]
            if mention.word == "they" and len(mention.referents) == 1 and _either_number(referent):
                referent.plural, referent.count = True, 3
            referent.mentions.append(mention)
            mention.living, mention.idea = referent.animate, referent.idea
            if mention.kind == "pronoun" and mention.word in ("he", "she"):
                referent.pronouns, referent.animate = frozenset((mention.word,)), True
                referent.kind = "animal" if referent.idea else referent.kind

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
        if mention.case == "reflexive" and (own := self._own_subject(reading, mention)):
            return own
        return self._likeliest(reading, mention)

    def _likeliest(self, reading: SceneReading, mention: Mention) -> tuple[str, ...]:
        """The candidate of the greatest score; "they" may also be several who were not named by one word."""
        single = self._best(reading, mention, plural=False)
        choices: list[tuple[float, tuple[str, ...]]] = [(single[0], (single[1].id,))] if single else []
        if mention.word == "they":
            together = several(self.discourse, reading, mention)
            if together is not None:
                measures, members = together
                again = [m for m in reading.mentions if m.referents == members and m.head < mention.head]
                said = self.links.means(mention, again)
                choices.insert(0, (self.weigh(mention, members, measures | said), members))
            many = self._best(reading, mention, plural=True)
            choices += [(many[0], (many[1].id,))] if many else []
        nobody = {f"nobody {mention.word}": 1.0} | self.links.nobody(mention)
        choices.append((self.weigh(mention, (), nobody), ()))
        return max(choices, key=lambda choice: choice[0])[1]

    def weigh(self, mention: Mention, who: tuple[str, ...], measures: Features) -> float:
        """The score of one candidate; nobody is a candidate too."""
        return score(measures, self.weights)

    def _own_subject(self, reading: SceneReading, mention: Mention) -> tuple[str, ...]:
        """ "It mended itself": who does it, if it may be called so."""
        verb = reading.parsed.doc[mention.head].head
        subject = subject_of(verb)
        acting = reading.by_head.get(subject.i) if subject is not None else None
        if acting is None or not acting.referents:
            return ()
        many = mention.word == "they"
        fits = [self.discourse.referents[r] for r in acting.referents]
        plural = len(fits) > 1 or fits[0].plural
        return acting.referents if plural == many and (many or mention.word in fits[0].pronouns) else ()

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
        if best is not None and (best[1].head == stated.word or self._just_told(before, best[1])):
            return ()  # "He had lost his hat. It had been a gift."
        self._settle(reading, stated)
        return stated.referents

    def _just_told(self, mention: Mention, referent: Referent) -> bool:
        """A thing that the sentence before is about: what follows describes it."""
        if not referent.mentions:  # of the cast, and not named yet
            return False
        last = referent.mentions[-1]
        return (
            last.scene == mention.scene
            and mention.at.sentence - last.at.sentence == 1
            and last.role in ("object", "subject")
            and not referent.animate
            and not referent.idea
            and not referent.scenery
        )

    def _best(self, reading: SceneReading, mention: Mention, *, plural: bool) -> tuple[float, Referent] | None:
        scored = []
        for order, referent in enumerate(self.discourse.referents.values()):
            if not _number_fits(referent, plural) or not self._agrees(reading, mention, referent):
                continue
            scored.append((self._score(reading, mention, referent, plural), -order, referent))
        if not scored:
            return None
        best = max(scored, key=lambda item: item[:2])
        return best[0], best[2]

    def _agrees(self, reading: SceneReading, mention: Mention, referent: Referent) -> bool:
        if mention.word == "they" and not (not referent.plural and _either_number(referent)):
            if not referent.plural and "they" not in referent.pronouns:
                return False
            if not referent.plural and "it" in referent.pronouns | {""}:
                return False  # one crab is "he", "she" or "it"
            if not referent.plural and referent.pronouns != frozenset(("they",)):
                return False
        elif mention.word != "one" and mention.word not in referent.pronouns and not _made_alive(mention, referent):
            return False
        if mention.word in ("he", "she") and referent.head in GENERIC_NOUNS and not referent.animate:
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
        objects = [child for child in verb.children if child.dep_ in ("obj", "iobj")]
        where = {child.lower_ for child in token.children if child.dep_ == "case"}
        carried = (
            bool(objects) and bool(where & _LOCATIVE) and mention.word != "it"
        )  # "she pulled the sled behind her" may be herself
        beside = objects if carried else [subject_of(verb), *objects]
        ahead = next((m for m in reading.mentions if where and m.end == token.i - 1), None)  # "a parrot inside it"
        beside += [reading.parsed.doc[ahead.head]] if ahead is not None and ahead.head != verb.i else []
        partners = [reading.by_head.get(other.i) for other in beside if other is not None and other.i != token.i]
        return {ref_id for other in partners if other is not None for ref_id in other.referents}

    def _score(self, reading: SceneReading, mention: Mention, referent: Referent, plural: bool = False) -> float:
        measures = features(self.discourse, reading, mention, referent)
        measures |= self.links.means(mention, referent.mentions)
        return self.weigh(mention, (referent.id,), measures | {"many": 1.0} if plural else measures)

    # --- relatives, speakers ------------------------------------------------------------------------

    def _relative(self, reading: SceneReading, token: Token) -> tuple[str, ...]:
        verb = token.head
        owner = reading.by_head.get(verb.head.i) if verb.dep_.startswith("acl") else None
        return owner.referents if owner is not None else ()


def _number_fits(referent: Referent, plural: bool) -> bool:
    return referent.plural == plural or (plural and _either_number(referent))


def _made_alive(mention: Mention, referent: Referent) -> bool:
    """In a picture book a sponge may be "he"; the ranking asks for good reasons."""
    return mention.word in ("he", "she") and referent.pronouns == {"it"} and not referent.plural


def _either_number(referent: Referent) -> bool:
    """ "the jellyfish" may be many as long as nothing says that it is one."""
    return (
        referent.head.rpartition(" ")[2] in SAME_PLURAL
        and not referent.plural
        and not referent.cast
        and not any(m.article == "a" or m.count == 1 or m.kind in ("pronoun", "name") for m in referent.mentions)
    )


def _says_nothing(token: Token) -> bool:
    """ "It was dark", "it rained", "it seemed": no thing is meant."""
    head = token.head
    if token.dep_ == "expl" and (head.pos_ != "VERB" or any(c.dep_ in _CLAUSES for c in head.children)):
        return True
    if token.dep_ not in ("nsubj", "expl"):
        return False
    weather = bool({head.lemma_.lower(), head.lower_} & _PLEONASTIC)
    clause = any(child.dep_ in ("csubj", "ccomp") for child in head.children) and head.pos_ in ("ADJ", "NOUN")
    takes = head.lemma_.lower() == "take" and any(
        child.dep_ in ("advcl", "xcomp", "acl", "csubj") and any(c.lower_ == "to" for c in child.children)
        for child in (*head.children, *(grand for c in head.children for grand in c.children))
    )
    clause = clause or takes  # "it took three huskies to push him"
    return weather or clause
