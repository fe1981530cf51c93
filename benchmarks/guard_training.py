"""What the output filter removes from the material that writer, planner, ranker and fidelity classifier learn from.

python benchmarks/guard_training.py DATA [--kits 3000] [--open 3000] [--shown 20]

Prints JSON: pieces looked at and removed by source, and the sentences that were most often why.
"""

from __future__ import annotations

import argparse
import itertools
import json
from pathlib import Path

from story_cli.catalogue import Library
from story_cli.kits import load_kits, load_tables, unfold_many
from story_cli.training.corpus import open_text
from story_cli.training.screening import Screen
from story_cli.training.tales import read_open
from story_cli.training.written import rows_of


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--kits", type=int, default=3000, help="unfolded stories")
    parser.add_argument("--open", type=int, default=3000, help="stories of each open corpus")
    parser.add_argument("--shown", type=int, default=20, help="sentences of a source that are shown")
    options = parser.parse_args()
    library = Library()
    screen = Screen(library)
    for row in rows_of(library):
        screen.passes("house", [row["title"], *(scene["text"] for scene in row["scenes"])], written=True)
    tables = load_tables(library.root / "stories" / "kits_catalogue.json")
    kits = load_kits(library.root / "stories" / "kits")
    for number, story in enumerate(unfold_many(kits, tables, options.kits, 1)):
        list(screen.kits([story], str(number)))
    for text in open_text(options.data, "tinystories", min(1500, options.open)):
        screen.passes("tinystories for word pieces", [text])
    for name in ("tinystories", "tinyfabulist"):
        for text in itertools.islice(read_open(options.data, name), options.open):
            screen.passes(f"{name} for the ranker", [text])
    report = {
        "removed": {source: f"{screen.removed[source]} of {seen}" for source, seen in screen.seen.items()},
        "why": {source: dict(found.most_common(options.shown)) for source, found in screen.refused.items()},
    }
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
