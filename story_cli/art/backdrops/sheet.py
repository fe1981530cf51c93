"""Cuts and tints paper: one Sheet collects gradients and clip paths while shapes are drawn for one slab of a layer."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

from story_cli.art.backdrops.shapes import HEIGHT, MARGIN, WIDTH, number
from story_cli.art.colour import atmosphere, mix, ramp, shifted
from story_cli.art.signature import Signature


@dataclass(frozen=True)
class Shadow:
    """Cast shadow of a slab: fall and softness in px, alpha. Source: art bible §4, "layer cast shadow"."""

    fall: float = 4.0
    softness: float = 6.0
    alpha: float = 0.24


GROUND_SHADOW = Shadow(-3.0, 8.0, 0.25)
SOFT_SHADOW = Shadow(4.0, 6.0, 0.22)


@dataclass(frozen=True)
class Slab:
    """One sheet of paper of a layer: an SVG document, the shadow it casts, a blur in px."""

    svg: str
    shadow: Shadow | None = None
    blur: float = 0.0


class Sheet:
    """Draws shapes as SVG text; `roles` are the colours, `rng` the seeded choice."""

    def __init__(self, roles: Signature, rng: random.Random) -> None:
        self.roles = roles
        self.rng = rng
        self._definitions: dict[str, str] = {}

    def __getitem__(self, role: str) -> str:
        return self.roles[role]

    def slab(self, shapes: str | Iterable[str], shadow: Shadow | None = None, blur: float = 0.0) -> Slab:
        """The shapes become one document with bleed, with the gradients and clips that they name."""
        body = shapes if isinstance(shapes, str) else "".join(shapes)
        width = WIDTH + 2 * MARGIN
        named = set(re.findall(r"url\(#(\w+)\)", body))
        definitions = "".join(text for name, text in self._definitions.items() if name in named)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" '
            f'viewBox="{-MARGIN} 0 {width} {HEIGHT}"><defs>{definitions}</defs>{body}</svg>'
        )
        return Slab(svg, shadow, blur)

    # --- paint -------------------------------------------------------------------------------------------------

    def vertical(self, *colours: str, middle: float = 0.55) -> str:
        """Top-to-bottom gradient of two or three colours over the shape's box."""
        name = "g" + "".join(colour[1:] for colour in colours) + f"m{middle * 100:.0f}"
        if name not in self._definitions:
            places = (0, 1) if len(colours) == 2 else (0, middle, 1)
            stops = "".join(
                f'<stop offset="{number(p * 1.0) if p in (0, 1) else p}" stop-color="{c}"/>'
                for p, c in zip(places, colours, strict=True)
            )
            self._definitions[name] = (
                f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>'
            )
        return f"url(#{name})"

    def fading(self, colour: str, alpha: float, upward: bool = False) -> str:
        """Gradient from a colour at `alpha` to nothing, downward (or upward)."""
        name = f"f{colour[1:]}{alpha * 100:.0f}{'u' if upward else 'd'}"
        ends = ("1", "0") if upward else ("0", "1")
        self._definitions[name] = (
            f'<linearGradient id="{name}" x1="0" y1="{ends[0]}" x2="0" y2="{ends[1]}">'
            f'<stop offset="0" stop-color="{colour}" stop-opacity="{alpha:.2f}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></linearGradient>'
        )
        return f"url(#{name})"

    def shine(self, x: float, y: float, radius: float, colour: str, alpha: float, knee: float = 0.35) -> str:
        """A round glow of light."""
        name = f"s{len(self._definitions)}"
        self._definitions[name] = (
            f'<radialGradient id="{name}"><stop offset="0" stop-color="{colour}" stop-opacity="{alpha:.2f}"/>'
            f'<stop offset="{knee}" stop-color="{colour}" stop-opacity="{alpha * 0.42:.2f}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
        )
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="url(#{name})"/>'

    def clip(self, path: str, inner: str) -> str:
        """Only what lies inside the path."""
        name = f"c{len(self._definitions)}"
        self._definitions[name] = f'<clipPath id="{name}"><path d="{path}"/></clipPath>'
        return f'<g clip-path="url(#{name})">{inner}</g>'

    # --- paper -------------------------------------------------------------------------------------------------

    def paper(self, path: str, base: str, rim: float = 2.2, fade: str = "", inner: str = "") -> str:
        """A cut form: lit edge above, gradient body; `fade` is its colour at the foot, `inner` is clipped to it."""
        tones = ramp(base)
        fill = self.vertical(base, fade) if fade else self.vertical(mix(base, tones["hi"], 0.6), base, tones["lo"])
        edge = tones["hi"] if not fade else mix(base, tones["hi"], 0.85)
        out = ""
        move = ""
        if rim:
            out = f'<path d="{path}" fill="{edge}"/>'
            move = f' transform="translate({number(rim * 0.55)},{number(rim)})"'
        out += f'<path d="{path}" fill="{fill}"{move}/>'
        return out + (self.clip(path, inner) if inner else "")

    def flat(self, path: str, fill: str, opacity: float = 1.0) -> str:
        faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        return f'<path d="{path}" fill="{fill}"{faint}/>'

    def stroke(self, path: str, colour: str, width: float, opacity: float = 1.0, dash: str = "") -> str:
        faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        return (
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{number(width)}" '
            f'stroke-linecap="round" stroke-linejoin="round"{faint}{dashes}/>'
        )

    def disc(self, x: float, y: float, rx: float, ry: float, fill: str, opacity: float = 1.0) -> str:
        faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        return f'<ellipse cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}" fill="{fill}"{faint}/>'

    def specks(self, count: int, box: tuple[float, float, float, float], colour: str, size: float = 3.6) -> str:
        """Small flat grains in a box, lighter and darker than the colour."""
        tones, rng, out = ramp(colour), self.rng, []
        for _ in range(count):
            x, y, grain = rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3]), rng.uniform(1, size)
            out.append(self.disc(x, y, grain * 1.5, grain * 0.8, tones["hi" if rng.random() < 0.6 else "lo"], 0.45))
        return "".join(out)

    # --- colour ------------------------------------------------------------------------------------------------

    def distant(self, colour: str, share: float = 0.5) -> str:
        """The colour through `share` of the stage's air."""
        return atmosphere(colour, self.roles["mid"], share)

    def between(self, first: str, second: str, share: float) -> str:
        """Mix of two roles."""
        return mix(self.roles[first], self.roles[second], share)


def placed(body: str, x: float, y: float, scale: float = 1.0, mirrored: bool = False, turn: float = 0.0) -> str:
    """The shapes moved, scaled, mirrored, turned."""
    spin = f" rotate({number(turn)})" if turn else ""
    across = f"{-scale:.3f}" if mirrored else f"{scale:.3f}"
    return f'<g transform="translate({number(x)},{number(y)}){spin} scale({across},{scale:.3f})">{body}</g>'


def hanging(body: str, x: float, y: float) -> str:
    """Something drawn upward from (0, 0), turned upside down at (x, y)."""
    return f'<g transform="translate({number(x)},{number(y)}) scale(1,-1)">{body}</g>'


def deeper(roles: Signature, lift: float, gain: float = 1.0) -> Signature:
    """The stage roles darker (lift < 0) for caves, thickets and rooms; actors' colours stay."""
    stage = {"air", "mid", "far", "deep", "ground", "wood"}
    out = dict(roles)
    for role in stage:
        share = {"deep": 0.35, "far": 0.7, "wood": 0.5}.get(role, 1.0)
        out[role] = shifted(roles[role], lift=lift * share, gain=gain)
    return out
