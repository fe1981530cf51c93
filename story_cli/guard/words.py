"""Word lists with severity, and words in disguise (dots, spaces, digits, look-alike letters of other scripts).

Lists are data: library/world/blocklist.json (groups in clear, coarse words by digest), library/guard/listed.txt
(severity, tab, words), kinds.json (word → severity 1 … 3) and words.json (digest → severity). Digests are the first 16
hex digits of SHA-256, for words one does not want to read here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from story_cli.catalogue import Library
from story_cli.errors import StoryError

SEVERE, BAD, MILD = 3, 2, 1
_GROUP_SEVERITY = {"violence": BAD, "insult": BAD, "drink_and_drugs": BAD, "romance": BAD}  # others: MILD
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEET = str.maketrans("0134579@$!|+(€£", "oieastgasiltcel")
_CONFUSABLE = (
    str.maketrans(  # letters of other scripts that look Latin; Source: Unicode TR39 confusables, the common ones
        "аеёіїорсухѕјԁһкмтвнгпиαβεικνορτυχγωµηłøđħıĸŧɑɡɩʏƅꜱᴀᴇ",
        "aeeiiopcyxsjdhkmtbhrnuabeikvoptuxywunlodhiktagiybsae",
    )
)
_MOST_LETTERS = 400  # of a name or a run that is looked at for disguise


class Lists(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    licence: str
    groups: dict[str, list[str]]
    hashed: list[str]


def severity(library: Library, word: str) -> int:
    """0 if a lower-case word is not listed, else 1 … 3."""
    words = _words(library.root.as_posix())
    return words.get(word, 0) or words.get(digest(word), 0) or words.get(singular(word), 0)


def singular(word: str) -> str:
    """A plain plural's singular, else the word."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def listed_words(library: Library, text: str) -> Iterator[tuple[str, int]]:
    """Listed words of a text with their severity, in order; possessives count as their word."""
    for match in _WORD.finditer(text.lower()):
        word = match.group().replace("’", "'")
        found = severity(library, word) or severity(library, word.partition("'")[0])
        if found:
            yield match.group(), found


def disguised(library: Library, text: str) -> bool:
    """True if a name spells a listed word once digits, dots, spaces, marks and look-alikes are undone."""
    bare = plain_letters(text)
    squeezed = re.sub(r"(.)\1+", r"\1", bare)
    parts = [plain_letters(part) for part in re.split(r"[\s'’\-]+", text)]
    return any(severity(library, word) for word in {bare, squeezed, *parts} if word)


def plain_letters(text: str) -> str:
    """Only Latin letters as they look, lower case: "Ѕ.t-u_p1d" → "stupid"."""
    lower = unicodedata.normalize("NFKC", text[:_MOST_LETTERS]).lower().translate(_LEET)
    marked = unicodedata.normalize("NFKD", lower.translate(_CONFUSABLE))
    return "".join(c for c in marked.translate(_CONFUSABLE) if c.isalpha())


def spelt_out(text: str) -> Iterator[str]:
    """Words that a text spells with separators ("s t u p i d", "k.i.l.l") or with digits inside ("k1ll")."""
    for match in re.finditer(r"(?<![^\W\d_])(?:[^\W_][\s.\-_*]{1,2}){2,20}[^\W_](?![^\W\d_])", text):
        yield plain_letters(match.group())
    for match in re.finditer(r"[^\W_]*[^\W\d_][\d@$!|*€]+[^\W\d_][\w@$!|€]*", text):
        yield plain_letters(match.group())
    for match in _WORD.finditer(text):  # letters of two scripts in one word, or three of a kind in a row
        word = match.group()
        if re.search(r"([^\W\d_])\1\1", word) or (re.search("[a-zA-Z]", word) and not word.isascii()):
            plain = plain_letters(word)
            yield plain
            yield re.sub(r"(.)\1+", r"\1", plain)


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:16]


@lru_cache(maxsize=4)
def _words(root: str) -> dict[str, int]:
    """Word or digest → severity."""
    found: dict[str, int] = {}
    try:
        lists = msgspec.json.decode((Path(root) / "world" / "blocklist.json").read_bytes(), type=Lists)
        found.update(dict.fromkeys(lists.hashed, BAD))
        for group, words in lists.groups.items():
            found.update(dict.fromkeys(words, _GROUP_SEVERITY.get(group, MILD)))
        for line in (Path(root) / "guard" / "listed.txt").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                level, _, listed = line.partition("\t")
                found.update(dict.fromkeys(listed.split(), int(level)))
        for name in ("kinds.json", "words.json"):
            more = Path(root) / "guard" / name
            if more.is_file():
                found.update(msgspec.json.decode(more.read_bytes(), type=dict[str, int]))
    except (OSError, ValueError, msgspec.DecodeError) as exc:
        raise StoryError(f"the library's word lists cannot be read: {exc}", "install storycli again") from exc
    return found
