"""Numbers in English words."""

from __future__ import annotations

_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_ONES = _NAMES.split()[:20]
_TENS = ["", "", *_NAMES.split()[20:]]
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
              "twelve": "twelfth"}  # fmt: skip
ORDINAL_ENDINGS = ("st", "nd", "rd", "th")


def cardinal(number: int) -> str:
    """0 … 999,999,999 → "two hundred and seven"."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            head, rest = divmod(number, size)
            joint = " and " if 0 < rest < 100 else " "
            return f"{cardinal(head)} {name}" + (f"{joint}{cardinal(rest)}" if rest else "")
    raise ValueError(number)


def ordinal(number: int) -> str:
    """21 → "twenty first"."""
    *head, last = cardinal(number).split()
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return " ".join([*head, _IRREGULAR.get(last, regular)])


def year(number: int) -> str:
    """1920 → "nineteen twenty"; 2007 → "two thousand and seven"."""
    century, rest = divmod(number, 100)
    if century % 10 == 0:
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def digits(text: str) -> list[str]:
    """Every digit by its name, other signs dropped."""
    return [_ONES[int(ch)] for ch in text if ch in "0123456789"]
