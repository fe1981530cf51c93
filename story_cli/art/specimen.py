"""Specimen sheets to judge art by: a piece in its poses and expressions, a place at its times of day, a whole theme.

Every sheet is drawn in two colour signatures, on the stage colours that the pieces will meet in a film.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from story_cli.art.actor import actor_finish, mirrored
from story_cli.art.backdrop import backdrop, flattened, place_marks
from story_cli.art.cache import ArtCache
from story_cli.art.colour import to_rgb
from story_cli.art.compose import over
from story_cli.art.piece import Piece, load_piece
from story_cli.art.puppet import Puppet, Sprite
from story_cli.art.rasterise import Pixels
from story_cli.art.signature import Signature, choose_slots, signature
from story_cli.catalogue import library_root
from story_cli.errors import StoryError

if TYPE_CHECKING:
    from story_cli.catalogue import Library

# two signatures far from each other: a warm hero by day, a pale one by night
LOOKS: tuple[tuple[tuple[str, ...], str], ...] = ((("pink", "teal"), "noon"), (("yellow", "purple"), "night"))
COLUMNS = 10
CELL = 172  # px
LABEL = 18
PLACE_ZOOM = 0.3
PLACE_TIMES = ("noon", "sunset", "night")

Cell = tuple[str, Callable[[Puppet], Sprite]]


def piece_sheet(piece: Piece, theme: str, cache: ArtCache) -> Image.Image:
    """A piece large, at 160 px, in grey, mirrored, as a silhouette; all expressions, poses and ends of movements."""
    bands = [
        _band(piece, signature(colours, theme, 1, time), cache, first=i == 0) for i, (colours, time) in enumerate(LOOKS)
    ]
    return _stacked(bands)


def theme_sheet(library: Library, theme: str, cache: ArtCache, also: Sequence[str] = ()) -> Image.Image:
    """All creatures and things of a theme that have a piece, in two signatures. `also` names further pieces.

    Raises: StoryError if there are none.
    """
    ids = [creature.id for creature in library.creatures_of(theme)]
    ids += [prop.id for prop in library.props.values() if theme in prop.themes]
    ids = [piece_id for piece_id in ids if library.has_piece(piece_id)] + list(also)
    if not ids:
        raise StoryError(f"no pieces of the theme '{theme}'", "`storycli library list` shows what there is")
    pieces = [load_piece(library, piece_id) for piece_id in ids]
    bands = []
    for colours, time in LOOKS:
        roles = signature(colours, theme, 1, time)
        stage = _stage(roles, -(-len(pieces) // COLUMNS))
        for i, piece in enumerate(pieces):
            puppet = _puppet(piece, roles, CELL, cache)
            _put(stage, puppet.sprite(phase=0.4), roles, i, piece.id)
        bands.append(stage)
    return _stacked(bands)


def place_sheet(place: str, theme: str, cache: ArtCache) -> Image.Image:
    """A place at noon, at sunset and by night (across), in two signatures and with each of its landmarks (down)."""
    seeds = {place_marks(place, seed).landmark: seed for seed in range(40, 0, -1)}
    rows = []
    for colours, _ in LOOKS:
        for seed in sorted(seeds.values()):
            row = []
            for time in PLACE_TIMES:
                layers = backdrop(
                    place, seed, signature(colours, theme, seed, time), time, zoom=PLACE_ZOOM, cache=cache
                )
                row.append(flattened(layers, PLACE_ZOOM))
            rows.append(np.concatenate(row, 1))
    return Image.fromarray(np.concatenate(rows, 0)[..., :3])


def _band(piece: Piece, roles: Signature, cache: ArtCache, first: bool) -> Pixels:
    cells = _cells(piece)
    head = 2 * COLUMNS if first else 0
    rows = -(-(len(cells) + head) // COLUMNS) if first else 2 + -(-min(len(cells), COLUMNS) // COLUMNS)
    stage = _stage(roles, rows)
    _judged(stage, piece, roles, cache)
    puppet = _puppet(piece, roles, CELL, cache)
    for i, (label, pose) in enumerate(cells if first else cells[:COLUMNS]):
        _put(stage, pose(puppet), roles, 2 * COLUMNS + i, label)
    return stage


def _cells(piece: Piece) -> list[Cell]:
    """Expressions, poses, then both ends of each animation with the pose that belongs to it."""

    def feeling(name: str) -> Cell:
        return name, lambda puppet: puppet.sprite(expression=name, phase=0.4)

    def posture(name: str) -> Cell:
        return f"{name} (pose)", lambda puppet: puppet.sprite(pose=name, phase=0.4)

    def movement(name: str, phase: float) -> Cell:
        return f"{name} {phase:g} s", lambda puppet: puppet.sprite(animation=name, phase=phase)

    joined = set(piece.expressions) | set(piece.animations)
    cells = [feeling(name) for name in piece.expressions]
    cells += [posture(name) for name in piece.poses if name not in joined]
    for name in piece.animations:
        period = min(motion.period for motion in piece.rig.animations[name])
        cells += [movement(name, round(period * share, 2)) for share in (0.25, 0.75)]
    return cells


def _judged(stage: Pixels, piece: Piece, roles: Signature, cache: ArtCache) -> None:
    """The two upper rows: large, 160 px, mirrored and grey, one dark colour at 120 px."""
    large = _puppet(piece, roles, 2 * CELL, cache).sprite(phase=0.4)
    _draw(stage, large, roles, CELL, CELL, 2 * CELL)
    _draw(stage, _puppet(piece, roles, 2 * CELL, cache).sprite(phase=1.9), roles, 3 * CELL, CELL, 2 * CELL)
    small = _puppet(piece, roles, 160, cache).sprite(phase=0.4)
    _draw(stage, small, roles, round(4.5 * CELL), CELL, CELL)
    _draw(stage, _grey(mirrored(small)), roles, round(5.5 * CELL), CELL, CELL)
    _draw(stage, _silhouette(_puppet(piece, roles, 120, cache).sprite(phase=0.4)), roles, round(6.5 * CELL), CELL, CELL)
    _draw(stage, _puppet(piece, roles, 60, cache).sprite(phase=0.4), roles, round(7.5 * CELL), CELL, CELL)
    other = choose_slots(piece.slots, roles)
    if other:
        _draw(stage, _puppet(piece, roles, CELL, cache, other).sprite(phase=0.4), roles, round(8.5 * CELL), CELL, CELL)
    _write(stage, piece.id, 8, 8)


def _puppet(
    piece: Piece, roles: Signature, room: float, cache: ArtCache, slots: dict[str, str] | None = None
) -> Puppet:
    """A puppet that fits a square of `room` px at rest, with some air."""
    wide = max(1.0, piece.width / piece.height)
    return Puppet(piece, roles, slots or {}, max(2.0, 0.84 * room / wide), cache)


def _stage(roles: Signature, rows: int) -> Pixels:
    """An opaque stage: air above, middle distance below."""
    top, bottom = (np.array(to_rgb(roles[role])) * 255 for role in ("air", "mid"))
    share = np.linspace(0, 1, rows * CELL)[:, None, None]
    picture = np.full((rows * CELL, COLUMNS * CELL, 4), 255, np.uint8)
    picture[..., :3] = np.round(top * (1 - share) + bottom * share)
    return cast(Pixels, picture)


def _put(stage: Pixels, sprite: Sprite, roles: Signature, index: int, label: str) -> None:
    """A sprite in its cell with its name."""
    left, top = index % COLUMNS * CELL, index // COLUMNS * CELL
    _draw(stage, sprite, roles, left + CELL // 2, top + (CELL - LABEL) // 2, CELL - LABEL)
    _write(stage, label, left + 6, top + CELL - LABEL - 2)


def _draw(stage: Pixels, sprite: Sprite, roles: Signature, x: int, y: int, room: int) -> None:
    """A finished sprite, its silhouette centred at (x, y); made smaller if it does not fit."""
    fit = min(1.0, room / max(sprite.rgba.shape[:2]))
    if fit < 1:
        shrunk = cv2.resize(sprite.rgba, None, fx=fit, fy=fit, interpolation=cv2.INTER_AREA)
        sprite = Sprite(cast(Pixels, shrunk), 0, 0)
    height, width = sprite.rgba.shape[:2]
    done = actor_finish(Sprite(sprite.rgba, -width // 2, -height // 2), roles, False, 0.5)
    over(stage, done.rgba, x + done.dx, y + done.dy)


def _grey(sprite: Sprite) -> Sprite:
    light = (sprite.rgba[..., :3] @ np.array([0.3, 0.59, 0.11])).astype(np.uint8)
    return Sprite(cast(Pixels, np.dstack([light, light, light, sprite.rgba[..., 3]])), sprite.dx, sprite.dy)


def _silhouette(sprite: Sprite) -> Sprite:
    dark = np.zeros_like(sprite.rgba)
    dark[..., 3] = sprite.rgba[..., 3]
    return Sprite(dark, sprite.dx, sprite.dy)


def _write(stage: Pixels, words: str, left: int, top: int) -> None:
    font = ImageFont.truetype(str(library_root() / "fonts" / "Andika-Regular.ttf"), 14)
    picture = Image.fromarray(stage[..., :3])
    dark = int(stage[top, left, :3].sum()) < 330
    ImageDraw.Draw(picture).text((left, top), words, font=font, fill=(255, 246, 224) if dark else (30, 24, 48))
    stage[..., :3] = np.asarray(picture)


def _stacked(bands: Sequence[Pixels]) -> Image.Image:
    return Image.fromarray(np.concatenate(list(bands), 0)[..., :3])
