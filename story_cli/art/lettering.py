"""Fonts for words of any script: Andika, and where it lacks a letter the system's font that has it.

Only names can hold such letters. Without a font for them the words are drawn in Andika, whose empty boxes say so.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from story_cli.catalogue import library_root
from story_cli.errors import ExitStatus, StoryError

REGULAR, BOLD = "Andika-Regular.ttf", "Andika-Bold.ttf"
_NO_LETTER = "\U0010ffff"  # no font draws this one: it shows what a missing letter looks like
_PROBE_PX = 24


@lru_cache(maxsize=32)
def house_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Andika in a size of px. Raises: StoryError if it is missing."""
    path: Path = library_root() / "fonts" / name
    try:
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as exc:
        raise StoryError(
            f"the font {path} cannot be read", "install storycli again", ExitStatus.MISSING_ENGINE
        ) from exc


def font_for(word: str, name: str, size: int) -> ImageFont.FreeTypeFont:
    """The font for a word: the house font, or one of the system's that has all letters it lacks."""
    missing = "".join(sorted({letter for letter in word if not _has(name, letter)}))
    if not missing:
        return house_font(name, size)
    path = _system_font(missing, name == BOLD)
    return _shaping_font(path, size) if path else house_font(name, size)


@lru_cache(maxsize=4096)
def _has(name: str, letter: str) -> bool:
    """Whether the house font draws a letter."""
    if letter.isascii():
        return True
    return _shape(house_font(name, _PROBE_PX), letter) != _shape(house_font(name, _PROBE_PX), _NO_LETTER)


def _shape(font: ImageFont.FreeTypeFont, letter: str) -> bytes:
    return bytes(font.getmask(letter)) + repr(font.getbbox(letter)).encode()


@lru_cache(maxsize=64)
def _system_font(letters: str, bold: bool) -> str:
    """Path of an installed font with these letters, "" if there is none. Asks fontconfig."""
    asker = shutil.which("fc-match")
    if asker is None:
        return ""
    wanted = f":charset={' '.join(f'{ord(letter):x}' for letter in letters)}" + (":bold" if bold else "")
    done = subprocess.run([asker, "-f", "%{file}", wanted], capture_output=True, text=True, check=False, timeout=20)
    path = done.stdout.strip()
    if done.returncode or not Path(path).is_file():
        return ""
    try:
        font = _shaping_font(path, _PROBE_PX)
    except OSError:
        return ""
    return path if all(_shape(font, letter) != _shape(font, _NO_LETTER) for letter in letters) else ""


@lru_cache(maxsize=16)
def _shaping_font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """With letters that join and turn as their script wants it, where Pillow can."""
    from PIL import features

    engine = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(path, size, layout_engine=engine)
