"""Shapes of the picture. Every stage is 720 px high with the same strip; a narrower one shows less of the place.

So a film of another ratio is composed anew in a narrower room, and nothing else about heights changes.
"""

from __future__ import annotations

import math
from typing import Literal

Ratio = Literal["16:9", "9:16", "1:1"]

STAGE_WIDTHS: dict[str, float] = {"16:9": 1280.0, "1:1": 720.0, "9:16": 405.0}
HEIGHT = 720
_CLOSER = 0.36  # exponent: nearer to things than their full size allows, further than the width alone asks


def ratio_of(width_px: int, height_px: int) -> str:
    """The ratio that a size has to within two pixels, else ""."""
    fits = (name for name, width in STAGE_WIDTHS.items() if abs(width_px * HEIGHT / width - height_px) <= 1)
    return next(fits, "")


def stage_width(width_px: int, height_px: int) -> float:
    """Width of the stage that is shown at a size: that of the nearest ratio."""
    return min(STAGE_WIDTHS.values(), key=lambda width: abs(width / HEIGHT - width_px / height_px))


def closeness(width: float) -> float:
    """How much smaller than on the wide stage (1) everything is drawn on one of this width."""
    return math.pow(width / STAGE_WIDTHS["16:9"], _CLOSER)
