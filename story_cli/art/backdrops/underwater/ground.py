"""Water, sand and clusters that the places under the sea share."""

from __future__ import annotations

from story_cli.art.backdrops.nature import at_side, kelp, light_rays, low_sun, page, ribbon, rock
from story_cli.art.backdrops.place import NEAR_Y, WIDTH, View
from story_cli.art.backdrops.shapes import HEIGHT, ridge, spline
from story_cli.art.backdrops.sheet import GROUND_SHADOW, Shadow, Sheet, Slab, hanging
from story_cli.art.backdrops.underwater.kit import (
    anemone,
    brain_coral,
    branch_coral,
    fan_coral,
    pebbles,
    shoal,
    tube_sponge,
)
from story_cli.art.colour import mix, ramp


def open_water(
    view: View, sheet: Sheet, ridges: tuple[tuple[float, float, float], ...], shoals: int = 2, dim: float = 0.0
) -> list[Slab]:
    """Far layer: water, the sun's glow and rays, distant ridges (y, height, share of mid), shoals."""
    rng, plan = sheet.rng, view.plan
    shallow, deep_water = mix(sheet["air"], sheet["mid"], 0.25 + dim), mix(sheet["mid"], sheet["far"], 0.55 + dim)
    glow = 0.5 if view.night else 0.95 - dim
    body = page(sheet, sheet.vertical(shallow, mix(sheet["air"], sheet["mid"], 0.4 + dim), deep_water, middle=0.5))
    body += sheet.shine(plan.light_x, -30, 620, sheet["glow"], glow)
    body += low_sun(sheet, plan.light_x, 60) if view.sunset else ""
    places = [(rng.uniform(120 + 360 * i, 380 + 360 * i), rng.uniform(110, 250)) for i in range(3)]
    rng.shuffle(places)
    for i, (y, height, share) in enumerate(ridges):
        colour = mix(sheet["air"], sheet["mid"], share)
        body += sheet.paper(ridge(rng, y, height, 7 + i), colour, rim=2.5, fade=mix(colour, sheet["air"], 0.25))
        if i == 0:
            for x, level in places[:shoals]:
                body += shoal(sheet, x, level, sheet.between("mid", "far", 0.5))
    return [sheet.slab(body), rays(view, plan.light_x, 0.3 if view.night else 0.62 - dim)]


def rays(view: View, x: float, alpha: float, length: float = 610) -> Slab:
    """A slab of blurred light rays."""
    sheet = view.sheet("rays")
    return sheet.slab(light_rays(sheet, x, -20, length, alpha=alpha), blur=9)


def sand_floor(
    sheet: Sheet, back: str, front: str, colour: str = "", y: float = NEAR_Y, wave: float = 13
) -> list[Slab]:
    """Near layer: clusters, then the ground that they stand behind, then what lies on it."""
    ground = colour or sheet["ground"]
    planted = sheet.slab(back, Shadow(4, 5, 0.28))
    foot = ramp(ramp(ground)["lo"])["lo"]
    edge = ridge(sheet.rng, y, wave, 6)
    grains = sheet.specks(90, (-60, y + 6, WIDTH + 60, HEIGHT), ground)
    floor = sheet.slab(sheet.paper(edge, ground, rim=4, fade=foot, inner=grains), GROUND_SHADOW)
    stones = pebbles(sheet, 14, y + 24, HEIGHT - 90, ground)
    return [planted, floor, view_front(sheet, stones + front)]


def view_front(sheet: Sheet, body: str) -> Slab:
    return sheet.slab(body, Shadow(3, 4, 0.28))


def weedy_counterweight(sheet: Sheet, x: float, y: float, side: int) -> str:
    """Middle distance, across from the landmark: a boulder with corals before sea grass."""
    rng, stone, tint = sheet.rng, sheet.between("far", "mid", 0.25), sheet.distant
    out = "".join(
        ribbon(sheet, x + q + rng.uniform(-12, 12), y + 20, rng.uniform(130, 250), tint(sheet["secondary"], 0.4), 26)
        for q in (-130, -80, 70, 140)
    )
    out += kelp(sheet, x + side * 40, y + 20, rng.uniform(190, 240), tint(sheet["secondary"], 0.5), 22)
    out += rock(sheet, x, y + 12, 260, 120, stone, fade=sheet.between("far", "mid", 0.6))
    out += fan_coral(sheet, x - side * 66, y - 4, rng.uniform(70, 88), tint(sheet["accent2"], 0.35))
    out += branch_coral(sheet, x + side * 92, y + 12, 132, tint(sheet["primary"], 0.35))
    out += tube_sponge(sheet, x - side * 128, y + 16, 82, tint(sheet["accent"], 0.4), 3)
    out += rock(sheet, x + side * 30, y + 24, 150, 60, sheet.between("far", "mid", 0.4), fade=sheet["mid"])
    return out + brain_coral(sheet, x + 8, y - 18, 42, tint(sheet["primary"], 0.35))


def reef_cluster(sheet: Sheet, side: int) -> str:
    """A near cluster at the left (side −1) or right edge: tall behind, low in front, on rock."""
    rng = sheet.rng
    corals = {
        "branch": lambda x, y, s: branch_coral(sheet, x, y, 175 * s, sheet["primary"]),
        "fan": lambda x, y, s: fan_coral(sheet, x, y, 105 * s, sheet["accent2"]),
        "fan-2": lambda x, y, s: fan_coral(sheet, x, y, 90 * s, sheet["primary"]),
        "tube": lambda x, y, s: tube_sponge(sheet, x, y, 125 * s, sheet["accent"], 4),
        "brain": lambda x, y, s: brain_coral(sheet, x, y, 62 * s, ramp(sheet["primary"])["hi"]),
        "anemone": lambda x, y, s: anemone(sheet, x, y, 78 * s, sheet["accent2"], sheet["accent"]),
    }
    tall = rng.sample(("kelp", "ribbon"), 2)
    middle = rng.sample(("branch", "fan", "tube", "fan-2"), 3)
    low = rng.sample([kind for kind in ("brain", "anemone", "tube", "branch") if kind not in middle[1:]], 2)
    out = ""
    for i, kind in enumerate(tall):
        x, scale = 28 + i * 62 + rng.uniform(-10, 10), 1 - 0.18 * i
        if kind == "kelp":
            out += kelp(sheet, x, NEAR_Y + 10, 330 * scale, ramp(sheet["secondary"])["lo"], 32)
        else:
            out += "".join(
                ribbon(sheet, x + q * 26, NEAR_Y + 10, rng.uniform(170, 260) * scale, sheet["secondary"], 32)
                for q in (-1, 0.1, 1.1)
            )
    out += rock(
        sheet, 60, NEAR_Y + 32, 300, 150, sheet.between("far", "deep", 0.12), fade=sheet.between("far", "mid", 0.3)
    )
    for i, kind in enumerate(middle):
        out += corals[kind](42 + i * 88 + rng.uniform(-12, 12), NEAR_Y + 18 - (58, 26, -4)[i], 1 - 0.13 * i)
    for i, kind in enumerate(low):
        out += corals[kind](110 + i * 125 + rng.uniform(-14, 14), NEAR_Y + 28 + i * 6, 0.78 - 0.16 * i)
    return at_side(out, side)


def reef_frame(view: View, roofed: bool = True) -> list[Slab]:
    """Dark weeds and rock in the corners, a little out of focus."""
    sheet = view.sheet("frame")
    rng = sheet.rng
    dark, lighter = sheet.between("deep", "far", 0.22), sheet.between("deep", "far", 0.48)
    out = ""
    for side in (-1, 1):
        body = "".join(
            ribbon(sheet, -52 + i * 24, HEIGHT - 50, rng.uniform(400, 570) - i * 105, lighter if i % 2 else dark, 50)
            for i in range(4)
        )
        body += kelp(sheet, 84, HEIGHT - 60, rng.uniform(170, 230), lighter, 34, sway=-0.12)
        body += rock(sheet, 120, HEIGHT - 68, 140, 44, lighter, root=200) + rock(
            sheet, -30, HEIGHT - 78, 290, 86, dark, root=220
        )
        if roofed:
            ledge = [
                (-120, -80),
                (-120, -90),
                (190, -90),
                (150, -12),
                (84, 18),
                (40, 70),
                (-4, 106),
                (-26, 180),
                (-120, 220),
            ]
            body += sheet.paper(spline(ledge, tension=0.16), dark, rim=0)
            for x, y in ((30, 70), (70, 26), (112, 4)):
                body += hanging(ribbon(sheet, 0, 0, rng.uniform(60, 120), lighter, 18), x, y)
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]


def reef_posy(sheet: Sheet, side: int) -> str:
    """A modest bouquet of corals at an edge."""
    rng = sheet.rng
    out = "".join(
        ribbon(sheet, 70 + q * 26, NEAR_Y + 14, rng.uniform(100, 180), sheet["secondary"], 26) for q in (-2, -0.9, 0.2)
    )
    out += fan_coral(sheet, 60, NEAR_Y + 24, rng.uniform(76, 96), sheet["accent2"]) + branch_coral(
        sheet, 142, NEAR_Y + 28, rng.uniform(110, 140), sheet["primary"]
    )
    out += rock(
        sheet, 84, NEAR_Y + 36, 200, 44, sheet.between("far", "mid", 0.2), fade=sheet.between("far", "mid", 0.5)
    )
    out += tube_sponge(sheet, 196, NEAR_Y + 30, rng.uniform(58, 80), sheet["accent"], 3) + anemone(
        sheet, 100, NEAR_Y + 26, 42, sheet["primary"], sheet["accent"]
    )
    return at_side(out, side)
