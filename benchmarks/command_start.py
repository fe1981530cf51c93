"""Seconds of `storycli --help` and of an empty Python program, alternating; least, median, most."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 15


def seconds(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "storycli --help": [sys.executable, "-m", "story_cli.cli.main", "--help"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name].append(seconds(*command))
    for name, found in times.items():
        print(f"{name:16} {min(found):.3f} {statistics.median(found):.3f} {max(found):.3f} s")


if __name__ == "__main__":
    main()
