"""Compares the library's melodies with the tunes that their model learnt from, and looks for copies.

python benchmarks/score_melodies.py CORPORA     (the folder that `storycli train melody --data` is given)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from story_cli.catalogue import Library
from story_cli.score.harmony import SCALES
from story_cli.score.parts import BAR_BEATS, Melody, load_music
from story_cli.training.tunes.corpora import read_tunes
from story_cli.training.tunes.critic import Measures, copies, interval_runs, measure, norms
from story_cli.training.tunes.tune import Tune, TuneNote


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    music = load_music(Library().root / "music")
    tunes = read_tunes(Path(sys.argv[1]))
    runs = interval_runs(tunes)
    for source in ("leadsheets", "oldtime", "lieder"):
        _print(f"training: {source}, four bars", [t for t in tunes if t.source == source])
    for role in ("melody", "counter"):
        own = [m for m in music.melodies if m.role == role]
        rows = [_measured(m) for m in own]
        copied = sum(copies([TuneNote(*n) for n in m.notes], runs) for m in own)
        print(
            json.dumps({"library": role, "pieces": len(own), **_means(rows), "8-note runs of a training tune": copied})
        )
    ends = [m.notes[-1][2] % 12 for m in music.melodies if m.role == "melody"]
    print(
        json.dumps({"melodies that end on the tonic": ends.count(0), "on the dominant": ends.count(7), "of": len(ends)})
    )


def _print(name: str, tunes: Sequence[Tune]) -> None:
    found = norms(tunes)
    mean = {key: round(value, 3) for key, value in found.mean._asdict().items()}
    spread = {key: round(getattr(found.deviation, key), 3) for key in ("in_scale", "entropy", "groove")}
    print(json.dumps({"set": name, "tunes": len(tunes), **mean, "standard deviations": spread}))


def _measured(melody: Melody) -> Measures:
    scale = SCALES[melody.modes[0]]
    wider = {*scale, 11} if melody.modes[0] == "minor" else scale  # as the training tunes in minor are counted
    return measure([TuneNote(*n) for n in melody.notes], melody.bars, BAR_BEATS[melody.metres[0]], wider)


def _means(rows: Sequence[Measures]) -> dict[str, float]:
    columns = zip(*rows, strict=True)
    return {key: round(sum(column) / len(rows), 3) for key, column in zip(Measures._fields, columns, strict=True)}


if __name__ == "__main__":
    main()
