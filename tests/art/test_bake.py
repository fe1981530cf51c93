"""Baking: parts where the drawing has them, in slot colours, with the paper finish."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from story_cli.art.bake import bake, bake_scale, kit_groups
from story_cli.art.cache import ArtCache
from story_cli.art.colour import to_rgb
from story_cli.art.piece import Piece
from story_cli.art.signature import Signature


def test_bake_scales_are_shared_by_near_sizes_and_never_too_small() -> None:
    scales = {bake_scale(k) for k in (0.50, 0.505, 0.51, 0.515)}
    assert len(scales) <= 2
    assert all(bake_scale(k) >= 1.25 * k * 0.999 for k in (0.1, 0.33, 0.5, 1.7))


def test_a_part_lies_where_it_is_drawn(pim: Piece, roles: Signature, no_cache: ArtCache) -> None:
    body = bake(pim, roles, {}, 0.5, no_cache)["body"]
    rows, columns = np.nonzero(body.pixels[..., 3] > 200)
    assert body.x + columns.min() / body.scale == pytest.approx(120, abs=2.5)
    assert body.x + (columns.max() + 1) / body.scale == pytest.approx(280, abs=2.5)
    assert body.y + rows.min() / body.scale == pytest.approx(120, abs=2.5)


def test_pixels_are_premultiplied(pim: Piece, roles: Signature, no_cache: ArtCache) -> None:
    for baked in bake(pim, roles, {}, 0.5, no_cache).values():
        assert (baked.pixels[..., :3] <= baked.pixels[..., 3:]).all()


def test_light_comes_from_above(pim: Piece, roles: Signature, no_cache: ArtCache) -> None:
    body = bake(pim, roles, {}, 1.0, no_cache)["body"].pixels.astype(float)
    rows = np.nonzero(body[:, body.shape[1] // 2, 3] > 250)[0]
    column = body[rows, body.shape[1] // 2, :3].sum(1)
    middle = column[len(column) // 2]
    assert column[1] > middle > column[-2]


def test_the_middle_of_a_part_keeps_its_slot_colour(pim: Piece, roles: Signature, no_cache: ArtCache) -> None:
    body = bake(pim, roles, {"body": "#336699"}, 1.0, no_cache)["body"].pixels
    centre = body[body.shape[0] // 2, body.shape[1] // 2, :3] / 255
    assert centre == pytest.approx(np.array(to_rgb("#336699")), abs=0.03)


def test_only_the_kit_drawings_that_can_show_are_baked(pim: Piece) -> None:
    groups = kit_groups(pim)
    assert "mouth-talk-wide" in groups
    assert "eye-closed" in groups
    assert set(groups) <= set(pim.kit.groups)


def test_a_bake_from_the_cache_is_the_same(pim: Piece, roles: Signature, tmp_path: Path) -> None:
    cache = ArtCache(tmp_path / "cache")
    fresh, stored = bake(pim, roles, {}, 0.5, cache), bake(pim, roles, {}, 0.5, cache)
    assert fresh.keys() == stored.keys()
    for name, baked in fresh.items():
        assert (baked.x, baked.y, baked.scale) == (stored[name].x, stored[name].y, stored[name].scale)
        assert np.array_equal(baked.pixels, stored[name].pixels)
