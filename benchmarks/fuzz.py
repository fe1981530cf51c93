"""Fuzzes every reader with damaged inputs: no traceback, no hang, no file outside.

python benchmarks/fuzz.py [--inputs 20000] [--seconds-each 5] [--only NAME]

Prints a JSON report; exit code 1 if anything but a refusal with one message came out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.mutate import damaged
from tests.fuzz.readers import Reader, readers, survives


class Report:
    """What was seen."""

    def __init__(self) -> None:
        self.inputs: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.faults: list[dict[str, str]] = []
        self.slowest = 0.0
        self.hangs = 0

    def fault(self, name: str, data: bytes, error: BaseException) -> None:
        place = "".join(traceback.format_exception(error)[-2:])[-500:]
        if sum(fault["reader"] == name for fault in self.faults) < 5:
            self.faults.append({"reader": name, "input": repr(data[:200]), "error": place})


def fuzz(name: str, reader: Reader, count: int, limit: float, report: Report) -> None:
    """`count` damaged inputs for one reader."""

    @seed(1)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def each(data: st.DataObject) -> None:
        one(name, reader, data.draw(damaged(reader.example)), limit, report)

    each()


def one(name: str, reader: Reader, data: bytes, limit: float, report: Report) -> None:
    top = Path(tempfile.mkdtemp(prefix="storycli-fuzz-"))
    inside = top / "inside"
    inside.mkdir()
    began = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        report.refused[name] += not survives(reader, data, inside)
    except TimeoutError:
        report.hangs += 1
        report.fault(name, data, TimeoutError(f"over {limit} s"))
    except Exception as error:
        report.fault(name, data, error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    report.slowest = max(report.slowest, time.perf_counter() - began)
    report.inputs[name] += 1
    if [path.name for path in top.iterdir()] != ["inside"]:
        report.fault(name, data, RuntimeError("a file outside"))
    shutil.rmtree(top, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seconds-each", type=float, default=5.0)
    parser.add_argument("--only", default="")
    options = parser.parse_args()

    def late(*_: Any) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    report = Report()
    chosen = {name: reader for name, reader in readers().items() if options.only in name}
    for name, reader in chosen.items():
        one(name, reader, reader.example, 60.0, Report())  # imports are not timed
        fuzz(name, reader, -(-options.inputs // len(chosen)), options.seconds_each, report)
        print(f"{name}: {report.inputs[name]} inputs, {report.refused[name]} refused", file=sys.stderr, flush=True)
    summary = {
        "readers": len(chosen), "inputs": sum(report.inputs.values()), "refused": sum(report.refused.values()),
        "slowest_seconds": round(report.slowest, 2), "hangs": report.hangs, "faults": report.faults,
    }  # fmt: skip
    print(json.dumps(summary, indent=2, ensure_ascii=False))
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()
