"""`storycli train voice`: a voice folder from recordings, or from the default voice's own reading.

    recordings (LJSpeech layout) → curation, with a report → alignment → features ─┐
    house stories read by festival-hts in every style ────────────────── features ─┴─ fit → the voice folder

With a `metadata.csv` in --data its recordings are learned; without one, the default voice is the teacher.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from story_cli.catalogue import Library


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Fill the voice folder `out`. Raises: StoryError if no recording survives curation, or an engine is missing."""
    from story_cli.training.voice.fit import fit
    from story_cli.training.voice.prepare import prepare_recordings, prepare_teacher

    work = out / "work"
    work.mkdir(parents=True, exist_ok=True)
    if (data / "metadata.csv").is_file():
        styles, about = prepare_recordings(data, work, seed, resume, log), "learned from recordings"
    else:
        styles, about = prepare_teacher(library, work, seed, resume, log), "learned from festival-hts; it streams"
    fit(work, out, styles, about, seed, minutes, resume, log)
