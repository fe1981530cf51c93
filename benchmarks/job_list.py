"""Seconds that a job list of 10,000 rows takes to check, as `storycli batch --dry-run` and as the check alone.

python benchmarks/job_list.py [--rows 10000] [--faulty 0]     --faulty: so many rows name a hero that nobody offers
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from story_cli.batch.jobs import Places, check_jobs
from story_cli.batch.rows import read_rows
from story_cli.catalogue import Library
from story_cli.cli.rows import MakeOptions
from story_cli.errors import UsageError


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--faulty", type=int, default=0)
    options = parser.parse_args()
    heroes = ("mermaid", "fox", "wizard", "knight")
    rows = [{"theme": "underwater", "hero": heroes[n % 4], "seed": n} for n in range(options.rows)]
    rows[: options.faulty] = [row | {"hero": "taxman"} for row in rows[: options.faulty]]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch) / "jobs.jsonl"
        listed.write_text(text)
        wall, processor = time.perf_counter(), time.process_time()
        try:
            found = len(
                check_jobs(read_rows(str(listed), text), Places(Path(scratch), Path()), MakeOptions({}), Library())
            )
        except UsageError as fault:
            found = 0
            print(fault.what, file=sys.stderr)
        report: dict[str, object] = {
            "rows": options.rows, "jobs": found,
            "check_seconds": round(time.perf_counter() - wall, 2),
            "check_processor_seconds": round(time.process_time() - processor, 2),
        }  # fmt: skip
        wall = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "story_cli.cli.main",
            "batch",
            str(listed),
            "-o",
            f"{scratch}/out",
            "--dry-run",
        ]
        done = subprocess.run([*command, "--json"], capture_output=True, check=False)
        report |= {"command_seconds": round(time.perf_counter() - wall, 2), "exit_code": done.returncode}
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
