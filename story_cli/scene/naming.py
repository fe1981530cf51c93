"""Which referent a name or a noun means: cast names, catalogue entries, "the little creature", appositions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from story_cli.scene.discourse import ANY_PRONOUN, Discourse, Referent
from story_cli.scene.members import member_referent
from story_cli.scene.mentions import Mention
from story_cli.scene.nouns import SEEN_KINDS
from story_cli.scene.parse import Parsed
from story_cli.scene.words import (
    ABSTRACT_NOUNS,
    BODY_PARTS,
    COLOURS,
    CONCRETE_NOUNS,
    DEEDS,
    FRIENDS,
    GENERIC_NOUNS,
    HYPERNYMS,
    MASS_NOUNS,
    PART_NOUNS,
    PEOPLE,
    PERSON_PRONOUNS,
    TIME_NOUNS,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_CALLED = frozenset(("called", "named"))
_STANDING = frozenset(("on", "onto", "under", "behind", "beside", "over", "near", "at", "around", "against"))
_MANY = 3  # "crabs" without a number


def noun_referent(
    discourse: Discourse, parsed: Parsed, mention: Mention, by_head: dict[int, Mention]
) -> Referent | None:
    """The referent of a name or noun, a new one if the story has not met it; None for what cannot be seen."""
    if mention.kind == "name":
        return _named(discourse, parsed, mention, by_head)
    if mention.pick or _picked_one(parsed, mention):
        found = member_referent(discourse, mention, parsed.doc[mention.head], by_head)
        if found is not None or mention.pick:
            return found
    if not mention.piece and _nothing(mention):
        return None
    body = mention.word in BODY_PARTS
    if not mention.piece and _idea(discourse, parsed, mention) and (body or not _stood_on(parsed, mention)):
        return _idea_referent(discourse, mention, by_head)
    same = _same_as(discourse, parsed, mention, by_head)
    if same is not None:
        _learn(discourse, same, mention)
        return same
    if mention.plural and mention.word == "one":
        return discourse.latest(r for r in discourse.referents.values() if r.plural and r.mentions and not r.idea)
    if mention.plural:
        friends = _friends(discourse, mention, by_head)
        return friends or (None if mention.word == "other" else _several(discourse, mention))
    if _no_thing(discourse, mention):
        return None
    if not mention.piece and mention.word in HYPERNYMS:
        stands_for = _hypernym(discourse, mention, by_head)
        if stands_for is not None or mention.word == "one":
            return stands_for
    return _single(discourse, mention, by_head)


def _picked_one(parsed: Parsed, mention: Mention) -> bool:
    """ "the last one", "the smallest one" of a group."""
    token = parsed.doc[mention.head]
    ranked = any(c.dep_ == "amod" and (c.tag_ == "JJS" or c.lower_ in ("first", "last")) for c in token.children)
    if mention.word == "one" and ranked and not mention.plural:
        mention.pick = "one"
        return True
    return False


def _nothing(mention: Mention) -> bool:
    """Times have no referents."""
    return mention.word in TIME_NOUNS


def _done(parsed: Parsed, mention: Mention) -> bool:
    """ "made a bow", "took a dive": what is done, not what is there."""
    token = parsed.doc[mention.head]
    return (
        mention.word in DEEDS
        and token.dep_ == "obj"
        and token.head.lemma_.lower() in ("make", "give", "take", "do", "have")
    )


def _idea(discourse: Discourse, parsed: Parsed, mention: Mention) -> bool:
    """What can be meant again ("the song … it") and not seen."""
    word = mention.word
    if word in GENERIC_NOUNS or word in HYPERNYMS or word in PERSON_PRONOUNS:
        return False
    kind = discourse.lexicon.noun(word).kind
    vague = kind == "maybe" and mention.role not in ("subject", "object", "recipient") and not mention.plural
    vague = vague and not (mention.attributes or mention.count or word in MASS_NOUNS)  # "lost in the black"
    if _done(parsed, mention):
        return True
    return word in ABSTRACT_NOUNS or word in BODY_PARTS or kind in ("abstract", "body") or vague


def _stood_on(parsed: Parsed, mention: Mention) -> bool:
    """ "sat on the step", "behind the light": what carries or hides somebody has a shape."""
    case = {child.lower_ for child in parsed.doc[mention.head].children if child.dep_ == "case"}
    maybe = mention.word not in ABSTRACT_NOUNS or mention.word in CONCRETE_NOUNS
    return maybe and mention.article in ("the", "my", "this") and bool(case & _STANDING)


def _idea_referent(discourse: Discourse, mention: Mention, by_head: dict[int, Mention]) -> Referent | None:
    """The idea of this word: met before, or new where an article says that it is one."""
    if mention.article == "no" or not (mention.article or mention.count or mention.plural):
        return None
    if mention.word in PART_NOUNS:
        return None  # "the top half of the day"
    owner = by_head.get(mention.owner)
    owned_by = owner.referents[0] if owner and owner.referents else ""
    known = discourse.latest(
        r for r in discourse.referents.values()
        if r.head == mention.word and not r.piece and (not owned_by or r.owner in ("", owned_by))
    )  # fmt: skip
    if known is not None and mention.article != "a":
        return known
    new = discourse.new(mention.word, "")
    new.kind, new.plural, new.animate = "abstract", mention.plural, False
    new.owner = owned_by
    new.pronouns = frozenset(("they",) if mention.plural else ("it",))
    return new


def _named(discourse: Discourse, parsed: Parsed, mention: Mention, by_head: dict[int, Mention]) -> Referent:
    lower = mention.word.lower()
    for referent in discourse.referents.values():
        if referent.name.lower() == lower:
            return referent
    same = _same_as(discourse, parsed, mention, by_head)
    found = same or discourse.new(mention.word.lower(), "")
    found.name, found.animate = mention.word, True
    found.pronouns = found.pronouns - {"it"} or ANY_PRONOUN - {"it"}
    return found


def _same_as(discourse: Discourse, parsed: Parsed, mention: Mention, by_head: dict[int, Mention]) -> Referent | None:
    """Somebody met a moment ago under another word: "Lulu the mermaid", "a crab called Pip", "it was an octopus"."""
    token = parsed.doc[mention.head]
    after = next((m for m in by_head.values() if m.kind == "name" and m.start == mention.end), None)
    if (
        mention.kind == "noun"
        and not mention.plural
        and after is not None
        and (mention.piece or mention.word in HYPERNYMS | PERSON_PRONOUNS.keys())
    ):
        named = _named(discourse, parsed, after, {})  # "the crab Pip", "his friend Mei"
        if not (mention.piece and named.piece and mention.piece != named.piece):
            return named
    for other in (
        _apposed(parsed, mention, by_head),
        _called(parsed, mention, by_head),
        _predicated(token, by_head),
    ):
        if other is not None and len(other.referents) == 1:
            referent = discourse.referents[other.referents[0]]
            if _may_be(discourse, referent, mention):
                return referent
    return None


def _no_thing(discourse: Discourse, mention: Mention) -> bool:
    """A bare singular noun ("in reply", "to bed") or a misread word names nothing, unless it is a stuff or known."""
    bare = not mention.article and not mention.piece and not mention.count and not mention.attributes
    known = any(r.head == mention.word for r in discourse.referents.values())
    bare = bare and mention.word not in GENERIC_NOUNS
    return bare and not known and mention.word not in MASS_NOUNS and mention.word not in PERSON_PRONOUNS


def _friends(discourse: Discourse, mention: Mention, by_head: dict[int, Mention]) -> Referent | None:
    """ "all her friends", "the others": everybody met so far but the owner."""
    if mention.word not in FRIENDS or mention.article not in ("the", "my", "this") or mention.count > 2:
        return None
    owner = by_head.get(mention.owner)
    speaking = set(owner.referents) if owner else {"hero"}
    others = [r for r in discourse.animates() if r.id not in speaking and not r.plural]
    others = [r for r in others if any(m.shows for m in r.mentions)]
    others = sorted(others, key=lambda r: (r.mentions[-1].scene, r.mentions[-1].head))[-(mention.count or 4) :]
    if len(others) < 2:
        return None
    group = discourse.new(mention.word, "")
    group.plural, group.animate, group.count, group.members = True, True, len(others), tuple(r.id for r in others)
    return group


def _may_be(discourse: Discourse, referent: Referent, mention: Mention) -> bool:
    if mention.kind == "name":
        return not referent.name and referent.animate and not referent.plural
    if mention.plural != referent.plural:
        return False
    if not mention.piece:
        general = mention.word in HYPERNYMS or mention.word in PERSON_PRONOUNS or mention.word in GENERIC_NOUNS
        return general or referent.head in GENERIC_NOUNS or not referent.piece
    hypernym = (
        referent.head in discourse.lexicon.hypernyms(mention.piece)
        or referent.head in HYPERNYMS | GENERIC_NOUNS
        or bool(referent.name)
    )
    return referent.piece == mention.piece or (not referent.piece and hypernym)


def _apposed(parsed: Parsed, mention: Mention, by_head: dict[int, Mention]) -> Mention | None:
    """A mention that this one follows at once: no comma ("Pip the crab"), or a comma and an apposition."""
    before = [m for m in by_head.values() if m.end <= mention.start and m.referents]
    if not before:
        return None
    nearest = max(before, key=lambda m: m.end)
    gap = [parsed.doc[i] for i in range(nearest.end, mention.start)]
    token = parsed.doc[mention.head]
    general = (
        nearest.word in HYPERNYMS and nearest.article == "my" and mention.article == "the"
    )  # "her friend the crab"
    if not gap and nearest.kind != "pronoun" and (general or "name" in (nearest.kind, mention.kind)):
        return nearest if parsed.doc[nearest.head].dep_ != "nmod:poss" else None
    if len(gap) == 1 and gap[0].text == "," and token.dep_ == "appos" and token.head.i == nearest.head:
        return nearest
    return None


def _called(parsed: Parsed, mention: Mention, by_head: dict[int, Mention]) -> Mention | None:
    """The noun before "called" or "named"."""
    word = mention.start - 1
    if mention.kind != "name" or word < 1 or parsed.doc[word].lower_ not in _CALLED:
        return None
    return next((m for m in by_head.values() if m.end == word), None)


def _predicated(token: Token, by_head: dict[int, Mention]) -> Mention | None:
    """The subject of "X was a mermaid"."""
    if any(child.dep_ == "cop" for child in token.children) and not any(
        child.dep_ == "case" for child in token.children
    ):
        subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i in by_head), None)
        negated = any(child.lower_ in ("not", "n't", "n’t", "never", "no") for child in token.children)
        return by_head[subject.i] if subject is not None and not negated else None
    return None


def _learn(discourse: Discourse, referent: Referent, mention: Mention) -> None:
    if mention.piece and not referent.piece:
        referent.piece, referent.head = mention.piece, mention.word
        referent.animate = referent.animate or discourse.lexicon.animate(mention.piece)
    referent.attributes += [word for word in mention.attributes if word not in referent.attributes]


def _several(discourse: Discourse, mention: Mention) -> Referent:
    """A plural noun: a group met before, or a new one."""
    same = [r for r in discourse.referents.values() if r.plural and _matches(r, mention)]
    known = discourse.latest(same)
    if (
        known is not None
        and mention.article != "a"
        and not (mention.count and mention.count != known.count)
        and not mention.other
    ):
        _learn(discourse, known, mention)
        return known
    new = discourse.new(mention.word, mention.piece)
    new.plural, new.count = True, mention.count or _MANY
    if not mention.piece and mention.word in HYPERNYMS | PERSON_PRONOUNS.keys():
        new.animate = True
    new.attributes = list(mention.attributes)
    return new


def _matches(referent: Referent, mention: Mention) -> bool:
    return referent.piece == mention.piece if mention.piece else (not referent.piece and referent.head == mention.word)


def _hypernym(discourse: Discourse, mention: Mention, by_head: dict[int, Mention]) -> Referent | None:
    """ "the little creature", "her friend": the one mentioned last that the word fits."""
    if mention.article in ("a", "no") or mention.other:
        return None
    owner = by_head.get(mention.owner)
    not_me = set(owner.referents) if owner else set()
    if mention.word not in ("hero", "heroine"):
        not_me.add("hero")
    met = [r for r in discourse.animates() if not r.plural and r.mentions and r.id not in not_me]
    anybody = mention.word in ("one", "fellow", "stranger", "baby")
    return discourse.latest(
        r for r in met if anybody or not r.piece or mention.word in discourse.lexicon.hypernyms(r.piece)
    )


def _single(discourse: Discourse, mention: Mention, by_head: dict[int, Mention]) -> Referent:
    owner = by_head.get(mention.owner)
    owned_by = owner.referents[0] if owner and owner.referents else ""
    same = [r for r in discourse.referents.values() if not r.plural and _matches(r, mention)]
    if mention.attributes and len(same) > 1:
        same = [r for r in same if set(mention.attributes) & set(r.attributes)] or same
    if owned_by:
        same = [r for r in same if r.owner in ("", owned_by)]
    if not same and mention.piece and mention.article != "a":  # "the book" is the spell book that we know
        same = [
            r for r in discourse.referents.values() if not r.plural and r.piece and r.head.endswith(" " + mention.word)
        ]
    handled = discourse.lexicon.noun(mention.word).kind in SEEN_KINDS - {""}
    if not same and handled and not mention.piece and mention.article in ("the", "this") and not mention.attributes:
        same = [
            r for r in discourse.referents.values()
            if not r.plural and r.mentions and r.id != "hero" and mention.word in discourse.lexicon.noun(r.head).above
        ]  # fmt: skip  # "the fruit" is the apple
    if not same and mention.article == "the" and mention.piece and discourse.lexicon.animate(mention.piece):
        unknown = [r for r in discourse.animates() if r.name and not r.piece and not r.plural and r.mentions]
        near = [r for r in unknown if r.mentions[-1].scene >= mention.scene - 1 and not mention.other]
        same = near if len(near) == 1 else same  # "Mr Pinch … The crab …"
    known = discourse.latest(same)
    fresh = mention.article == "a" or mention.other or bool(mention.count == 1 and mention.article != "the")
    if mention.word in MASS_NOUNS or mention.piece in MASS_NOUNS:
        fresh = False
    if known is not None and fresh and not mention.other and (known.id == "hero" or not known.mentions):
        fresh = False  # the first time that somebody of the cast appears; "a pirate, fast asleep" is the hero still
    if known is not None and not fresh and not _clash(known, mention):
        _learn(discourse, known, mention)
        known.owner = known.owner or owned_by
        return known
    new = discourse.new(mention.word, mention.piece)
    new.attributes, new.owner, new.count = list(mention.attributes), owned_by, 1
    new.kind = "" if new.kind == "abstract" else new.kind  # it was told as a thing
    new.kind = "place" if mention.place and not new.animate else new.kind
    if not mention.piece and (mention.word in PERSON_PRONOUNS or mention.word in HYPERNYMS):
        new.animate = True
        gender = PERSON_PRONOUNS.get(mention.word, "")
        new.pronouns = frozenset((gender,)) if gender else new.pronouns
    if mention.word in PEOPLE and not mention.piece and mention.role != "oblique":
        new.animate, new.plural, new.pronouns = True, True, ANY_PRONOUN
    if mention.word in ("someone", "stranger"):
        new.animate, new.pronouns = True, ANY_PRONOUN - {"it"}
    if not new.animate and (mention.piece or new.kind not in ("", "group")) and mention.word not in GENERIC_NOUNS:
        new.pronouns = frozenset(("it",))
    return new


def _clash(referent: Referent, mention: Mention) -> bool:
    """The "blue crab" is not the orange one."""
    said, known = set(mention.attributes) & COLOURS, set(referent.attributes) & COLOURS
    return bool(said and known and not said & known) and not referent.cast
