"""Who says what: the telling clause around each quotation, and its subject.

A speech verb beside the quotation names the speaker ('"Hic!" said the crab', 'She asked, "Why?"'); where there is
none, the last one who did something in the same paragraph of action speaks ('The crab grinned. "Come in!"').
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from story_cli.scene.parse import Parsed, Quote
from story_cli.scene.words import CONTROL_VERBS, SPEECH_VERBS

if TYPE_CHECKING:
    from spacy.tokens import Token

_BESIDE = 4  # tokens after a quotation where any verb tells it
_NEAR = 9  # tokens between a quotation and its speech verb, at most


def speech_verbs(parsed: Parsed) -> dict[int, int]:
    """Number of a quotation → token of the speech verb that tells it, where there is one."""
    told: dict[int, int] = {}
    for number, quote in enumerate(parsed.quotes):
        verb = _after(parsed, quote) if not _ends_sentence(parsed, quote) else None
        verb = verb or _before(parsed, quote) or (_after(parsed, quote) if _lower_after(parsed, quote) else None)
        if verb is not None:
            told[number] = verb.i
    return told


def _ends_sentence(parsed: Parsed, quote: Quote) -> bool:
    """Whether a new sentence begins after the closing mark."""
    return quote.end >= len(parsed.doc) or parsed.ats[quote.end].sentence != parsed.ats[quote.end - 1].sentence


def _lower_after(parsed: Parsed, quote: Quote) -> bool:
    return quote.end < len(parsed.doc) and parsed.doc[quote.end].text[:1].islower()


def _tells(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if lemma not in SPEECH_VERBS and token.lower_ not in ("said", "asked", "cried", "went", "came"):
        return False
    return (
        token.pos_ in ("VERB", "AUX")
        or token.lower_ in ("said", "asked", "cried")
        or any(c.dep_ == "nsubj" for c in token.children)
    )


def _after(parsed: Parsed, quote: Quote) -> Token | None:
    """'"…," said the crab': the first speech verb after the mark, before the sentence ends or another quotation."""
    sentence = parsed.ats[quote.end - 1].sentence
    for index in range(quote.end, min(len(parsed.doc), quote.end + _NEAR)):
        if parsed.quote_of[index] >= 0 or parsed.ats[index].sentence != sentence:
            return None
        token = parsed.doc[index]
        if _tells(token) or (index < quote.end + _BESIDE and _told_by_any(parsed, quote, token)):
            return token
        if token.text in (";", ":"):
            return None
    return None


def _told_by_any(parsed: Parsed, quote: Quote, token: Token) -> bool:
    """'"…," fizzed the comet', '"…!" he panted': whatever verb goes on after the mark with its subject tells."""
    comma = parsed.doc[quote.end - 2].text == "," if quote.end > 1 else False
    follows = comma or _lower_after(parsed, quote)
    finite = token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP")
    return follows and finite and any(c.dep_ == "nsubj" and c.i >= quote.end for c in token.children)


def _before(parsed: Parsed, quote: Quote) -> Token | None:
    """'The crab said, "…"': the last speech verb before the opening mark, in the same sentence."""
    sentence = parsed.ats[quote.start].sentence
    if quote.start == 0 or (
        parsed.doc[quote.start - 1].text not in (",", ":", "-", "—", "–") and not _tells(parsed.doc[quote.start - 1])
    ):
        return _joined(parsed, quote)
    for index in range(quote.start - 1, max(-1, quote.start - 2 * _NEAR), -1):
        if parsed.quote_of[index] >= 0 or parsed.ats[index].sentence != sentence:
            break
        if _tells(parsed.doc[index]):
            return parsed.doc[index]
    return _joined(parsed, quote)


def _joined(parsed: Parsed, quote: Quote) -> Token | None:
    """'"But where," she wondered, "does one …?"': the second half belongs to the same telling clause."""
    sentence = parsed.ats[quote.start].sentence
    for index in range(quote.start - 1, max(-1, quote.start - _NEAR), -1):
        if parsed.ats[index].sentence != sentence:
            return None
        if parsed.quote_of[index] >= 0:
            return None
        if _tells(parsed.doc[index]):
            return parsed.doc[index]
    return None


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, through conjunction and control; None if it has none."""
    seen = 0
    token = verb
    while seen < 6:
        subjects: list[Token] = [child for child in token.children if child.dep_ in ("nsubj", "nsubj:pass")]
        if subjects:
            return subjects[0]
        moved = next((c for c in token.head.children if c.dep_ == "obj" and c.i < token.i), None)
        if token.dep_ == "xcomp" and token.head.lemma_.lower() in CONTROL_VERBS and moved is not None:
            return moved  # "he let a monkey tickle him", "she saw a crab dancing"
        if token.dep_ in ("conj", "xcomp", "advcl", "parataxis", "ccomp") and token.head.i != token.i:
            if token.dep_ in ("advcl", "ccomp", "parataxis") and any(c.dep_ == "mark" for c in token.children):
                pass
            token, seen = token.head, seen + 1
            continue
        if token.dep_ in ("acl", "acl:relcl") and token.head.i != token.i:
            return token.head
        return None
    return None


def told_subject(parsed: Parsed, verb: Token) -> Token | None:
    """The speaker's head noun at a speech verb: its subject outside quotations, else the noun beside it."""
    child: Token
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubj:pass") and parsed.quote_of[child.i] < 0:
            return child
    inverted = verb.i > 0 and parsed.quote_of[verb.i - 1] >= 0  # '"…" said the crab'
    subject = subject_of(verb)
    if not inverted and subject is not None and parsed.quote_of[subject.i] < 0 and subject.i < verb.i:
        return subject
    for index in (*range(verb.i + 1, min(len(parsed.doc), verb.i + 6)), *range(verb.i - 1, max(-1, verb.i - 5), -1)):
        token: Token = parsed.doc[index]
        if parsed.quote_of[index] >= 0 or parsed.ats[index].sentence != parsed.ats[verb.i].sentence:
            continue
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ not in ("compound", "obl"):
            return token
    return subject if subject is not None and parsed.quote_of[subject.i] < 0 else None
