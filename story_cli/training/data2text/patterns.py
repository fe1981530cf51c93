"""Patterns of what texts say, slot by slot: closed values of E2E and ViGGO, and words that affirm or deny."""

# ruff: noqa: E501  (one value, one line)

from __future__ import annotations

import re

_YOUNG = r"(?:famil(?:y|ies)|child(?:ren)?|kids?|young(?:sters)?)"
_AGES = r"(?:friendly|oriented|orientated|welcom\w*|suitable|appropriate|allowed|accepted|permitted|centered)"
_NOT = r"(?:not|no|non|isn't|doesn't|don't|aren't|never|un|nor|lacks?|without|neither|cannot|isnt)"
_HIGH, _LOW = r"(?:high(?:er|ly)?|excellent|top|great|very good)", r"(?:low(?:er|ly)?|poor(?:ly)?|bad(?:ly)?)"
_MIDDLE = r"(?:average|moderate(?:ly)?|mid(?:dle)?|medium|mid-range|reasonabl[ey]|decent|fair)"
_COST = r"(?:pric\w+|cost\w*|expens\w+)"
_STARS = r"(?:customers?|ratings?|rated|rates?|reviews?|stars?|scor\w+|feedback|recommended|satisfaction)"


def _near(one: str, other: str, gap: int = 3) -> str:
    """Either of two patterns before the other with at most `gap` words of the same sentence between."""
    between = rf"(?:[ -]+(?!pric|cost|and )[^ .,]+){{0,{gap}}}[ -]+"
    return rf"\b{one}{between}{other}|\b{other}{between}{one}\b"


def _stars(number: str, word: str) -> tuple[str, ...]:
    return (rf"\b(?:{number}|{word})[ -]*(?:out )?of[ -]*(?:a )?(?:possible )?(?:5|five)", rf"\b{number} ?/ ?5",
            rf"\b(?:{number}|{word})[ -]*stars?", rf"\brat(?:ed|ing)(?: of| is| a| as| at)* (?:a )?(?:{number}|{word})\b")  # fmt: skip


E2E: dict[str, dict[str, tuple[str, ...]]] = {
    "eatType": {"coffee shop": (r"\bcoffee[ -]*shops?",), "pub": (r"\bpubs?\b",), "restaurant": (r"\brestaurants?\b",)},
    "food": {
        "Chinese": (r"\bchinese",), "English": (r"\benglish|\bbritish",), "Fast food": (r"\bfast[ -]?food",),
        "French": (r"\bfrench",), "Indian": (r"\bindian",), "Italian": (r"\bitalian|\bpasta\b|\bpizza",),
        "Japanese": (r"\bjapan|\bsushi",),
    },
    "area": {
        "city centre": (r"\b(?:city|town)[ -]*cent(?:re|er)", r"\bcent(?:re|er) of (?:the )?(?:city|town)",
                        r"\bin (?:the )?cent(?:re|er)", r"\bcity's cent"),
        "riverside": (r"\briver ?side", r"\briver\b", r"\briver ?bank", r"\bwaterfront"),
    },
    "familyFriendly": {
        "no": (rf"\b{_NOT}[ -]+(?:[^ .,]+[ -]+){{0,4}}{_YOUNG}", rf"\b{_NOT}[ -]+{_AGES}[ -]+(?:[^ .]+[ -]+){{0,2}}{_YOUNG}",
               rf"\b{_YOUNG}[ -]+(?:[^ .,]+[ -]+){{0,2}}{_NOT}\b", r"\badults?[ -]only|\bonly (?:for )?adults?|\badults?\b",
               rf"\b{_YOUNG}[ -]*un", rf"\bnon[ -]*{_YOUNG}"),
        "yes": (rf"\b{_YOUNG}",),
    },
    "priceRange": {
        "£20-25": (r"£? ?20[ -]*(?:to|and)?[ -]*£? ?25",), "less than £20": (
            r"(?:less|under|below|lower|cheaper|no more|up to|max\w*|most|beneath|not over|within)(?: [a-z]+){0,2} £? ?20\b(?!-)", r"£20 (?:or less|maximum|and under)"),
        "more than £30": (r"(?:more|over|above|higher|upwards|least|start\w*|from|exce\w+|greater|begin\w*|up)(?: [a-z]+){0,2} £? ?30\b",
                          r"£ ?30\+|£ ?30 (?:or more|and up|plus|and over|and above)"),
        "cheap": (r"\bcheap", r"\binexpensive", rf"{_near(_LOW, _COST, 1)}", r"\blow[ -]*cost", r"\baffordable"),
        "moderate": (rf"{_near(_MIDDLE, _COST, 2)}", r"\bmoderate\b(?! customer| rating)", r"\breasonabl[ey]\b"),
        "high": (rf"{_near(r'(?:high(?:er|ly)?)', _COST, 2)}", r"(?<!in)\bexpensive", r"\bpricey", r"\bhigh[ -]*(?:end|price)"),
    },
    "customer rating": {
        "1 out of 5": _stars("1", "one"), "3 out of 5": _stars("3", "three"), "5 out of 5": _stars("5", "five"),
        "average": (_near(r"(?:average|moderate|mediocre|decent|moderate|ok(?:ay)?|fair)", _STARS, 3),),
        "low": (_near(_LOW, _STARS, 3),), "high": (_near(_HIGH, _STARS, 3), r"\bwell[ -]*rated", r"\bhighly[ -]*recommended"),
    },
}  # fmt: skip


YES_NO = {  # a slot is mentioned …, and words that say no by themselves
    "has_multiplayer": (r"multi[ -]?player|\bwith (?:your )?friends|\bco[ -]?op\b|online play", r"single[ -]?player|\bsolo\b"),
    "available_on_steam": (r"\bsteam\b", ""),
    "has_linux_release": (r"\blinux\b", ""),
    "has_mac_release": (r"\bmacs?\b|\bmac ?os\b", ""),
}  # fmt: skip
NO = re.compile(
    r"\b(?:no|not|nor|neither|without|lack(?:s|ing)?|never|unavailable|none|cannot|rather than|absen(?:t|ce))\b|n't\b"
)
YES = re.compile(r"\bbut\b(?! (?:not|no|isn't|lack|without|unfortunately|sadly|neither|has no|does not|doesn't|it's not|it is not))"
                  r"|\b(?:though|although|while|and (?:is|was|has|can|you|it)|it is|it's|is available|it has|it does have|which is)\b(?! (?:not|no|n't))")  # fmt: skip
AFTER = re.compile(r"^(?:(?!\b(?:but|and|though|however)\b)[^,.(]){0,25}?(?:n't|\bnot\b|unavailable)")
VIGGO: dict[str, dict[str, tuple[str, ...]]] = {  # longer names first: what is found is taken out
    "genres": {
        "action-adventure": (r"action[ -/]*(?:and )?adventure",), "hack-and-slash": (r"hack[ -]*(?:and|&|n)[ -]*slash",),
        "real-time strategy": (r"\b(?:real[ -]*time|rts)\b(?:[ -]*strateg\w*)?",), "text adventure": (r"text[ -]*(?:based )?(?:adventur\w+)?",),
        "turn-based strategy": (r"turn[ -]*based(?:[ -]*strateg\w*)?",), "vehicular combat": (r"vehic\w+(?: combat)?|car combat",),
        "trivia/board game": (r"trivia(?:/board)?(?: game)?|board[ -]*game",), "point-and-click": (r"point[ -]*(?:and|&|n)[ -]*click",),
        "MMORPG": (r"\bmmo(?:rpg)?s?\b",), "role-playing": (r"role[ -]*play|\brpg",), "action": (r"\baction",),
        "adventure": (r"adventur",), "arcade": (r"arcade",), "driving/racing": (r"\bdriv\w+(?:/racing)?|\brac(?:ing|er|es?)\b",),
        "fighting": (r"\bfight|brawl",), "indie": (r"\bindie|independent",), "music": (r"\bmusic|rhythm",), "pinball": (r"pinball",),
        "platformer": (r"platform(?:er|ing)|\bplatform game",), "puzzle": (r"puzzle[rs]?\b|puzzling",), "shooter": (r"\bshoot|\bfps\b",),
        "simulation": (r"simulat|\bsims?\b",), "sport": (r"\bsport(?!s (?:a|an) )|football|basketball|soccer|hockey|athletic",),
        "strategy": (r"strateg",), "survival": (r"surviv",), "tactical": (r"tactic",),
    },
    "platforms": {
        "PlayStation": (r"play ?station|\bps ?\d\b",), "Xbox": (r"x-?box",), "Nintendo Switch": (r"nintendo switch\b|\bswitch\b(?! to| between| from)",),
        "Nintendo": (r"nintendo",), "PC": (r"\bpcs?\b|\bcomputers?\b|\bwindows\b",),
    },
    "player_perspective": {
        "bird view": (r"\bbird|\btop[ -]*down|overhead|isometric",), "side view": (r"\bside\b|\bside[ -]*scroll",),
        "third person": (r"third|\b3rd",), "first person": (r"first[ -]*(?:# )?(?:and|or|/|,)|first[ -](?:person|player|perspective)|\b1st",),
    },
    "esrb": {
        "E 10+ (for Everyone 10 and Older)": (r"\be ?10\+?(?: \(for everyone 10 and older\))?|everyone (?:\w+ )*10|ages 10|10 (?:and|or) (?:older|up)|\b10\+",),
        "E (for Everyone)": (r"(?<!')\be\b|everyone|all ages",), "T (for Teen)": (r"(?<!')\bt\b(?!')|\bteen",),
        "M (for Mature)": (r"(?<!')\bm\b(?!')|\bmatur|\badults?\b",),
    },
}  # fmt: skip

ALIKE = (  # values that the makers of the clean set take for one another
    {"cheap", "less than £20"}, {"moderate", "£20-25"}, {"high", "more than £30"},
    {"low", "1 out of 5"}, {"average", "3 out of 5"}, {"high", "5 out of 5"},
)  # fmt: skip

PATTERNS: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    "e2e": E2E, "viggo": VIGGO | {name: {} for name in YES_NO},
}  # fmt: skip
