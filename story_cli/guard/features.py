"""A sentence → rough base forms of its words, and marks of speech, for listed phrases,
the reading level and windows of words."""

from __future__ import annotations

import re
from functools import lru_cache

MOST_TOKENS = 60
SPEECH, OTHER = '"', "<other>"  # rows of the word table for a quotation mark and for unknown words
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[“”\"!?,.]", re.UNICODE)
_IRREGULAR = {
    form: base
    for base, forms in {
        "hit": "hitting", "beat": "beaten beating", "bite": "bit bitten biting", "fight": "fought", "shoot": "shot",
        "throw": "threw thrown", "break": "broke broken", "tear": "tore torn", "cut": "cutting",
        "steal": "stole stolen",
        "drink": "drank drunk", "eat": "ate eaten", "swim": "swam swum", "fall": "fell fallen", "burn": "burnt",
        "sting": "stung", "hang": "hung", "bleed": "bled", "die": "dying", "lie": "lay lying lain",
        "take": "took taken",
        "give": "gave given", "go": "went gone", "come": "came", "get": "got gotten getting", "put": "putting",
        "sit": "sat sitting", "stand": "stood", "run": "ran running", "swing": "swung", "draw": "drew drawn",
        "drive": "drove driven driving", "sell": "sold", "tell": "told", "say": "said", "think": "thought",
        "feel": "felt", "leave": "left leaving", "lose": "lost losing", "hide": "hid hidden hiding",
        "wear": "wore worn",
        "make": "made making", "find": "found", "hold": "held", "keep": "kept", "stick": "stuck", "strike": "struck",
        "sink": "sank sunk", "slay": "slew slain", "sleep": "slept", "wake": "woke woken", "swear": "swore sworn",
        "freeze": "froze frozen", "light": "lit", "spit": "spat", "let": "letting", "set": "setting",
        "shut": "shutting",
        "have": "has had having", "do": "does did done", "see": "saw seen", "stop": "stopped stopping",
        "man": "men", "woman": "women", "child": "children", "wolf": "wolves", "knife": "knives", "mouse": "mice",
        "foot": "feet", "tooth": "teeth", "swell": "swollen", "buy": "bought", "bet": "betting",
        "speak": "spoke spoken", "win": "won", "choose": "chose chosen", "blow": "blew", "fly": "flew flown",
    }.items()
    for form in forms.split()
}  # fmt: skip
_ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Rough base form: irregular forms by table, then plain endings are cut, so that "bite" and "bit" are the same."""
    word = _IRREGULAR.get(word, word).removesuffix("'s")
    for ending, left in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + left
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def stems(sentence: str) -> list[str]:
    """Base forms and marks, at most MOST_TOKENS; every quotation mark is SPEECH."""
    found = []
    for token in _TOKEN.findall(sentence)[:MOST_TOKENS]:
        plain = token.lower().replace("’", "'")
        found.append(SPEECH if plain in '“”"' else stem(plain) if plain[0].isalpha() else plain)
    return found
