"""The bill of materials of a film: versions, prompts, stages with digests, models, library pieces with licences."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path

import msgspec

from story_cli import __version__
from story_cli.artifacts import Brief, Data, Scenes, Score
from story_cli.catalogue import Library
from story_cli.provenance import SOURCE_TYPE
from story_cli.store import ARTIFACTS, StoryFolder

_PACKAGES = ("torch", "spacy", "numpy", "scipy", "opencv-python-headless", "pyfluidsynth", "imageio-ffmpeg", "resvg-py")


class Piece(Data, frozen=True):
    """A file or folder of the library that is seen or heard in the film."""

    kind: str  # "picture", "place", "sound", "model", "font" or "music"
    name: str
    files: dict[str, str]  # name below library/ → SHA-256
    licence: str


class Step(Data, frozen=True):
    """A stage as its artifact's header tells it."""

    stage: str
    program: str
    seed: int
    settings: str
    library: str
    inputs: dict[str, str]
    edited_by_hand: bool


class Bill(Data, frozen=True):
    """provenance.json."""

    generator: str
    digital_source_type: str
    title: str
    prompts: Brief | None
    models: tuple[str, ...]
    steps: tuple[Step, ...]
    pieces: tuple[Piece, ...]
    packages: dict[str, str]


def make_bill(folder: StoryFolder, models: tuple[str, ...], library: Library) -> Bill:
    """The bill of the story in the folder. Raises: StoryError if an artifact is broken."""
    steps = []
    for name in ARTIFACTS:
        if name not in ("brief", "film") and folder.has(name):
            kept = folder.read(name)
            h = kept.header
            steps.append(Step(h.stage, h.program, h.seed, h.settings, h.library, h.inputs, kept.edited))
    brief = folder.read("brief").artifact if folder.has("brief") else None
    return Bill(
        generator=f"storycli {__version__}",
        digital_source_type=SOURCE_TYPE,
        title=folder.read("story").artifact.title,
        prompts=brief,
        models=models,
        steps=tuple(steps),
        pieces=tuple(_pieces(folder, models, library)),
        packages={"python": platform.python_version(), **_versions()},
    )


def write_bill(path: Path, bill: Bill) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(bill), indent=2) + b"\n")


def _pieces(folder: StoryFolder, models: tuple[str, ...], library: Library) -> list[Piece]:
    listed = _inventory(library)
    scenes: Scenes = folder.read("scenes").artifact
    score: Score = folder.read("score").artifact
    wanted = [("picture", f"art/pieces/{e.piece}/") for scene in scenes.scenes for e in scene.elements]
    wanted += [("sound", f"sounds/{cue.effect}.") for cue in score.effects]
    wanted += [("sound", f"sounds/{name}.") for name in score.ambience if name]
    wanted += [("model", f"models/{name}/") for name in models if (library.root / "models" / name).is_dir()]
    wanted += [("font", "fonts/"), ("music", "music/")]
    found = []
    for kind, prefix in dict.fromkeys(wanted):
        files = {name: digest for name, (digest, _) in listed.items() if name.startswith(prefix)}
        licences = sorted({licence for name, (_, licence) in listed.items() if name.startswith(prefix)})
        shown = files if kind != "music" else {}
        found.append(Piece(kind, prefix.rstrip("/."), shown, "; ".join(licences)))
    places = dict.fromkeys(scene.place for scene in scenes.scenes)
    return [*found, *(Piece("place", place, {}, "Apache-2.0") for place in places)]


def _inventory(library: Library) -> dict[str, tuple[str, str]]:
    class _Listed(msgspec.Struct):
        sha256: str
        licence: str

    try:
        rows = msgspec.json.decode((library.root / "inventory.json").read_bytes(), type=dict[str, _Listed])
    except (OSError, msgspec.DecodeError):
        return {}
    return {name: (row.sha256, row.licence) for name, row in rows.items()}


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found
