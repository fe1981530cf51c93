"""The painted picture of a scene, kept by what it shows: a scene that did not change is not painted again."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from story_cli.artifacts import Graph, Scene
from story_cli.cache import ByteCache, code_digest

if TYPE_CHECKING:
    from story_cli.catalogue import Library

_PNG_LEVEL = 3  # of zlib: a third of the time of 6 on paper grain, files a twelfth larger; measured
_NOTHING = Graph("", (), (), ())


def keep_still(scene: Scene, library: Library, path: Path, paint: Callable[[], Any]) -> None:
    """Write the scene's picture to `path`, from the cache if it was painted before, else with `paint` (a PIL image)."""
    cache = ByteCache.of_user("stills")
    shown = msgspec.structs.replace(scene, graph=_NOTHING, cues=(), notes=(), focus=(0.0, 0.0))
    elements = tuple(msgspec.structs.replace(element, reason="") for element in shown.elements)
    key = cache.key(
        code_digest("art"),
        library.digest("art", "world"),
        _PNG_LEVEL,
        msgspec.structs.replace(shown, elements=elements),
    )
    data = cache.get(key)
    if data is None:
        stream = io.BytesIO()
        paint().convert("RGB").save(stream, "PNG", optimize=False, compress_level=_PNG_LEVEL)
        data = stream.getvalue()
        cache.put(key, data)
    path.write_bytes(data)
