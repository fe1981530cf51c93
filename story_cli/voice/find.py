"""Voices by name: engines of this program and of add-ons, voice folders of the library and the user, or a path.

festival-hts     an engine                      house.v1         a voice folder that is installed; house, its newest
espeak:de        an engine with its argument    path/to/folder   a voice folder (it holds voice.json)
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import NamedTuple

from story_cli import addons
from story_cli.catalogue import Library
from story_cli.errors import StoryError, UsageError
from story_cli.settings import VoiceSettings
from story_cli.voice.engine import Engine

_RATES = (0.4, 2.5)
_ABOUT = {
    "festival-hts": "Festival's linguistics with our durations, expression and vocoder; the default",
    "flite": "the slt voice of Flite, small and fast",
    "espeak": "eSpeak NG, any language: espeak:de",
    "hf": "a text-to-speech checkpoint of transformers: hf:FOLDER or hub id",
    "piper": "a Piper voice that you have as a file: piper:VOICE.onnx",
    "kokoro": "a Kokoro voice that you have as a file: kokoro:VOICE.onnx",
    "silence": "no sound, plain times",
}


class Known(NamedTuple):
    """A voice that can be named."""

    name: str
    kind: str  # "engine", "add-on" or "folder"
    about: str


def open_engine(settings: VoiceSettings, library: Library) -> Engine:
    """The engine that the settings name.

    Raises: UsageError for an unknown name or a rate out of range; StoryError if the voice cannot be loaded.
    """
    low, high = _RATES
    if not low <= settings.rate <= high:
        hint = f"give a rate from {low} to {high}; 0.86 reads slowly"
        raise UsageError(f"voice rate {settings.rate} is out of range", hint)
    folder = _folder(settings.engine, library)
    if folder is not None:
        from story_cli.voice.folder import FolderVoice

        return FolderVoice(folder, settings.style)
    name, colon, argument = settings.engine.partition(":")
    if name not in addons.available(addons.VOICES):
        names = [known.name for known in known_voices(library)]
        close = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5)
        raise UsageError(f"no voice '{settings.engine[:60]}'", f"choose one of: {', '.join(close or names)}")
    maker = addons.load(addons.VOICES, name, "voice")
    try:
        engine: Engine = maker(argument) if colon else maker()
    except TypeError as exc:
        raise StoryError(f"the voice '{name}' cannot be made: {exc}", "see: storycli voice list") from exc
    return engine


def known_voices(library: Library) -> list[Known]:
    """All voices that can be named without a path, engines first."""
    found = []
    for name, point in addons.available(addons.VOICES).items():
        built_in = point.value.startswith("story_cli.")
        found.append(Known(name, "engine" if built_in else "add-on", _ABOUT.get(name, point.value)))
    for name, folder in _installed(library).items():
        found.append(Known(name, "folder", _about(folder)))
    return found


def _folder(name: str, library: Library) -> Path | None:
    path = Path(name)
    if (path / "voice.json").is_file():
        return path
    if "/" in name and ":" not in name:
        raise UsageError(
            f"no voice in {name}: it holds no voice.json", "name a voice folder, or see: storycli voice list"
        )
    installed = _installed(library)
    if name in installed:
        return installed[name]
    versions = [other for other in installed if other.rpartition(".v")[0] == name]
    return installed[max(versions, key=_version)] if versions else None


def _version(name: str) -> tuple[int, str]:
    """ "house.v10" comes after "house.v9"."""
    number = name.rpartition(".v")[2]
    return (int(number) if number.isdecimal() else -1, number)


def _installed(library: Library) -> dict[str, Path]:
    from story_cli.voice.folder import installed_folders

    return installed_folders(library.root / "voices")


def _about(folder: Path) -> str:
    from story_cli.voice.blocks.config import read_config

    try:
        return read_config(folder).about or str(folder)
    except StoryError as error:
        return f"cannot be used: {error.what}"
