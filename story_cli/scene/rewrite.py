"""The coreference rewrite: the scene's text with its pronouns replaced by the ones they stand for."""

from __future__ import annotations

from story_cli.scene.discourse import Discourse, Referent
from story_cli.scene.mentions import Mention
from story_cli.scene.referents import SceneReading

_PERSONS = ("he", "she", "it", "they", "all")


def resolved_text(reading: SceneReading, discourse: Discourse) -> str:
    """ "She hid it in her bag." → "The mermaid hid the shell in the mermaid's bag." Reflexives and relatives stay."""
    doc = reading.parsed.doc
    parts, done = [], 0
    for mention in sorted(reading.mentions, key=lambda m: m.head):
        if (
            mention.kind != "pronoun"
            or mention.word not in _PERSONS
            or mention.case == "reflexive"
            or not mention.referents
        ):
            continue
        token = doc[mention.head]
        words = _phrase(mention, discourse)
        if token.text[:1].isupper():
            words = words[:1].upper() + words[1:]
        parts += [doc.text[done : token.idx], words]
        done = token.idx + len(token)
    return "".join(parts) + doc.text[done:]


def _phrase(mention: Mention, discourse: Discourse) -> str:
    names = [describe(discourse.referents[ref_id]) for ref_id in mention.referents]
    words = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
    return words + ("'" if words.endswith("s") and len(names) == 1 and words.startswith("the ") else "'s") * (
        mention.case == "possessive"
    )


def describe(referent: Referent) -> str:
    """ "the mermaid", "the three crabs", or a name where the kind is not known."""
    if referent.name and (not referent.piece or referent.head == referent.name.lower()):
        return referent.name
    if referent.plural:
        from story_cli.scene.lexicon import plural_of

        return f"the {plural_of(referent.head)}"
    return f"the {referent.head}"
