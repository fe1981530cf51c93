"""Pictures are painted once: the same scene again comes from the cache, byte for byte."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from story_cli.artifacts import Element, Graph, Scene
from story_cli.catalogue import Library
from story_cli.scene.stills import keep_still

SCENE = Scene(
    "coral-reef", "noon", "clear", 1, {}, (Element("hero", "mermaid", 600, 500, 300, reason="named"),), (),
    Graph("She waved.", (), (), ()), (640, 300),
)  # fmt: skip


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return []


def _keep(scene: Scene, library: Library, path: Path, painted: list[int]) -> bytes:
    def paint() -> Image.Image:
        painted.append(1)
        return Image.new("RGBA", (8, 6), "teal")

    keep_still(scene, library, path, paint)
    return path.read_bytes()


def test_same_scene_is_painted_once(library: Library, tmp_path: Path, painted: list[int]) -> None:
    first = _keep(SCENE, library, tmp_path / "a.png", painted)
    said_otherwise = replace(SCENE, graph=Graph("She waved twice.", (), (), ()), notes=("noon: named",))
    assert _keep(said_otherwise, library, tmp_path / "b.png", painted) == first
    assert len(painted) == 1


def test_moved_actor_is_painted_again(library: Library, tmp_path: Path, painted: list[int]) -> None:
    _keep(SCENE, library, tmp_path / "a.png", painted)
    moved = replace(SCENE, elements=(replace(SCENE.elements[0], x=601.0),))
    _keep(moved, library, tmp_path / "b.png", painted)
    assert len(painted) == 2
