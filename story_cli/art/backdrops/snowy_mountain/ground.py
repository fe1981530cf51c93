"""Sky, northern lights, mountains, snow floor, edges and frame that the places of the snow share."""

from __future__ import annotations

import math

from story_cli.art.backdrops.nature import SUNSET, at_side, leaf_path, low_sun, moon, page, stars
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, View
from story_cli.art.backdrops.shapes import FLOOR, HEIGHT, Point, along, blob, ridge, scallop, spline, trace
from story_cli.art.backdrops.sheet import GROUND_SHADOW, Shadow, Sheet, Slab
from story_cli.art.backdrops.snowy_mountain.kit import drift, fir, leaf_of, peak, snow_of
from story_cli.art.colour import mix, ramp, shifted


def winter_sky(view: View, sheet: Sheet, lights: float = 0.0) -> list[Slab]:
    """Air, sun or moon, clouds or stars; `lights` is the strength of northern lights."""
    plan = view.plan
    if view.night:
        top, middle, low = mix(sheet["far"], sheet["deep"], 0.5), mix(sheet["far"], sheet["deep"], 0.1), sheet["far"]
    else:
        top = mix(sheet["mid"], sheet["far"], 0.45) if lights else mix(sheet["mid"], sheet["air"], 0.35)
        middle, low = mix(sheet["air"], sheet["mid"], 0.2), mix(sheet["air"], sheet["glow"], 0.5)
    low = mix(low, SUNSET, 0.45) if view.sunset else low
    body = page(sheet, sheet.vertical(top, middle, low, middle=0.4))
    if view.night:
        body += stars(sheet, 70, 330) + moon(sheet, plan.light_x, 118, 46)
    else:
        body += sheet.shine(plan.light_x, 170, 440, sheet["glow"], 0.95)
        body += low_sun(sheet, plan.light_x, 400) if view.sunset else ""
        disc = SUNSET if view.sunset else mix(sheet["glow"], "#ffffff", 0.4)
        body += (
            sheet.disc(plan.light_x, 150, 44, 44, mix(disc, sheet["glow"], 0.4), 0.9)
            if not lights
            else stars(sheet, 26, 220)
        )
    slabs = [sheet.slab(body)]
    strength = lights or (0.35 if view.night else 0.0)
    if strength:
        slabs += northern_lights(view, strength)
    if not view.night and not lights:
        slabs.append(clouds(view))
    return slabs


def northern_lights(view: View, strength: float) -> list[Slab]:
    """Two curtains of light, soft above and brighter at their lower hem."""
    slabs = []
    for i, (turn, level) in enumerate(((-60.0, 150.0), (40.0, 214.0))):
        sheet = view.sheet(f"lights-{i}")
        rng = sheet.rng
        tint = shifted(mix(sheet["air"], sheet["secondary"], 0.45), lift=0.1, gain=1.25, turn=turn * 0.5)
        hem = [(x, level + rng.uniform(-46, 46) + abs(x - 640) * 0.06) for x in range(-160, 1560, 190)]
        out = ""
        for j in range(len(hem) - 1):
            (x0, y0), (x1, y1) = hem[j], hem[j + 1]
            for k in range(5):
                t = k / 5
                x, y, tall = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, rng.uniform(110, 210)
                veil = trace("M", x - 26, y, "L", x + 34, y + 6, "L", x + 60, y - tall, "L", x - 6, y - tall, "Z")
                out += sheet.flat(veil, sheet.fading(tint, 0.75, upward=True), strength * rng.uniform(0.55, 1.0))
        out += sheet.stroke(spline(hem, closed=False), mix(tint, sheet["glow"], 0.5), 9, strength * 0.8)
        slabs.append(sheet.slab(out, blur=9))
    return slabs


def clouds(view: View) -> Slab:
    """Paper clouds on flat bases, away from the middle."""
    sheet = view.sheet("clouds")
    rng, out = sheet.rng, ""
    pale = mix(sheet["glow"], SUNSET if view.sunset else "#ffffff", 0.35)
    for x, y, size in ((150, 110, 1.0), (380, 66, 0.55), (930, 84, 0.7), (1160, 140, 1.1)):
        px, py, s = x + rng.uniform(-60, 60), y + rng.uniform(-24, 24), size * rng.uniform(0.85, 1.1)
        top = trace(
            "M",
            px - 90 * s,
            py,
            "a",
            30 * s,
            30 * s,
            0,
            0,
            1,
            40 * s,
            -30 * s,
            "a",
            46 * s,
            46 * s,
            0,
            0,
            1,
            80 * s,
            -6 * s,
        )
        top += trace("a", 32 * s, 32 * s, 0, 0, 1, 62 * s, 36 * s, "Z")
        out += sheet.flat(top, sheet.vertical(pale, mix(pale, sheet["air"], 0.6)), 0.9)
    return sheet.slab(out, Shadow(3, 6, 0.12))


def mountains(view: View, sheet: Sheet, low: float = 470) -> str:
    """Two rows of peaks, the farther paler, the highest away from the landmark."""
    rng, out = sheet.rng, ""
    side = view.plan.side
    snow = snow_of(sheet, 0.12)
    for share, rows in (
        (0.3, ((-40, 520, 190), (330, 460, 230), (720, 500, 200), (1180, 560, 240))),
        (0.62, ((110, 460, 150), (960, 560, 270), (1300, 420, 170))),
    ):
        stone = mix(sheet["mid"], sheet["far"], share) if view.night else mix(sheet["air"], sheet["mid"], share)
        for x, wide, tall in rows:
            px = x if side > 0 else WIDTH - x
            out += peak(
                sheet,
                px + rng.uniform(-40, 40),
                low,
                wide,
                tall * rng.uniform(0.9, 1.1),
                stone,
                mix(snow, stone, 0.16 if share > 0.5 else 0.36),
            )
    return out


def far_firs(sheet: Sheet, y: float, share: float, count: int, gap: float = 0.0) -> str:
    """A row of pale firs; `gap` leaves the middle open."""
    rng, out = sheet.rng, ""
    leaf = mix(sheet["air"], sheet["mid"], share)
    for i in range(count):
        x = -40 + i * (WIDTH + 80) / (count - 1) + rng.uniform(-26, 26)
        if abs(x - WIDTH / 2) < gap:
            continue
        out += fir(sheet, x, y + rng.uniform(-6, 10), rng.uniform(90, 170), leaf, mix(leaf, sheet["glow"], 0.3), 3)
    return out


def snow_field(sheet: Sheet, shade: float = 0.3, wave: float = 15) -> str:
    """The white middle ground with soft hollows."""
    rng, snow = sheet.rng, snow_of(sheet, shade)
    lines = "".join(
        sheet.stroke(
            trace("M", x, MID_Y + rng.uniform(24, 48), "q", 70, -12, 150, 2), mix(snow, sheet["mid"], 0.3), 4, 0.5
        )
        for x in (60, 330, 760, 1050)
    )
    return sheet.paper(ridge(rng, MID_Y + 4, wave, 6), snow, rim=4, fade=mix(snow, sheet["mid"], 0.3), inner=lines)


def snow_floor(
    sheet: Sheet, back: str, front: str, y: float = NEAR_Y, wave: float = 13, path: bool = False, grass: bool = True
) -> list[Slab]:
    """Near layer: what stands behind the ground's edge, deep snow with tracks or a trodden path, what lies on it."""
    rng, snow = sheet.rng, snow_of(sheet)
    shade = mix(snow, sheet["mid"], 0.34)
    inner = "".join(
        sheet.disc(
            rng.uniform(-20, WIDTH + 20),
            rng.uniform(y + 30, HEIGHT),
            rng.uniform(60, 150),
            rng.uniform(6, 13),
            shade,
            0.4,
        )
        for _ in range(11)
    )
    glitter = "".join(
        sheet.disc(rng.uniform(0, WIDTH), rng.uniform(y + 14, HEIGHT - 20), 2.4, 2.4, "#ffffff", 0.9) for _ in range(46)
    )
    body = sheet.paper(ridge(rng, y, wave, 6), snow, rim=5, fade=mix(snow, sheet["mid"], 0.42), inner=inner + glitter)
    if path:
        bend = rng.choice((-1, 1))
        half = [
            (-0.014, 560),
            (0.014, 560),
            (0.036, 580),
            (0.09, 618),
            (0.21, 690),
            (0.35, 780),
            (-0.29, 780),
            (-0.16, 690),
            (-0.08, 622),
            (-0.036, 584),
        ]
        body += sheet.flat(
            spline([(WIDTH * (0.5 + bend * dx), py) for dx, py in half], tension=0.15),
            mix(snow, sheet["mid"], 0.24),
            0.75,
        )
    floor = sheet.slab(body, GROUND_SHADOW)
    return [sheet.slab(back, Shadow(4, 6, 0.3)), floor, sheet.slab(heaps(sheet, grass) + front, Shadow(3, 5, 0.2))]


def heaps(sheet: Sheet, grass: bool = True) -> str:
    """Drifts at both sides, and grasses that look out of the snow."""
    rng, out = sheet.rng, ""
    for side in (-1, 1):
        part = drift(sheet, 60, NEAR_Y + 40, 240, 44, snow_of(sheet)) + drift(
            sheet, 214, NEAR_Y + 48, 150, 24, snow_of(sheet)
        )
        for _ in range(5 if grass else 0):
            x, y = rng.uniform(180, 400), rng.uniform(NEAR_Y + 28, NEAR_Y + 64)
            for lean in (-10, 0, 9):
                part += sheet.stroke(
                    trace("M", x, y, "q", lean * 0.3, -12, lean, -rng.uniform(18, 30)),
                    ramp(sheet["wood"])["hi"],
                    2.6,
                    0.8,
                )
            if rng.random() < 0.6:
                part += sheet.disc(x + 9, y - 24, 4.5, 4.5, sheet["primary"])
        out += at_side(part, side)
    return out


def fir_corner(sheet: Sheet, side: int, tall: float = 420) -> str:
    """A near corner: a great fir that leaves the picture, two lower ones, a bush under snow."""
    rng, leaf, snow = sheet.rng, leaf_of(sheet), snow_of(sheet)
    dark = ramp(leaf)["lo"]
    out = fir(sheet, 4, NEAR_Y + 44, tall * rng.uniform(0.95, 1.1), dark, snow, 5)
    out += fir(sheet, 142, NEAR_Y + 40, tall * rng.uniform(0.44, 0.54), leaf, snow, 4)
    out += fir(sheet, 226, NEAR_Y + 36, tall * rng.uniform(0.2, 0.27), dark, snow, 3)
    bush = scallop(rng, 74, NEAR_Y + 22, 66, 36)
    return at_side(
        out + sheet.paper(bush, mix(dark, snow, 0.3), rim=3) + drift(sheet, 70, NEAR_Y + 12, 130, 24, snow), side
    )


def snow_frame(view: View) -> list[Slab]:
    """Dark boughs with snow above, dark drifts below."""
    sheet = view.sheet("frame")
    rng = sheet.rng
    dark = mix(sheet["deep"], leaf_of(sheet), 0.18)
    rime, out = mix(sheet["far"], sheet["air"], 0.35), ""
    for side in (-1, 1):
        body = ""
        for x, y, tip_x, tip_y in ((-60, 150, 108, 214), (-60, 60, 196, 118), (-60, -20, 292, 34)):
            body += bough(sheet, (x, y), (tip_x, tip_y), dark, rime)
        heap: list[Point] = [
            (-200, FLOOR),
            (-200, HEIGHT - 130),
            (-60, HEIGHT - 142),
            (60, HEIGHT - 104),
            (150, HEIGHT - 44),
            (230, FLOOR),
        ]
        heap = [(x + rng.uniform(-8, 8), y) for x, y in heap]
        body += sheet.paper(blob(rng, 0, HEIGHT - 96, 90, 60, 9, 0.06), dark, rim=0)
        body += sheet.paper(
            spline(heap, tension=0.15), mix(sheet["far"], sheet["deep"], 0.35), rim=6, fade=sheet["deep"]
        )
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]


def bough(sheet: Sheet, start: Point, tip: Point, dark: str, rime: str) -> str:
    """A hanging branch of needles with snow along its back."""
    (x0, y0), (x1, y1) = start, tip
    spine = along([start, ((x0 + x1) / 2, (y0 + y1) / 2 - 16), tip], 16)
    lean = math.degrees(math.atan2(y1 - y0, x1 - x0))
    out = ""
    for i, (x, y) in enumerate(spine):
        size = 74 * (1 - 0.55 * i / 16)
        for side in (-1, 1):
            turn = math.radians(90 + lean + side * (38 + sheet.rng.uniform(-7, 7)))
            out += sheet.flat(leaf_path(x, y, size, turn, size * 0.17), dark)
    back = [(x, y - 8 + i * 0.4) for i, (x, y) in enumerate(spine[1:15:2])]
    return out + sheet.stroke(spline(back, closed=False), rime, 12, 0.9)
