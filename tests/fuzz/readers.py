"""Every reader of files and texts from outside: a good example, and how to read it. Only a StoryError may come out."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from story_cli.artifacts import Brief, Character, Grade, Story, StoryScene
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.store import ARTIFACTS, SCHEMA_VERSION, Header, StoryFolder

LIBRARY = Library()


_WORLD = ("themes", "places", "creatures", "names", "vocabulary")
_HTS = b"[GLOBAL]\nHTS_VOICE_VERSION:1.0\n"


class Reader(NamedTuple):
    """`example` is good input; `read(data, folder)` reads it, with `folder` for files."""

    example: bytes
    read: Callable[[bytes, Path], object]


def _put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _story() -> Story:
    grade = Grade(1.0, {})
    scene = StoryScene("coral-reef", "Nerissa found a pearl. “Oh!” she said.", grade)
    cast = (Character("hero", "mermaid", "Nerissa", "she"),)
    return Story("The Pearl", "underwater", "mermaid", "Nerissa", "she", ("pink",), ("silly",), cast, (scene,), grade)


def _artifact(name: str) -> Reader:
    header = Header(f"storycli/{name}", SCHEMA_VERSION, "x", "0", 7, "", "", {}, "0" * 64, {})
    empty: Any = {
        "brief": Brief("underwater", "mermaid", "Nerissa", "she", ("pink",), ("silly",), 7),
        "story": _story(),
    }.get(name, {})
    example = msgspec.json.encode({"header": header, name: empty})

    def read(data: bytes, folder: Path) -> object:
        story = StoryFolder(folder)
        _put(folder, story.file(name).relative_to(folder).as_posix(), data)
        kept = story.read(name)
        return story.files_missing(name, kept.header)

    return Reader(example, read)


def _jobs(form: str, example: str) -> Reader:
    def read(data: bytes, folder: Path) -> object:
        from story_cli.batch.jobs import Places, check_jobs
        from story_cli.batch.rows import read_rows
        from story_cli.cli.rows import MakeOptions

        text = data.decode("utf-8", errors="replace")
        return check_jobs(read_rows(f"jobs{form}", text), Places(folder, folder), MakeOptions({}), LIBRARY)

    return Reader(example.encode(), read)


def _text(example: str, read: Callable[[str], object]) -> Reader:
    return Reader(example.encode(), lambda data, _: read(data.decode("utf-8", errors="replace")))


def _file(name: str, example: bytes, read: Callable[[Path], object]) -> Reader:
    return Reader(example, lambda data, folder: read(_put(folder, name, data)))


def _world(name: str) -> Reader:
    attribute = name.removesuffix(".json")

    def read(data: bytes, folder: Path) -> object:
        _put(folder, f"world/{name}", data)
        return getattr(Library(folder), attribute)

    return Reader((LIBRARY.root / "world" / name).read_bytes()[:20_000], read)


def _wave() -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(400))
    return stream.getvalue()


def _svg() -> bytes:
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 100"><defs><linearGradient id="g-a"/></defs>'
        b'<g id="body"><path class="f-skin" d="M0 0L10 10Z"/></g></svg>'
    )


def _safetensors() -> bytes:
    import numpy as np
    from safetensors.numpy import save

    return save({"weights": np.zeros((4, 3), np.float32)})


def _filter(data: bytes, folder: Path) -> object:
    from story_cli.guard.sentences import load_fresh
    from story_cli.guard.windows import WEIGHTS, WORDS
    from story_cli.models.encoder import LAYERS_FILE

    _put(folder, WORDS, b"<pad>\n<other>\n")
    _put(folder, WEIGHTS, data)
    _put(folder, LAYERS_FILE, b"")
    return load_fresh(LIBRARY, folder)


def _encoder(data: bytes, folder: Path) -> object:
    from story_cli.models.encoder import load_encoder

    _put(folder, "config.json", (LIBRARY.root / "models" / "encoder" / "config.json").read_bytes())
    _put(folder, "model.safetensors", data)
    return load_encoder(folder)


def _decoder(data: bytes, folder: Path) -> object:
    from story_cli.models.loading import load_decoder

    _put(folder, "config.json", (LIBRARY.root / "models" / "planner" / "config.json").read_bytes())
    _put(folder, "model.safetensors", data)
    return load_decoder(folder)


def _consent(data: bytes, folder: Path) -> object:
    import os

    from story_cli.guard import consent

    _put(folder, "storycli/consent.json", data).chmod(0o600)
    before = os.environ.get("XDG_DATA_HOME")
    os.environ["XDG_DATA_HOME"] = str(folder)
    try:
        return consent.records()
    finally:
        os.environ.pop("XDG_DATA_HOME")
        if before is not None:
            os.environ["XDG_DATA_HOME"] = before


def _variety(data: bytes, folder: Path) -> object:
    from story_cli.batch.drive import read_rewrites

    _put(folder, "variety.json", data)
    return read_rewrites(folder)


def _failures(data: bytes, folder: Path) -> object:
    from story_cli.batch.events import failed_names

    _put(folder, "failures.jsonl", data)
    return failed_names(folder)


def _events(data: bytes, folder: Path) -> object:
    from story_cli.batch.events import past_outcomes

    _put(folder, "events.jsonl", data)
    return past_outcomes(folder)


def _cache(data: bytes, folder: Path) -> object:
    from story_cli.cache import ByteCache

    cache = ByteCache(folder)
    _put(folder, "a" * 64, data)
    return cache.get("a" * 64)


def _mp4() -> bytes:
    xmp = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"<x/>"
    return (
        b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x00\x00\x08mdat"
        + (8 + len(xmp)).to_bytes(4, "big")
        + b"uuid"
        + xmp
    )


def _bare(module: str, name: str) -> Callable[..., Any]:
    """A reader by name, imported when it is used."""

    def call(*arguments: Any) -> Any:
        import importlib

        return getattr(importlib.import_module(module), name)(*arguments)

    return call


@lru_cache(maxsize=1)
def readers() -> dict[str, Reader]:
    """All of them by name."""
    row = '{"theme": "underwater", "hero": "mermaid", "color": ["pink"], "seed": 3, "out": "a/b"}\n'
    bare_story = msgspec.json.encode(_story())
    guard_line = json.dumps({"id": "a", "title": "T", "scenes": [{"text": "Hello."}]})
    judge, names, rows = "story_cli.guard", "story_cli.guard", "story_cli.batch.rows"
    found = {f"artifact {name}": _artifact(name) for name in ARTIFACTS}
    found |= {f"world {name}": _world(f"{name}.json") for name in _WORLD}
    found |= {
        "jobs csv": _jobs(".csv", "theme,hero,color,seed\nunderwater,mermaid,pink|blue,3\n"),
        "jobs jsonl": _jobs(".jsonl", row * 2),
        "jobs json": _jobs(".json", f"[{row}]"),
        "grid": _text("theme=underwater,castle × seed=1..3", lambda text: list(_bare(rows, "grid_rows")([text]))),
        "job name": _text("night 1/fox", _bare("story_cli.batch.jobs", "safe_name")),
        "hero name": _text("Anne-Marie", lambda text: _bare(names, "check_name")(LIBRARY, text)),
        "prompt": _text("underwater", lambda text: _bare(names, "check_brief")(LIBRARY, text, text)),
        "given story": _file("story.json", bare_story, _bare("story_cli.batch.jobs", "read_story")),
        "drawing": _file("a.svg", _svg(), _bare("story_cli.art.svgfile", "read_drawing")),
        "midi": _file("a.mid", _midi(), _bare("story_cli.score.plot", "read_midi")),
        "wave": _file("a.wav", _wave(), lambda path: _bare("story_cli.sound", "read_wave")(path, 48_000)),
        "hts voice": _file("a.htsvoice", _HTS, _bare("story_cli.voice.hts.voice_file", "load_voice")),
        "filter weights": Reader(_safetensors(), _filter),
        "model weights": Reader(_safetensors(), _decoder),
        "encoder weights": Reader(_safetensors(), _encoder),
        "consent": Reader(b'[{"name": "A", "by": "B", "purposes": ["story"], "given": "2026-01-01"}]', _consent),
        "variety": Reader(b'{"rewrites": {"a": 1}}', _variety),
        "failures": Reader(b'{"line": 1, "out": "a", "stage": "b", "error": "c", "hint": "d"}\n', _failures),
        "events": Reader(b'{"time":1,"event":"done","outcome":{"name":"a","line":1,"state":"done"}}\n', _events),
        "cache": Reader(bytes(32) + b"data", _cache),
        "film mark": _file("a.mp4", _mp4(), _bare("story_cli.provenance.mark", "read_mark")),
        "guard line": _text(guard_line, lambda text: _bare("story_cli.cli.guarding", "_story")(1, text)),
        "judged text": _text("She found a pearl. “Oh!” she said.", lambda text: _bare(judge, "judge")(LIBRARY, text)),
        "kit": Reader(_kit(), _read_kit),
        "pronunciations": _file("p.txt", b"pip p ih1 p\n", _bare("story_cli.voice.pronunciations", "read_list")),
        "voice config": Reader(b'{"name": "v"}', _voice_config),
        "mood rows": _file("a.jsonl", b'{"id": "a", "text": "Hello."}\n', _bare("story_cli.score.prose", "read_rows")),
        "rig": Reader(_rig(), _read_rig),
    }  # fmt: skip
    return found


def _midi() -> bytes:
    return min((LIBRARY.root / "music" / "midi" / "melodies").glob("*.mid")).read_bytes()


def _kit() -> bytes:
    return min((LIBRARY.root / "stories" / "kits").glob("*.json")).read_bytes()


def _read_kit(data: bytes, folder: Path) -> object:
    return _bare("story_cli.kits", "load_kits")(_put(folder, "k.json", data).parent)


def _rig() -> bytes:
    folder = LIBRARY.piece_folder("fox")
    return (folder / "fox.json").read_bytes()


def _read_rig(data: bytes, folder: Path) -> object:
    from story_cli.art.piece import read_piece

    home = folder / "fox"
    _put(home, "fox.json", data)
    _put(home, "fox.svg", (LIBRARY.piece_folder("fox") / "fox.svg").read_bytes())
    return read_piece(home, LIBRARY.root / "art" / "face")


def _voice_config(data: bytes, folder: Path) -> object:
    from story_cli.voice.blocks.config import read_config

    _put(folder, "voice.json", data)
    _put(folder, "config.json", data)
    return read_config(folder)


def survives(reader: Reader, data: bytes, folder: Path) -> bool:
    """True if the input was read, False if it was refused with one message; anything else is raised."""
    try:
        reader.read(data, folder)
    except StoryError as error:
        said = error.what + error.hint
        if len(said) > 8000:
            raise ValueError("a message that echoes too much") from error
        if any(ord(c) < 32 and c not in "\n\t" for c in said):
            raise ValueError(f"a message with control characters: {said!r}") from error
        return False
    return True
