"""Texts as tokens and back: lower case, copied values as signs ("<near>"), capitals learnt from the texts."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from story_cli.training.data2text.meaning import Meaning, Pair, Slot

_TOKEN = re.compile(r"<[a-z_]+>|£?\d[\d.,-]*\d\+?|£?\d\+?|[^\W\d_]+(?:['-][^\W\d_]+)*|\.\.\.|[^\w\s]|\w+")
_NO_SPACE_BEFORE = set(".,!?;:)%'") | {"..."}
_NO_SPACE_AFTER = set("(£")
_VOWEL = re.compile(r"(?!uni|use|one\b|eu)[aeiou]|hour|honest|8|11\b|18", re.I)


def sign(name: str) -> str:
    """The token that stands for a copied slot's value."""
    return f"<{name.replace(' ', '_')}>"


def _straight(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'").replace("–", "-").replace("“", '"').replace("”", '"')


def _bare(text: str) -> str:
    """Letters without accents, as many characters as before."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text)


def copied_slots(meaning: Meaning, copied: Sequence[str]) -> list[Slot]:
    """The slots whose values are copied, longest value first."""
    return sorted((s for s in meaning.slots if s.name in copied and s.value), key=lambda s: -len(s.value))


def delexicalised(pair: Pair, copied: Sequence[str]) -> str:
    """The text with signs in the places of the copied values."""
    text = _straight(pair.text)
    for slot in copied_slots(pair.meaning, copied):
        words = re.escape(_bare(_straight(slot.value)))
        the = re.match(r"(?i)the\\? ", words)
        form = f"(?:the )?{words[the.end() :]}" if the else words
        found = list(re.finditer(rf"(?i)(?<!\w){form}(?!\w)", _bare(text)))
        for hit in reversed(found):
            text = text[: hit.start()] + sign(slot.name) + text[hit.end() :]
    return text


def tokens_of(text: str) -> list[str]:
    """Lower-case tokens of a text with signs."""
    return [token if token[0] == "<" else token.lower() for token in _TOKEN.findall(_straight(text))]


def capitals_of(texts: Iterable[str]) -> dict[str, str]:
    """How words are written inside sentences where that is not in lower case: {"french": "French", "pc": "PC"}."""
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        tokens = _TOKEN.findall(_straight(text))
        for before, token in itertools.pairwise(tokens):
            if before not in (".", "!", "?", '"') and token[0] != "<":
                counts.setdefault(token.lower(), Counter())[token] += 1
    usual = {word: forms.most_common(1)[0][0] for word, forms in counts.items()}
    return {word: form for word, form in usual.items() if form != word}


def written(tokens: Sequence[str], values: dict[str, str], capitals: dict[str, str]) -> str:
    """English text of tokens; signs become the values, "a" and "an" fit what follows."""
    words = [values.get(t, "") if t[0] == "<" else capitals.get(t, t) for t in tokens]
    text, glue, begins, quoted = "", True, True, False
    for at, word in enumerate(words):
        if not word:
            continue
        if word.lower() in ("a", "an"):
            following = next((w for w in words[at + 1 :] if w and w[0].isalnum()), "")
            word = "an" if _VOWEL.match(following) else "a"
        closing = word == '"' and quoted
        quoted = quoted != (word == '"')
        text += "" if glue or word in _NO_SPACE_BEFORE or closing else " "
        text += word[:1].upper() + word[1:] if begins else word
        glue = word in _NO_SPACE_AFTER or (word == '"' and quoted)
        begins = word in (".", "!", "?") or (begins and word == '"')
    return text


def values_of(meaning: Meaning, copied: Sequence[str]) -> dict[str, str]:
    """Sign → value."""
    return {sign(slot.name): _straight(slot.value) for slot in copied_slots(meaning, copied)}
