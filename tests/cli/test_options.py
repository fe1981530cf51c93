"""Options that need working out: sizes and ratios."""

from __future__ import annotations

import pytest

from story_cli.cli.options import settings_of, shape_of


@pytest.mark.parametrize(
    ("size", "ratio", "found"),
    [
        ("720p", "", (1280, 720, "16:9")), ("1080p", "9:16", (1080, 1920, "9:16")), ("4k", "1:1", (2160, 2160, "1:1")),
        ("360p", "9:16", (360, 640, "9:16")), ("1080x1920", "", (1080, 1920, "9:16")),
        ("640x360", "16:9", (640, 360, "16:9")),
    ],
)  # fmt: skip
def test_a_size_and_a_ratio_make_a_shape(size: str, ratio: str, found: tuple[int, int, str]) -> None:
    assert shape_of(size, ratio) == found


def test_scenes_and_film_get_the_same_ratio() -> None:
    settings = settings_of(size="720p", ratio="9:16")
    assert settings.scene.ratio == "9:16"
    assert (settings.render.width_px, settings.render.height_px) == (720, 1280)
