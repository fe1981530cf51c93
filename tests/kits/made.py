"""A tiny kit and tables, made by hand."""

import json
from pathlib import Path

from story_cli.kits import Kit, KitTables, load_kits, load_tables

TABLES = {
    "traits": {"*": ["liked {his} tea"]}, "mood": {"silly": ["wobbly"]}, "how": {"silly": ["with a hum"]},
    "air_adj": {}, "desc": {"*": ["shy"]}, "gear": {}, "swap": [], "short": {},
    "heroes": {"cat": {"size": 0.5, "move": ["pad", "padded"], "look": ["x"], "joy": ["x"], "think": ["x"],
                       "skill": [["x", "x"]]}},
    "creatures": {"owl": {"tags": ["fly"], "size": 0.3}, "bear": {"tags": ["land"], "size": 3.0}},
    "things": {"bell": {"tags": ["hand", "noisy"], "sound": "ding"}, "cart": {"tags": ["huge"]}},
    "themes": {"castle": {"places": {"tower": {"in": "on the tower", "to": "to the tower", "tags": ["home"],
                                               "hides": ["behind a flag"]}},
                          "creatures": ["owl", "bear"], "things": ["bell", "cart"]}},
}  # fmt: skip
SENTENCES = [
    {"f": "hero live @in:home ; hero want thing", "k": "tea", "t": [
        "{H} was {a hero} who wanted {a thing} for {his} tea, and {he was} sure that it was somewhere {home.in} today.",
    ]},
    {"f": "friend give thing >hero !happy ~thank", "t": [
        "“{Thing.sound}!” Then {a friend} came out from {hide}, and {friend.he} gave {him} the {thing} for the tea.",
    ]},
]  # fmt: skip
KIT = {
    "id": "made", "themes": "any", "plot": {"wish": "to have a bell"},
    "slots": {"friend": {"type": "creature", "size": "tiny", "named": 1.0}, "thing": {"type": "thing", "has": ["hand"]},
              "home": {"type": "place"}, "hide": {"type": "hide", "in": "home"}},
    "titles": ["{H} and the {thing}"],
    "scenes": [{"place": "home", "say": SENTENCES}] * 5,
}  # fmt: skip


def library(folder: Path) -> Path:
    """A library folder with the one kit."""
    (folder / "stories" / "kits").mkdir(parents=True)
    (folder / "stories" / "kits_catalogue.json").write_text(json.dumps(TABLES))
    (folder / "stories" / "kits" / "made.json").write_text(json.dumps(KIT))
    return folder


def kit_and_tables(folder: Path) -> tuple[Kit, KitTables]:
    root = library(folder)
    return load_kits(root / "stories" / "kits")[0], load_tables(root / "stories" / "kits_catalogue.json")
