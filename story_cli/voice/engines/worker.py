"""Runs an engine's worker process: phrases as JSON in, samples and word times out, with a time limit.

The worker writes for each phrase a line of JSON {"rate_hz", "count", "spans": [[start, end] …] or null} followed by
`count` 16-bit samples. A crash of a foreign library ends that process and not storycli.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from story_cli.errors import ExitStatus, StoryError
from story_cli.voice.engine import Interval
from story_cli.voice.engines.text import Heard


def answers(
    worker: Path, requests: Sequence[dict[str, Any]], engine: str, install_hint: str, time_limit: float
) -> list[Heard]:
    """What the worker, a file of its own, answers, in order. Raises: StoryError if its library is missing, or it dies
    or hangs."""
    command = [sys.executable, "-I", str(worker)]
    try:
        done = subprocess.run(
            command, input=json.dumps(list(requests)).encode(), capture_output=True, timeout=time_limit, check=False
        )
    except subprocess.TimeoutExpired as exc:
        raise StoryError(f"{engine} gave no answer within {time_limit:.0f} s", "try another voice") from exc
    message = done.stderr.decode(errors="replace").strip()
    if done.returncode == ExitStatus.MISSING_ENGINE:
        raise StoryError(f"{engine} is not installed", install_hint, ExitStatus.MISSING_ENGINE)
    if done.returncode != 0:
        tail = " | ".join(message.splitlines()[-5:]) or "no message"
        raise StoryError(f"{engine} failed with exit code {done.returncode}: {tail}", "use another --voice")
    return _parsed(done.stdout)


def _parsed(output: bytes) -> list[Heard]:
    import numpy as np

    found = []
    begin = 0
    while begin < len(output):
        end = output.index(b"\n", begin)
        head = json.loads(output[begin:end])
        begin = end + 1 + 2 * head["count"]
        samples = np.frombuffer(output[end + 1 : begin], "<i2").astype(np.float32) / 32768.0
        spans = None if head["spans"] is None else tuple(Interval(*span) for span in head["spans"])
        found.append(Heard(samples, head["rate_hz"], spans))
    return found
