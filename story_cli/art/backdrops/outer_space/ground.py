"""Sky, floor, edges and frame that the places of space share."""

from __future__ import annotations

from story_cli.art.backdrops.nature import SUNSET, at_side, page
from story_cli.art.backdrops.outer_space.kit import asteroid, crater, lamp_post, moon_stone, star_field
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, View
from story_cli.art.backdrops.shapes import FLOOR, HEIGHT, Point, blob, ridge, spline
from story_cli.art.backdrops.sheet import GROUND_SHADOW, Shadow, Sheet, Slab
from story_cli.art.colour import hue_difference, mix, ramp, shifted, to_oklch

ROSE = 345.0  # hue that the sky turns toward at sunset


def cosmos(
    view: View, sheet: Sheet, worlds: str = "", hills: tuple[tuple[float, float, float], ...] = ()
) -> list[Slab]:
    """Far layer: a sky dark above, light at the horizon, with `worlds` and distant hills (y, height, share)."""
    rng = sheet.rng
    stars = star_field(sheet, 130 if view.night else 90, 420)
    ridges = ""
    for i, (y, height, share) in enumerate(hills):
        near_tone, far_tone = (sheet["far"], sheet["mid"]) if view.night else (sheet["mid"], sheet["air"])
        colour = evening(view, mix(far_tone, near_tone, share), 0.75)
        ridges += sheet.paper(
            ridge(rng, y, height, 6 + i), colour, rim=2.5, fade=mix(colour, evening(view, far_tone), 0.3)
        )
    return [sky(view), star_clouds(view), sheet.slab(stars + worlds + ridges)]


def sky(view: View) -> Slab:
    """Space as a picture book has it: a deep top, a light horizon; toward evening it turns to rose and peach."""
    sheet, light_x = view.sheet("sky"), view.plan.light_x
    if view.night:
        top, middle, low = mix(sheet["far"], sheet["deep"], 0.6), mix(sheet["far"], sheet["deep"], 0.15), sheet["far"]
        shine, strength = sheet["mid"], 0.5
    else:
        top, middle, low = sheet["far"], mix(sheet["mid"], sheet["air"], 0.72), mix(sheet["air"], sheet["glow"], 0.2)
        shine, strength = mix(sheet["air"], sheet["glow"], 0.5), 0.8
    if view.sunset:
        middle, low = evening(view, middle), mix(evening(view, low, 1.5), SUNSET, 0.55)
        shine = mix(SUNSET, sheet["glow"], 0.5)
    body = page(sheet, sheet.vertical(top, middle, low, middle=0.36))
    return sheet.slab(body + sheet.shine(light_x, 520, 620, shine, strength))


def evening(view: View, colour: str, share: float = 1.0) -> str:
    """The colour as it is, turned toward rose at sunset."""
    turn = hue_difference(to_oklch(colour)[2], ROSE) * 0.55 * share
    return shifted(colour, turn=turn) if view.sunset else colour


def soil(view: View, sheet: Sheet, share: float = 0.25) -> str:
    """The ground of the near layer: sand, paler by day, a little blue by night."""
    return sheet.distant(sheet["ground"], share) if view.night else mix(sheet["ground"], sheet["glow"], share)


def star_clouds(view: View) -> Slab:
    """Soft drifts of coloured light across the sky, densest away from the middle."""
    sheet = view.sheet("clouds")
    rng, out = sheet.rng, ""
    rise = rng.choice((-1, 1))
    tints = (shifted(sheet["air"], turn=38), mix(sheet["air"], sheet["glow"], 0.25), shifted(sheet["mid"], turn=-34))
    for i in range(9):
        x = (i + rng.uniform(0.1, 0.9)) * (WIDTH + 120) / 9 - 60
        y = 190 + rise * (x - WIDTH / 2) * 0.17 + rng.uniform(-46, 46)
        out += sheet.flat(
            blob(rng, x, y, rng.uniform(110, 190), rng.uniform(34, 70), 8, 0.2), tints[i % 3], rng.uniform(0.22, 0.42)
        )
    for i in range(6):
        x = (i + rng.uniform(0.2, 0.8)) * WIDTH / 6
        y = 190 + rise * (x - WIDTH / 2) * 0.17
        out += sheet.flat(blob(rng, x, y, rng.uniform(60, 110), rng.uniform(14, 26), 8, 0.2), sheet["glow"], 0.22)
    return sheet.slab(out, blur=24)


def moon_floor(
    sheet: Sheet, back: str, front: str, colour: str = "", y: float = NEAR_Y, wave: float = 11
) -> list[Slab]:
    """Near layer: what stands behind the ground's edge, the ground with hollows, what lies on it."""
    ground = colour or sheet["ground"]
    rng, foot = sheet.rng, ramp(ramp(ground)["lo"])["lo"]
    hollows = ""
    for x, width in ((rng.uniform(40, 260), 150), (rng.uniform(1000, 1240), 170), (rng.uniform(480, 800), 110)):
        hollows += crater(sheet, x, rng.uniform(y + 44, y + 92), width * rng.uniform(0.8, 1.15), ground)
    for _ in range(9):
        hollows += crater(sheet, rng.uniform(0, WIDTH), rng.uniform(y + 24, HEIGHT - 30), rng.uniform(16, 42), ground)
    grains = sheet.specks(70, (-60, y + 8, WIDTH + 60, HEIGHT), ground)
    planted = sheet.slab(back, Shadow(4, 6, 0.3))
    floor = sheet.slab(
        sheet.paper(ridge(rng, y, wave, 6), ground, rim=4, fade=foot, inner=grains + hollows), GROUND_SHADOW
    )
    return [planted, floor, sheet.slab(pebbles(sheet, 12, ground, y) + front, Shadow(3, 4, 0.28))]


def pebbles(sheet: Sheet, count: int, colour: str, y: float = NEAR_Y) -> str:
    """Small stones strewn toward both sides."""
    rng, out = sheet.rng, ""
    for i in range(count):
        x = rng.uniform(20, WIDTH * 0.36) if i % 2 else rng.uniform(WIDTH * 0.64, WIDTH - 20)
        size = rng.uniform(6, 17)
        tone = ramp(colour)["lo" if i % 3 else "hi"]
        out += sheet.paper(blob(rng, x, rng.uniform(y + 20, y + 74), size, size * 0.62, 8, 0.12), tone, rim=1.6)
    return out


def middle_ground(sheet: Sheet, colour: str = "", wave: float = 14) -> str:
    """The ground of the middle distance with hollows at the sides."""
    rng = sheet.rng
    ground = colour or sheet.distant(sheet["ground"], 0.42)
    hollows = "".join(
        crater(sheet, x + rng.uniform(-50, 50), MID_Y + rng.uniform(26, 40), rng.uniform(50, 110), ground, 0.22)
        for x in (120, 420, 880, 1160)
    )
    edge = ridge(rng, MID_Y + 4, wave, 6)
    return sheet.paper(edge, ground, rim=3, fade=mix(ground, sheet["mid"], 0.4), inner=hollows)


def stone_corner(sheet: Sheet, side: int, colour: str, lamps: bool = True) -> str:
    """A near corner: a tall lump of moon, two lower ones, lamps that fall toward the middle."""
    rng, tones = sheet.rng, ramp(colour)
    out = moon_stone(sheet, 20, NEAR_Y + 30, 190, rng.uniform(200, 260), tones["lo"])
    out += moon_stone(sheet, 128, NEAR_Y + 34, 150, rng.uniform(96, 130), colour)
    out += moon_stone(sheet, 218, NEAR_Y + 30, 92, rng.uniform(46, 64), tones["hi"])
    if lamps:
        out = lamp_post(sheet, 92, NEAR_Y + 24, rng.uniform(150, 176), sheet["wood"], sheet["accent"]) + out
        out += lamp_post(sheet, 286, NEAR_Y + 28, rng.uniform(50, 64), sheet["wood"], sheet["accent"])
    return at_side(out, side)


def rock_frame(view: View, floating: bool = True) -> list[Slab]:
    """Dark stones in the corners: floating ones above, standing ones below."""
    sheet = view.sheet("frame")
    rng = sheet.rng
    dark, lighter = mix(sheet["deep"], sheet["far"], 0.12), mix(sheet["deep"], sheet["far"], 0.4)
    out = ""
    for side in (-1, 1):
        body = ""
        if floating:
            body += asteroid(sheet, rng.uniform(-16, 24), rng.uniform(16, 50), rng.uniform(100, 124), dark)
            body += asteroid(sheet, rng.uniform(136, 158), rng.uniform(30, 60), rng.uniform(26, 38), lighter)
            body += asteroid(sheet, rng.uniform(10, 40), rng.uniform(178, 216), rng.uniform(20, 30), lighter)
        heap: list[Point] = [
            (-200, FLOOR),
            (-200, HEIGHT - 210),
            (-60, HEIGHT - 214),
            (24, HEIGHT - 160),
            (70, HEIGHT - 92),
        ]
        heap += [(140, HEIGHT - 74), (182, HEIGHT - 20), (210, FLOOR)]
        heap = [(x + rng.uniform(-8, 8), y + rng.uniform(-8, 8)) for x, y in heap]
        body += sheet.paper(spline(heap, tension=0.13), dark, rim=2.5, fade=mix(dark, sheet["deep"], 0.6))
        body += crater(sheet, 20, HEIGHT - 74, 74, dark, 0.4) + crater(sheet, 104, HEIGHT - 36, 50, dark, 0.4)
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
