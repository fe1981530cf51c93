"""The output filter on hand-written unsafe sentences and on good ones that it never saw.

python benchmarks/guard_figures.py [FILE …]     default: the lists of tests/guard
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from story_cli.catalogue import Library
from story_cli.guard import judge
from story_cli.training.guard import good_sentences


def main() -> None:
    library = Library()
    folder = Path("tests/guard")
    names = ("unsafe.txt", "unsafe_dev.txt", "unsafe_fresh.txt", "unsafe_unseen.txt", "unsafe_blind.txt")
    files = [Path(name) for name in sys.argv[1:]] or [folder / name for name in names]
    report: dict[str, object] = {}
    for path in files:
        lines = [line.partition("\t")[2] for line in path.read_text(encoding="utf-8").splitlines() if line]
        missed = [text for text in lines if judge(library, text).accepted]
        report[path.name] = {"caught": len(lines) - len(missed), "of": len(lines), "missed": missed}
    good = good_sentences(library)
    began = time.process_time()
    refused = [text for text in good if not judge(library, text).accepted]
    report["good"] = {"refused": len(refused), "of": len(good), "percent": round(100 * len(refused) / len(good), 2)}
    report["good_never_seen"] = {"refused": sum(text in refused for text in good[1::2]), "of": len(good[1::2])}
    report["milliseconds_a_sentence"] = round(1000 * (time.process_time() - began) / len(good), 2)
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
