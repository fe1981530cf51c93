"""What is said for a written word: numbers, abbreviations, sound words, CAPITALS, dashes, any script. No context here.

In: one white-space separated word of story_cli.text. Out: its spoken words (letters and apostrophes only), how long a
drawn-out word is held, whether it is shouted, and which marks stand around it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

from story_cli.voice.numbers import ORDINAL_ENDINGS, cardinal, digits, ordinal, year
from story_cli.voice.pronunciations import PRONUNCIATIONS, word_set

Mark = Literal["", "comma", "colon", "dash", "ellipsis", "stop", "question", "exclamation"]

_MAX_SPOKEN = 12  # spoken words for one written word, and letters of one spoken word: what is longer is noise
_MAX_LETTERS = 40

_ABBREVIATIONS = {
    "mr": "mister", "mrs": "missis", "ms": "miz", "dr": "doctor", "st": "saint", "prof": "professor", "capt": "captain",
    "etc": "et cetera", "vs": "versus", "tv": "t v", "ok": "okay", "km": "kilometres", "kg": "kilos",
}  # fmt: skip
_SIGNS = {"&": "and", "+": "plus", "=": "equals", "%": "percent", "@": "at", "#": "number", "°": "degrees",
          "€": "euros", "£": "pounds", "$": "dollars", "½": "and a half", "¼": "and a quarter",
          "¾": "and three quarters"}  # fmt: skip
_CONTRACTIONS = re.compile(
    r"(?:.*n't|i'm|let's|ma'am|o'clock|(?:i|you|he|she|it|we|they|who|that|there|what|here|where|how)'(?:s|d|ll|ve|re))\Z"
)
_CLITICS = {"s": "'s", "d": "would", "ll": "will", "ve": "have", "re": "are", "m": "am"}
_ONE_VOWEL = word_set("so no go oh long slow he she me be very yes hello help stop big far wide")
_DOUBLED = "eofslz"  # letters of which English keeps two: whoosh, wheel, puff, hiss, yell, buzz
_LATIN_LETTERS = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "th", "þ": "th"}
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(st|nd|rd|th|s)?\Z")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)\Z")
_PIECE = re.compile(r"\d[\d,.:]*\d(?:st|nd|rd|th|s)?|\d(?:st|nd|rd|th|s)?|[a-z]+(?:'[a-z]+)*|[&+=%@#°€£$½¼¾]")
_OPENING = "\"“‘«([{'*_"
_TRAILING = re.compile(r"[^\w%°€£$½¼¾&+=#@]*\Z")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"'})


class SpokenForm(NamedTuple):
    """How one written word is said, apart from its sentence."""

    spoken: tuple[str, ...]
    hold: float = 1.0  # how many times as long a drawn-out word lasts
    shouted: bool = False
    mark: Mark = ""
    opens_quote: bool = False
    closes_quote: bool = False


@lru_cache(maxsize=8192)
def spoken_form(word: str) -> SpokenForm:
    """Never fails: a word of which nothing can be said has no spoken words."""
    plain = "".join(ch if ch in _SIGNS else unicodedata.normalize("NFKC", ch) for ch in word.translate(_QUOTES))
    plain = "".join(ch for ch in plain if unicodedata.category(ch)[0] != "C")
    tail = _TRAILING.search(plain)
    ending = tail.group() if tail else ""
    core = plain[: len(plain) - len(ending)].lstrip(_OPENING + "-–—.")
    opening = plain[: len(plain) - len(ending) - len(core)]
    letters = [ch for ch in core if ch.isalpha()]
    shouted = len(letters) > 1 and all(ch.isupper() for ch in letters) and not _is_initialism(core)
    spoken: list[str] = []
    hold = 1.0
    for piece in _PIECE.findall(_latin(core, shouted)):
        said, held = _piece(piece, ending)
        spoken += said
        hold = max(hold, held)
    kept = tuple(part[:_MAX_LETTERS] for part in spoken[:_MAX_SPOKEN])
    quotes_after = '"' in ending
    return SpokenForm(kept, hold, shouted, _mark(ending), '"' in opening, quotes_after and bool(core or not opening))


def _piece(piece: str, ending: str) -> tuple[list[str], float]:
    """Spoken words of one run of letters, one number or one sign; and the hold of its letters."""
    if piece[0].isdigit():
        return _number(piece), 1.0
    if piece in _SIGNS:
        return _SIGNS[piece].split(), 1.0
    if piece in _ABBREVIATIONS and (ending.startswith(".") or piece in ("ok", "tv")):
        return _ABBREVIATIONS[piece].split(), 1.0
    if "'" in piece:
        return _with_apostrophe(piece), 1.0
    short, hold = _collapsed(piece)
    return [short], hold


def _with_apostrophe(piece: str) -> list[str]:
    if _CONTRACTIONS.match(piece):
        return [piece]
    stem, *rest = piece.split("'")
    return [stem, *(_CLITICS.get(part, part) for part in rest)]


def _collapsed(piece: str) -> tuple[str, float]:
    """ "whoooosh" → ("whoosh", hold 2): runs of three and more letters shrink, and are held instead."""
    longest = max((len(run.group()) for run in re.finditer(r"(.)\1*", piece)), default=1)
    if longest < 3:
        return piece, 1.0 if piece not in PRONUNCIATIONS or len(set(piece)) > 1 else 1.5
    single = re.sub(r"(.)\1{2,}", r"\1", piece)
    double = re.sub(r"(.)\1{2,}", lambda run: run.group(1) * (2 if run.group(1) in _DOUBLED else 1), piece)
    known = [form for form in (re.sub(r"(.)\1{2,}", r"\1\1", piece), double, single) if form in PRONUNCIATIONS]
    short = single if single in _ONE_VOWEL else (known or [double])[0]
    return short, min(2.4, 1.0 + 0.3 * (longest - 2))


def _number(text: str) -> list[str]:
    clock = _CLOCK.match(text)
    if clock:
        hours, minutes = int(clock[1]), int(clock[2])
        tail = "" if minutes == 0 else ("oh " if minutes < 10 else "") + cardinal(minutes)
        return f"{cardinal(hours)} {tail}".split()
    found = _NUMBER.match(text)
    if not found:
        return digits(text)
    whole, fraction, suffix = found[1].replace(",", ""), found[2], found[3]
    if len(whole) > 9 or (len(whole) > 1 and whole[0] == "0"):
        return digits(text)
    if suffix in ORDINAL_ENDINGS:
        return ordinal(int(whole)).split()
    is_year = len(whole) == 4 and "," not in text and not fraction and 1100 <= int(whole) <= 2099
    words = (year if is_year else cardinal)(int(whole)).split()
    if fraction:
        words += ["point", *digits(fraction)]
    if suffix == "s":
        words[-1] = words[-1][:-1] + "ies" if words[-1].endswith("y") else words[-1] + "s"
    return words


def _is_initialism(core: str) -> bool:
    return core.upper() in ("TV", "OK", "UFO", "SOS")


def _mark(ending: str) -> Mark:
    """The strongest mark after a word."""
    if "..." in ending:
        return "ellipsis"
    for sign, mark in (("?", "question"), ("!", "exclamation"), (".", "stop"), ("。", "stop")):
        if sign in ending:
            return mark  # type: ignore[return-value]
    if re.search(r"[—–]|--|-\Z", ending):
        return "dash"
    if re.search(r"[:;]", ending):
        return "colon"
    return "comma" if re.search(r"[,、)\]]", ending) else ""


def _latin(core: str, shouted: bool) -> str:
    """Lower-case a–z spelling: accents go, other scripts are spelt by the Unicode names of their letters."""
    if core.isascii():
        return _capitals(core, shouted)
    return _capitals("".join(_spelling(ch) for ch in unicodedata.normalize("NFC", core)), shouted)


def _spelling(ch: str) -> str:
    """Plain letters for one character, a space for a sign that parts words, nothing for what cannot be said."""
    if ch.isascii() or ch in _SIGNS:
        return ch
    if ch.isdigit():
        return str(unicodedata.digit(ch))
    if unicodedata.name(ch, "").startswith(("HIRAGANA", "KATAKANA", "HANGUL SYLLABLE")) or ch.lower() in _LATIN_LETTERS:
        return _letter_by_name(ch)
    base = "".join(part for part in unicodedata.normalize("NFKD", ch) if unicodedata.category(part) != "Mn")
    if not base or not base.isalpha():
        return "" if ch.isnumeric() or not base else " "
    return base if base.isascii() else "".join(_letter_by_name(part) for part in base)


def _capitals(core: str, shouted: bool) -> str:
    """Lower case; "SOS" becomes "s o s", "HIC" becomes "hic"."""
    if not shouted and _is_initialism(core) and core.upper() in ("UFO", "SOS"):
        return " ".join(core.lower())
    return core.lower()


def _letter_by_name(ch: str) -> str:
    """ "ж" (… LETTER ZHE) → "zh", "か" (… LETTER KA) → "ka", "ß" → "ss"; an ideograph gives nothing."""
    if ch.lower() in _LATIN_LETTERS:
        return _LATIN_LETTERS[ch.lower()]
    name = unicodedata.name(ch, "")
    found = re.search(r"(?:LETTER|SYLLABLE)(?: SMALL| CAPITAL| FINAL)? ([A-Z]+)\Z", name)
    if not found:
        return ""
    sound = found[1].lower()
    if name.startswith(("HIRAGANA", "KATAKANA", "HANGUL")) or len(sound) == 1:
        return sound
    if name.startswith("CYRILLIC"):
        return sound.removesuffix("e") if len(sound) > 2 else sound.strip("e") or "e"
    return sound[:2] if sound[:2] in ("th", "ph", "ch", "kh", "sh", "gh") else sound[:1]
