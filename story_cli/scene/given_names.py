"""Given names that nearly always take one pronoun: library/models/names/names.tsv."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=2)
def given_names(root: Path) -> dict[str, frozenset[str]]:
    """Pronoun → names in lower case; empty if the library has no list."""
    path = root / "models" / "names" / "names.tsv"
    if not path.is_file():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {pronoun: frozenset(names.split()) for pronoun, names in rows}


def usual_pronoun(root: Path, name: str) -> str:
    """What somebody of this name is mostly called, or ""."""
    found = [pronoun for pronoun, names in given_names(root).items() if name.lower() in names]
    return found[0] if len(found) == 1 else ""
