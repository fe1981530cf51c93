"""A small made-up rig with a face, a soft arm and a box to sit in, drawn in 20 lines of SVG."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from story_cli.art.cache import ArtCache
from story_cli.art.piece import Piece, read_piece
from story_cli.art.signature import Signature, signature

KIT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="-80 -80 160 160">
<g id="eye-open"><ellipse rx="29" ry="35" class="f-white"/></g>
<g id="eye-closed"><path d="M-30 2C-16 20 16 20 30 2" fill="none" class="k-ink" stroke-width="8"/></g>
<g id="iris"><ellipse rx="18" ry="22" class="f-iris"/></g>
<g id="brow-soft"><path d="M-24 -3L23 3" fill="none" class="k-brow" stroke-width="8"/></g>
<g id="cheek"><ellipse rx="30" ry="20" class="f-blush"/></g>
<g id="mouth-smile"><path d="M-24 -4C-14 14 14 14 24 -4" fill="none" class="k-mouth" stroke-width="6"/></g>
<g id="mouth-talk-wide"><ellipse rx="27" ry="20" class="f-mouth"/></g>
</svg>"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">
<style id="slots">.f-body{fill:#ff8800}.f-arm{fill:#00aa00}</style>
<g id="body"><rect x="120" y="120" width="160" height="240" class="f-body"/></g>
<g id="arm"><rect x="280" y="190" width="100" height="24" rx="12" class="f-arm"/></g>
<g id="front"><rect x="90" y="300" width="220" height="60" class="f-arm-lo"/></g>
</svg>"""
RIG: dict[str, Any] = {
    "id": "pim",
    "kind": "creature",
    "svg": "pim.svg",
    "origin": [200, 360],
    "height": 240,
    "size_m": 1.0,
    "habitat": ["ground"],
    "moves": ["idle", "wave"],
    "slots": {"body": "@primary", "arm": "@secondary", "lid": "body~lo", "brow": "body.deep", "iris": "@deep"},
    "parts": [
        {"id": "root", "pivot": [200, 360]},
        {"id": "body", "parent": "root", "pivot": [200, 360], "z": 10},
        {
            "id": "arm",
            "parent": "body",
            "pivot": [280, 202],
            "z": 20,
            "bend": {"spine": [[280, 202], [330, 202], [376, 202]], "half": 20, "ext": 10, "pow": 1},
        },
        {"id": "@face", "parent": "body", "z": 30},
        {"id": "front", "parent": "root", "pivot": [200, 360], "z": 60},
    ],
    "face": {
        "eyes": [[170, 180, 0.6], [230, 180, 0.6]],
        "brows": [[170, 150, 0.6], [230, 150, 0.6]],
        "mouth": [205, 230, 0.8],
        "cheeks": [[145, 215, 0.5], [255, 215, 0.5]],
    },
    "anchors": {"center": [200, 240], "top": [200, 120], "feet": [200, 360], "hand": [376, 202], "seat": [200, 300]},
    "expressions": {
        name: {"eyes": "eye-open", "mouth": "mouth-smile", "brows": "brow-soft"}
        for name in ("calm", "happy", "joy", "sad", "surprised", "scared", "sleepy", "angry", "proud", "talk")
    },
    "poses": {"idle": {}, "sad": {"body": {"rot": 8}}, "wave": {"arm": {"rot": -60, "bend": -40}}},
    "animations": {
        "idle": [{"part": "body", "prop": "sy", "amp": 0.05, "period": 3}],
        "wave": [{"part": "arm", "prop": "bend", "amp": 20, "period": 1}],
    },
}

Mend = Callable[[dict[str, Any]], None]


@pytest.fixture
def rig_folder(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Writes the rig, changed by `mend`, and gives its folder and the kit."""

    def write(mend: Mend | None = None, drawing: str = DRAWING, kit: str = KIT) -> tuple[Path, Path]:
        rig = json.loads(json.dumps(RIG))
        if mend:
            mend(rig)
        folder = tmp_path / "pieces" / "pim"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pim.json").write_text(json.dumps(rig))
        (folder / "pim.svg").write_text(drawing)
        (tmp_path / "facekit.svg").write_text(kit)
        return folder, tmp_path / "facekit.svg"

    return write


@pytest.fixture
def pim(rig_folder: Callable[..., tuple[Path, Path]]) -> Piece:
    return read_piece(*rig_folder())


@pytest.fixture(scope="session")
def roles() -> Signature:
    return signature(("pink", "teal"), "underwater", 1, "noon")


@pytest.fixture(scope="session")
def no_cache() -> ArtCache:
    return ArtCache(None)
