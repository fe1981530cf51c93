"""Job lists as text → rows: CSV with a header, JSON Lines, a JSON list, or a grid of values."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from story_cli.batch.jobs import Row, shown
from story_cli.errors import UsageError

_MAX_BYTES = 64 * 1024 * 1024
_MAX_GRID = 1_000_000
_LISTS = ("color", "adjective")


def read_rows(name: str, text: str) -> Iterator[Row]:
    """Rows of a job list; `name` says its form, or its first character where it has none. Raises: UsageError."""
    if len(text) > _MAX_BYTES:
        raise UsageError(f"{shown(name)} is over 64 MB", "split it")
    form = Path(name).suffix.lower() if name != "-" else _form_of(text)
    if form == ".csv":
        yield from _csv_rows(name, text)
    elif form in (".jsonl", ".json"):
        yield from _json_rows(name, text, form)
    else:
        raise UsageError(f"{shown(name)} is no job list", "use .csv, .jsonl or .json")


def grid_rows(grids: Sequence[str]) -> Iterator[Row]:
    """Every combination of "theme=a,b×hero=c,d" (× or a lone x between; seed=1..20 counts). Raises: UsageError."""
    fields: dict[str, list[str]] = {}
    hint = "write e.g. --grid 'theme=underwater,castle × hero=mermaid × seed=1..5'"
    for part in (p for grid in grids for p in re.split(r"\s*×\s*|\s+x\s+|\s*;\s*", grid.strip())):
        name, sign, values = part.partition("=")
        name = name.strip().replace("-", "_").replace("colour", "color")
        if not sign or not name or not values.strip() or name in fields:
            raise UsageError(f"--grid {shown(part)} is no field=value,value", hint)
        fields[name] = _values(values)
    total = 1
    for values_of in fields.values():
        total *= len(values_of)
    if total > _MAX_GRID:
        raise UsageError(f"--grid makes {total} jobs", f"at most {_MAX_GRID}")
    for line, combination in enumerate(itertools.product(*fields.values()), 1):
        yield Row(line, {name: _listed(name, value) for name, value in zip(fields, combination, strict=True)})


def _values(text: str) -> list[str]:
    """ "1..3,8" → 1 2 3 8; anything else is split at commas."""
    found: list[str] = []
    for part in (p.strip() for p in text.split(",")):
        span = re.fullmatch(r"(\d{1,9})\.\.(\d{1,9})", part)
        if span and 0 <= int(span[2]) - int(span[1]) < _MAX_GRID:
            found += [str(n) for n in range(int(span[1]), int(span[2]) + 1)]
        elif part:
            found.append(part)
    return found


def _form_of(text: str) -> str:
    first = text.lstrip()[:1]
    return {"{": ".jsonl", "[": ".json"}.get(first, ".csv")


def _csv_rows(name: str, text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text), restkey="\x00more", strict=True)
    try:
        names = [shown(field) for field in reader.fieldnames or [] if (reader.fieldnames or []).count(field) > 1]
        if names:
            raise UsageError(f"{shown(name)} has the column {names[0]} twice", "name each column once")
        for row in reader:
            if "\x00more" in row:
                raise UsageError(f"{shown(name)} line {reader.line_num} has more values than columns", "quote commas")
            filled = {_field(key): value for key, value in row.items() if value not in ("", None)}
            yield Row(reader.line_num, {key: _listed(key, value) for key, value in filled.items()})
    except csv.Error as exc:
        raise UsageError(f"{shown(name)} line {reader.line_num}: {exc}", "save it as plain CSV") from exc


def _json_rows(name: str, text: str, form: str) -> Iterator[Row]:
    if form == ".json":
        data = _parsed(name, 1, text)
        rows = list(enumerate(data, 1)) if isinstance(data, list) else [(1, data)]
    else:
        rows = [(n, _parsed(name, n, line)) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    for number, row in rows:
        if not isinstance(row, dict):
            raise UsageError(f"{shown(name)} row {number} is not an object", "one object of fields a job")
        yield Row(number, {_field(key): _listed(_field(key), value) for key, value in row.items() if value is not None})


def _parsed(name: str, line: int, text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise UsageError(f"{shown(name)} line {line} gives a field twice", "give it once")
        return found

    try:
        return json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as exc:
        hint = "one JSON object a line (.jsonl) or a list (.json)"
        raise UsageError(f"{shown(name)} line {line}: {shown(str(exc))}", hint) from exc


def _field(name: Any) -> str:
    plain = str(name).strip()
    return {"colour": "color", "hero-name": "hero_name"}.get(plain, plain)


def _listed(name: str, value: Any) -> Any:
    """ "pink|blue", "pink, blue" or ["pink", "blue"] → a tuple, for the fields that take several."""
    if name not in _LISTS:
        return value
    parts = value if isinstance(value, list) else str(value).replace("|", ",").split(",")
    return tuple(str(part).strip() for part in parts if str(part).strip())
