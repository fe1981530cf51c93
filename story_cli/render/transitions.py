"""How one segment gives way to the next: cut, cross-fade, page turn, iris. Chosen by place and mood; drawn in YUV."""

from __future__ import annotations

import math

import cv2
import numpy as np

from story_cli.art.planar import Plane
from story_cli.artifacts import Mood, Scene
from story_cli.render.planes import Frame, mixed

SECONDS = {"cut": 0.0, "fade": 0.5, "page": 0.75, "iris": 0.75}  # all end before the first word, at 0.9 s
EXCITING, SAD = 0.3, -0.25  # moods, −1 … 1, beyond which a scene opens by an iris, or softly
_FOLD = 0.10  # of the width: the shade of a turning page


def choose_transition(number: int, before: Scene, after: Scene, moods: tuple[Mood, ...]) -> str:
    """The transition into scene `number` (−1: none; beyond the last scene: the end card)."""
    own = [mood for mood in moods if mood.scene == number]
    if number < 0 or not own:
        return "fade"
    if (before.place, before.time_of_day) == (after.place, after.time_of_day) and number > 0:
        return "fade"
    opening = own[:2]
    excitement = sum(mood.calm_exciting for mood in opening) / len(opening)
    gladness = sum(mood.sad_happy for mood in opening) / len(opening)
    if excitement > EXCITING:
        return "iris"
    return "fade" if gladness < SAD else "page"


def blend(kind: str, share: float, old: Frame, new: Frame, centre: tuple[float, float]) -> None:
    """Draw a transition onto `new`: share 0 shows all of `old`, 1 all of `new`; `centre` in shares of the picture."""
    if kind == "page":
        _turn(share, old, new)
    elif kind == "iris":
        _open(share, old, new, centre)
    else:
        mixed(old, new, share, new)


def _turn(share: float, old: Frame, new: Frame) -> None:
    """The old page turns about its left edge; its right edge throws a shadow onto the new one."""
    height, width = new.y.shape
    eased = share * share * (3 - 2 * share)
    edge = 2 * round(width * math.cos(eased * math.pi / 2) / 2)
    reach = 2 * round(width * _FOLD / 2)
    shade = _ramp(min(width, edge + reach) - edge, reach, 0.35 * (1 - eased))
    _darken(new, edge, shade, height)
    if edge >= 2:
        for target, source, by in ((new.y, old.y, 1), (new.u, old.u, 2), (new.v, old.v, 2)):
            size = (edge // by, height // by)
            cv2.resize(source, size, dst=target[:, : edge // by], interpolation=cv2.INTER_AREA)
        _darken(new, 0, 1 - (1 - _ramp(edge, edge, 0.45 * eased))[::-1], height)


def _ramp(count: int, reach: int, strength: float) -> Plane:
    """Brightness of columns beside an edge: 1 − strength at it, 1 at `reach`."""
    return 1 - strength * (1 - np.arange(count, dtype=np.float32) / max(1, reach))


def _darken(frame: Frame, left: int, brightness: Plane, height: int) -> None:
    """Multiply columns of the luma above black, and let the chroma fade with it."""
    count = len(brightness) // 2 * 2
    if count < 2:
        return
    rows = np.tile(brightness[:count], (height, 1))
    for plane, by, zero in ((frame.y, 1, 16), (frame.u, 2, 128), (frame.v, 2, 128)):
        window = plane[:, left // by : (left + count) // by]
        scaled = (window.astype(np.float32) - zero) * rows[::by, ::by] + zero
        np.copyto(window, np.rint(scaled), casting="unsafe")


def _open(share: float, old: Frame, new: Frame, centre: tuple[float, float]) -> None:
    """A circle opens on the new picture."""
    height, width = new.y.shape
    x, y = centre[0] * width, centre[1] * height
    farthest = max(math.hypot(a - x, b - y) for a in (0, width) for b in (0, height))
    radius = farthest * share * share * (3 - 2 * share)
    for target, source, by in ((new.y, old.y, 1), (new.u, old.u, 2), (new.v, old.v, 2)):
        mask = np.zeros(target.shape, np.uint8)
        place = (round(x / by * 16), round(y / by * 16))
        cv2.circle(mask, place, max(0, round(radius / by * 16)), 255, -1, cv2.LINE_AA, 4)
        inside = cv2.multiply(np.ascontiguousarray(target), mask, scale=1 / 255)
        outside = cv2.multiply(np.ascontiguousarray(source), cv2.bitwise_not(mask), scale=1 / 255)
        np.copyto(target, cv2.add(inside, outside))
