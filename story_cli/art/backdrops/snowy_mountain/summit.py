"""The summit: above the clouds, under the northern lights."""

from __future__ import annotations

from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import FLOOR, HEIGHT, Point, blob, polygon, scaled, spline, trace
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Shadow, Sheet, Slab
from story_cli.art.backdrops.snowy_mountain.ground import snow_field, snow_floor, winter_sky
from story_cli.art.backdrops.snowy_mountain.kit import chalet, drift, fir, icicles, leaf_of, peak, snow_of
from story_cli.art.colour import mix, ramp


def summit(view: View) -> Slabs:
    """A white top above a sea of cloud, lights waving overhead."""
    plan, far = view.plan, view.sheet("far")
    sky = winter_sky(view, far, 1.0 if view.night else 0.7)
    peaks = ""
    for x, wide, tall, share in (
        (110, 420, 150, 0.35),
        (420, 340, 96, 0.25),
        (860, 380, 110, 0.3),
        (1180, 460, 180, 0.4),
    ):
        stone = mix(far["air"], far["mid"], share)
        peaks += peak(far, x + far.rng.uniform(-50, 50), 470, wide, tall, stone, mix(snow_of(far), stone, 0.2))
    sheet = view.sheet("mid")
    snow, stone = snow_of(sheet, 0.15), sheet.distant(mix(sheet["far"], sheet["mid"], 0.4), 0.1)
    body = snow_field(sheet, 0.22, 20)
    body += crag(sheet, plan.other_x + plan.side * 60, MID_Y + 30, 250, 240, stone, snow) + crag(
        sheet, plan.other_x - plan.side * 70, MID_Y + 36, 150, 110, stone, snow
    )
    form = {"cairn": flag_cairn, "arch": snow_arch, "hut": summit_hut}[plan.landmark]
    body += form(sheet, plan.x, MID_Y + 24, stone, snow)
    near = view.sheet("near")
    rock = mix(near["far"], near["mid"], 0.25)
    back = "".join(
        at_side(
            crag(near, 10, NEAR_Y + 50, 280, near.rng.uniform(270, 330), rock, snow_of(near))
            + crag(near, 166, NEAR_Y + 46, 170, 120, ramp(rock)["hi"], snow_of(near)),
            side,
        )
        for side in (-1, 1)
    )
    return {
        "far": [*sky, far.slab(peaks), cloud_sea(view)],
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": snow_floor(near, back, "", wave=17, grass=False),
        "frame": crag_frame(view),
    }


def cloud_sea(view: View) -> Slab:
    """Banks of cloud that lie between the peaks."""
    sheet = view.sheet("cloud-sea")
    rng, out = sheet.rng, ""
    for row in range(3):
        pale = mix(mix(sheet["air"], sheet["glow"], 0.4), sheet["mid"], 0.3 - row * 0.12)
        form: list[Point] = [(-140, FLOOR)]
        for i in range(15):
            x = -120 + i * 110
            form += [(x + rng.uniform(-14, 14), 424 + row * 26 + rng.uniform(-16, 16)), (x + 55, 448 + row * 26)]
        out += sheet.paper(spline([*form, (1440, FLOOR)], tension=0.19), pale, rim=3, fade=mix(pale, sheet["mid"], 0.2))
    return sheet.slab(out, Shadow(-2, 8, 0.14))


def crag(sheet: Sheet, x: float, y: float, wide: float, tall: float, stone: str, snow: str) -> str:
    """A block of rock with steps, white on each of them."""
    w, h = wide / 2, tall
    form = [
        (-w, 40),
        (-w * 0.9, -h * 0.3),
        (-w * 0.62, -h * 0.36),
        (-w * 0.54, -h * 0.72),
        (-w * 0.2, -h * 0.78),
        (-w * 0.08, -h),
    ]
    form += [(w * 0.22, -h * 0.97), (w * 0.36, -h * 0.62), (w * 0.66, -h * 0.56), (w * 0.76, -h * 0.24), (w, 40)]
    faces = sheet.flat(
        polygon(scaled([(w * 0.1, -h), (w * 0.4, -h * 0.6), (w * 0.2, 40), (w * 1.2, 40), (w, -h)], x, y, 1)),
        ramp(stone)["lo"],
        0.4,
    )
    out = sheet.paper(
        spline(scaled(form, x, y, 1), tension=0.07), stone, rim=3, fade=mix(stone, sheet["deep"], 0.15), inner=faces
    )
    for start, end, level in ((-0.16, 0.28, -0.985), (-0.6, -0.14, -0.75), (0.3, 0.72, -0.6), (-0.94, -0.56, -0.335)):
        a, b, top, t = start * w, end * w, level * h, min(18.0, 0.06 * h)
        cap = [
            (a - 4, top + t),
            (a + 3, top - t * 0.2),
            ((a + b) / 2, top - t * 0.55),
            (b - 3, top - t * 0.1),
            (b + 4, top + t * 1.2),
        ]
        cap += [(a + (b - a) * q, top + t * d) for q, d in ((0.82, 0.6), (0.6, 1.5), (0.42, 0.5), (0.2, 1.3))]
        out += sheet.paper(spline(scaled(cap, x, y, 1), tension=0.14), snow, rim=2)
    return out


def flag_cairn(sheet: Sheet, x: float, y: float, stone: str, snow: str) -> str:
    """Heaped stones with a flag and a string of small flags."""
    out, rng = "", sheet.rng
    for dx, dy, rx, ry in (
        (-66, -14, 58, 34),
        (64, -12, 62, 32),
        (0, -22, 66, 40),
        (-34, -66, 48, 30),
        (34, -68, 46, 30),
        (0, -112, 46, 28),
        (4, -150, 32, 22),
        (0, -182, 22, 16),
    ):
        out += sheet.paper(
            blob(rng, x + dx, y + dy, rx, ry, 9, 0.07), mix(stone, sheet["air"], rng.uniform(0.05, 0.3)), rim=3
        )
    out += sheet.stroke(trace("M", x + 2, y - 190, "v", -158), ramp(sheet["wood"])["hi"], 7)
    flag = [(4, -346), (46, -358), (92, -340), (136, -350), (130, -280), (88, -274), (46, -290), (4, -282)]
    out += sheet.paper(spline(scaled(flag, x, y, 1), tension=0.14), sheet.distant(sheet["primary"], 0.03), rim=3)
    out += sheet.disc(x + 2, y - 352, 9, 9, sheet["accent"])
    tones = (sheet["accent"], sheet["accent2"], sheet["secondary"], sheet["glow"])
    out += sheet.stroke(trace("M", x - 6, y - 268, "Q", x - 82, y - 96, x - 190, y), ramp(sheet["wood"])["hi"], 2.4)
    for i in range(7):
        t = (i + 0.5) / 7
        fx, fy = x - 6 - 184 * t, y - 262 + 268 * t + 46 * 2 * t * (1 - t) * 0.6
        out += sheet.paper(polygon([(fx - 11, fy - 6), (fx + 11, fy + 6), (fx - 5, fy + 22)]), tones[i % 4], rim=1.4)
    return out + drift(sheet, x, y + 16, 250, 30, snow) + drift(sheet, x - 40, y - 84, 50, 12, snow)


def snow_arch(sheet: Sheet, x: float, y: float, stone: str, snow: str) -> str:
    """An arch of blown snow and ice through which the sky shows."""
    ice = mix(sheet["air"], sheet["glow"], 0.3)
    outer = [(-160, 30), (-156, -90), (-104, -206), (0, -250), (104, -212), (158, -96), (164, 30)]
    inner = [(94, 30), (86, -80), (48, -150), (-6, -168), (-58, -140), (-88, -70), (-92, 30)]
    lines = "".join(
        sheet.stroke(trace("M", x + q, y - 20, "q", 8, -70, 40, -130), mix(ice, "#ffffff", 0.6), 6, 0.7)
        for q in (-140, -116)
    )
    out = sheet.paper(
        spline(scaled([*outer, *inner], x, y, 1), tension=0.14),
        ice,
        rim=4,
        fade=mix(ice, sheet["mid"], 0.35),
        inner=lines,
    )
    cap = [
        (-126, -170),
        (-100, -222),
        (0, -274),
        (100, -232),
        (136, -160),
        (86, -196),
        (40, -208),
        (0, -226),
        (-44, -204),
        (-90, -184),
    ]
    out += sheet.paper(spline(scaled(cap, x, y, 1)), snow, rim=4) + icicles(
        sheet, x - 58, x + 54, y - 152, 44, mix(ice, "#ffffff", 0.35)
    )
    return out + drift(sheet, x - 130, y + 14, 130, 36, snow) + drift(sheet, x + 134, y + 16, 120, 30, snow)


def summit_hut(sheet: Sheet, x: float, y: float, stone: str, snow: str) -> str:
    """A refuge by a crag, a bent fir beside it."""
    side = 1 if x < WIDTH / 2 else -1
    out = crag(sheet, x - side * 90, y + 6, 230, 250, stone, snow)
    out += chalet(
        sheet, x + side * 26, y, 206, sheet.distant(sheet["accent2"], 0.12), sheet.distant(sheet["primary"], 0.1)
    )
    return (
        out
        + fir(sheet, x + side * 150, y + 8, 120, sheet.distant(leaf_of(sheet), 0.2), snow, 4)
        + drift(sheet, x - side * 60, y + 12, 130, 26, snow)
    )


def crag_frame(view: View) -> list[Slab]:
    """Dark rocks with snow in the corners, ice hanging from overhangs."""
    sheet = view.sheet("frame")
    rng, dark, out = sheet.rng, mix(sheet["deep"], sheet["far"], 0.2), ""
    rime = mix(sheet["far"], sheet["air"], 0.3)
    for side in (-1, 1):
        over = [(-160, -80), (250, -80), (176, 6), (120, 30), (92, 84), (40, 104), (16, 176), (-160, 200)]
        body = icicles(sheet, 96, 176, 20, 52, rime) + icicles(sheet, 24, 92, 88, 62, rime)
        body += sheet.paper(spline([(x + rng.uniform(-6, 6), y) for x, y in over], tension=0.1), dark, rim=0)
        heap = [
            (-200, FLOOR),
            (-200, HEIGHT - 190),
            (-40, HEIGHT - 196),
            (30, HEIGHT - 150),
            (60, HEIGHT - 100),
            (130, HEIGHT - 84),
            (176, HEIGHT - 24),
            (214, FLOOR),
        ]
        body += sheet.paper(spline(heap, tension=0.08), dark, rim=3)
        for cap in (
            [(-200, HEIGHT - 186), (-40, HEIGHT - 206), (34, HEIGHT - 152), (-40, HEIGHT - 166)],
            [(50, HEIGHT - 96), (130, HEIGHT - 94), (158, HEIGHT - 52), (110, HEIGHT - 70)],
        ):
            body += sheet.paper(spline(cap), rime, rim=2)
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
