"""Memory of one worker over many stories: python benchmarks/batch_memory.py FOLDER [--stories 200] [--until rank].

Runs a batch of different prompts in one worker and reads the memory after each story from events.jsonl.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

THEMES = (
    ("underwater", "mermaid"),
    ("enchanted-forest", "fox"),
    ("underwater", "pirate"),
    ("enchanted-forest", "wizard"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--until", default="rank")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = [dict(zip(("theme", "hero"), THEMES[n % 4], strict=True)) | {"seed": n + 1} for n in range(options.stories)]
    listed = options.folder / "jobs.jsonl"
    listed.write_text("".join(json.dumps(row) + "\n" for row in rows))
    small = ["--candidates", "2", "--size", "160x90", "--fps", "8", "--quality", "draft", "--voice", "silence"]
    command = [sys.executable, "-m", "story_cli.cli.main", "batch", str(listed), "-o", str(options.folder / "out")]
    done = subprocess.run([*command, *small, "--workers", "1", "--until", options.until, "-q"], check=False)
    lines = (options.folder / "out" / "events.jsonl").read_text().splitlines()
    ended = [row["outcome"] for row in map(json.loads, lines) if row["event"] == "done" and row["outcome"]["stages"]]
    memory = [outcome["memory_mb"] for outcome in ended]
    tenth = max(1, len(memory) // 10)
    parts = [round(statistics.median(memory[start : start + tenth])) for start in range(0, len(memory), tenth)]
    report = {
        "stories": len(memory), "until": options.until, "exit_code": done.returncode, "median_mb_by_tenth": parts,
        "peak_mb": max(outcome["peak_mb"] for outcome in ended),
        "median_seconds": round(statistics.median(outcome["seconds"] for outcome in ended), 2),
    }  # fmt: skip
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
