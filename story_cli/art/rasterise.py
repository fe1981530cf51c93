"""The one place that talks to the SVG rasteriser and to OpenCV's file formats.

Pixels are (height, width, 4) uint8 RGBA with colours premultiplied by alpha.
"""

from __future__ import annotations

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt
import resvg_py

from story_cli.errors import StoryError

Pixels = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.float32]


def rasterise(svg: str, width_px: int, fonts: tuple[str, ...] = ()) -> Pixels:
    """Draw an SVG document `width_px` wide. Raises: StoryError if it cannot be read."""
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=svg, width=width_px, skip_system_fonts=True, font_files=list(fonts) or None
        )
    except (ValueError, TypeError) as exc:
        raise StoryError(f"a picture cannot be drawn: {exc}", "mend the SVG that it comes from") from exc
    straight = cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED)
    if straight is None or straight.ndim != 3 or straight.shape[2] != 4:
        raise StoryError("the rasteriser gave no RGBA picture", "install storycli's pinned resvg_py again")
    return premultiplied(cast(Pixels, cv2.cvtColor(straight, cv2.COLOR_BGRA2RGBA)))


def premultiplied(straight: Pixels) -> Pixels:
    """Straight RGBA → premultiplied RGBA."""
    alpha = straight[..., 3:4].astype(np.uint16)
    out = straight.copy()
    out[..., :3] = (straight[..., :3] * alpha + 127) // 255
    return out


def straight_alpha(pixels: Pixels) -> Pixels:
    """Premultiplied RGBA → straight RGBA, as picture files and PIL want it."""
    alpha = np.maximum(pixels[..., 3:4].astype(np.uint16), 1)
    out = pixels.copy()
    out[..., :3] = np.minimum(255, (pixels[..., :3].astype(np.uint16) * 255 + alpha // 2) // alpha)
    return out


def coverage(pixels: Pixels) -> Plane:
    """Alpha as a float plane 0 … 1."""
    return cast(Plane, np.ascontiguousarray(pixels[..., 3]).astype(np.float32) / np.float32(255))


def of_height(pixels: Pixels, height: int) -> Pixels:
    """Cut, or extended by its last row, to a height: the rasteriser may round the other way at odd sizes."""
    missing = height - pixels.shape[0]
    return np.pad(pixels, ((0, missing), (0, 0), (0, 0)), mode="edge") if missing > 0 else pixels[:height]


def encode(pixels: npt.NDArray[Any]) -> bytes:
    """Lossless PNG bytes of any uint8 array with 1 or 4 channels, quickly rather than small."""
    done, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise StoryError("a picture could not be stored", "free some memory and try again")
    return bytes(data.tobytes())


def decode(data: bytes) -> Pixels:
    """Array that `encode` stored. Raises: ValueError if the bytes are damaged."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise ValueError("damaged picture")
    return cast(Pixels, pixels)


def blurred(plane: Plane, sigma: float, border: int = cv2.BORDER_CONSTANT) -> Plane:
    """Gaussian blur of a float plane; wide blurs run on a smaller copy. Outside is 0, or as OpenCV's `border` says."""
    if sigma <= 0.05:
        return plane
    height, width = plane.shape[:2]
    shrink = int(max(1, min(sigma / 2.5, min(height, width) / 4)))
    if shrink < 2:
        return cast(Plane, cv2.GaussianBlur(plane, (0, 0), sigma, borderType=border))
    small = cv2.resize(plane, (-(-width // shrink), -(-height // shrink)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink, borderType=border)
    return cast(Plane, cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def moved(plane: Plane, dx: float, dy: float) -> Plane:
    """A plane shifted by a possibly fractional vector; what comes in from outside is 0."""
    matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    size = (plane.shape[1], plane.shape[0])
    return cast(Plane, cv2.warpAffine(plane, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT))


def scaled(pixels: Pixels, width_px: int, height_px: int) -> Pixels:
    """Resize: area average when shrinking, linear when growing."""
    shrinking = width_px < pixels.shape[1]
    how = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    return cast(Pixels, cv2.resize(pixels, (width_px, height_px), interpolation=how))
