"""The castle kitchen: a warm vaulted room with pots and herbs; oven, long table or dresser stands out."""

from __future__ import annotations

from story_cli.art.backdrops.castle.ground import paved_floor, tinted
from story_cli.art.backdrops.castle.kit import masonry
from story_cli.art.backdrops.enchanted_forest.kit import fern, vine
from story_cli.art.backdrops.nature import at_side, light_rays, page
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import HEIGHT, arched, ring, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet, Slab
from story_cli.art.backdrops.stores import barrel, crate, flames, haze, sack, timber
from story_cli.art.colour import mix, ramp, shifted


def castle_kitchen(view: View) -> Slabs:
    """Pale plaster, copper pots on a rail, a sunny window, a floor of tiles."""
    plan, sheet = view.plan, view.sheet("mid")
    wood = timber(sheet)
    body = pot_rail(sheet, WIDTH / 2, 118, 520, wood)
    body += {"oven": oven, "table": long_table, "dresser": dresser}[plan.landmark](sheet, plan.x, MID_Y + 30, wood)
    other = dresser if plan.landmark == "oven" else oven
    body += other(sheet, plan.other_x + plan.side * 20, MID_Y + 24, wood)
    skirting = shifted(mix(sheet["ground"], sheet["wood"], 0.35), lift=0.02)
    body += sheet.paper(
        spline([(-120, MID_Y + 28), (WIDTH + 120, MID_Y + 28), (WIDTH + 120, 740), (-120, 740)], tension=0.01),
        skirting,
        rim=3,
        fade=ramp(skirting)["lo"],
    )
    near = view.sheet("near")
    tiles = mix(near["ground"], near["primary"], 0.14)
    return {
        "far": kitchen_wall(view, view.sheet("far")),
        "mid": [sheet.slab(body, SOFT_SHADOW), haze(view)],
        "near": paved_floor(near, larder(near, -1, wood) + larder(near, 1, wood), "", tiles, mat(near)),
        "frame": beam_frame(view),
    }


def kitchen_wall(view: View, sheet: Sheet) -> list[Slab]:
    """Plaster with a few bare stones, a big window with a view, a vault."""
    plan, rng = view.plan, sheet.rng
    plaster = tinted(sheet["mid"], view.night)
    body = page(sheet, sheet.vertical(ramp(plaster)["lo"], plaster, mix(plaster, sheet["glow"], 0.25), middle=0.4))
    for x, y in (
        (rng.uniform(20, 120), 330),
        (rng.uniform(340, 420), 400),
        (rng.uniform(850, 940), 360),
        (rng.uniform(1100, 1200), 280),
    ):
        body += masonry(sheet, (x, y, x + 90, y + 66), plaster, 7)
    x = WIDTH / 2 - plan.side * 60
    glass, sky = (
        arched(x, 410, 116, 250),
        sheet.vertical(mix(sheet["air"], sheet["mid"], 0.3), mix(sheet["air"], sheet["glow"], 0.6)),
    )
    outside = sheet.flat(glass, sky) + sheet.shine(x + 30, 230, 120, sheet["glow"], 0.5 if view.night else 0.9)
    leaf = sheet.distant(sheet["secondary"], 0.5)
    outside += sheet.flat(spline([(x - 150, 420), (x - 90, 356), (x, 338), (x + 100, 362), (x + 150, 420)]), leaf)
    body += sheet.shine(x, 300, 420, sheet["glow"], 0.5) + sheet.paper(
        arched(x, 424, 136, 276), ramp(plaster)["lo"], rim=3
    )
    body += sheet.clip(glass, outside) + sheet.stroke(
        trace("M", x, 410, "V", 164, "M", x - 116, 310, "h", 232), timber(sheet), 9
    )
    body += sheet.paper(tube([(x - 150, 418), (x + 150, 418)], [22, 22], 4), timber(sheet), rim=2)
    for dx, hue in ((-84, "primary"), (-30, "accent2"), (80, "primary")):
        body += fern(sheet, x + dx, 392, 52, sheet["secondary"], 0.1) + fern(
            sheet, x + dx, 392, 44, sheet["secondary"], -0.35
        )
        body += sheet.paper(
            spline([(x + dx - 20, 382), (x + dx + 20, 382), (x + dx + 14, 412), (x + dx - 14, 412)], tension=0.06),
            sheet.distant(sheet[hue], 0.1),
            rim=2,
        )
    beams = view.sheet("rays")
    rays = beams.slab(light_rays(beams, x, 120, 460, 5, 0.15 if view.night else 0.45), blur=9)
    return [sheet.slab(body), rays]


def pot_rail(sheet: Sheet, x: float, y: float, width: float, wood: str) -> str:
    """A rail under the ceiling with copper pans, ladles, garlic and herbs."""
    copper = mix(mix(sheet["accent"], "#d9713c", 0.55), sheet["wood"], 0.08)
    out = sheet.stroke(
        trace("M", x - width / 2 + 30, -10, "V", y, "M", x + width / 2 - 30, -10, "V", y), sheet["wood"], 5
    )
    for i in range(7):
        hx = x - width / 2 + width * (i + 0.5) / 7
        r = sheet.rng.uniform(22, 33)
        if i % 3 == 2:
            out += vine(sheet, hx, y + 4, r * 3, sheet.distant(sheet["secondary"], 0.05))
        elif i % 3 == 0:
            out += sheet.stroke(trace("M", hx, y, "v", 40), ramp(copper)["lo"], 7) + sheet.paper(
                ring(hx, y + 40 + r, r), copper, rim=2.6
            )
            out += sheet.disc(hx, y + 40 + r, r * 0.72, r * 0.72, ramp(copper)["lo"], 0.7)
        else:
            out += sheet.stroke(trace("M", hx, y, "v", 56), sheet["wood"], 6)
            out += sheet.paper(
                spline(
                    [
                        (hx - r * 0.8, y + 56),
                        (hx + r * 0.8, y + 56),
                        (hx + r * 0.5, y + 56 + r),
                        (hx - r * 0.5, y + 56 + r),
                    ],
                    tension=0.1,
                ),
                mix(sheet["air"], sheet["mid"], 0.4),
                rim=2.2,
            )
    return out + sheet.paper(tube([(x - width / 2, y), (x + width / 2, y)], [15, 15], 4), wood, rim=2)


def oven(sheet: Sheet, x: float, y: float, wood: str) -> str:
    """A round bread oven over a fire, with a cauldron on a hook and a chimney hood."""
    clay = mix(sheet["ground"], "#c47a58", 0.42)
    flue = [(x - 170, y - 260), (x - 78, 40), (x - 78, -40), (x + 78, -40), (x + 78, 40), (x + 170, y - 260)]
    out = sheet.paper(spline(flue, tension=0.05), clay, rim=3, fade=ramp(clay)["lo"])
    body = [(x - 172, y + 20), (x - 168, y - 250), (x + 168, y - 250), (x + 172, y + 20)]
    stones = masonry(sheet, (x - 166, y - 230, x + 140, y), clay, 22)
    out += sheet.paper(spline(body, tension=0.02), clay, rim=3, inner=stones)
    mouth = arched(x, y + 6, 116, 196)
    out += sheet.paper(arched(x, y + 6, 134, 218), mix(clay, sheet["glow"], 0.35), rim=2.6)
    out += sheet.flat(mouth, mix(sheet["deep"], sheet["wood"], 0.45)) + sheet.clip(mouth, flames(sheet, x, y, 74))
    pot = [(-58, -128), (58, -128), (66, -92), (40, -56), (-40, -56), (-66, -92)]
    iron = mix(sheet["deep"], sheet["far"], 0.45)
    out += sheet.stroke(
        trace("M", x, y - 200, "V", y - 150, "M", x - 52, y - 122, "Q", x, y - 176, x + 52, y - 122), iron, 5
    )
    out += sheet.paper(spline([(x + dx, y + dy) for dx, dy in pot], tension=0.13), iron, rim=3) + sheet.disc(
        x, y - 128, 60, 10, ramp(iron)["hi"]
    )
    out += sheet.disc(x, y - 127, 50, 7, sheet.distant(sheet["secondary"], 0.1))
    for dx, dy, r in ((-14, -166, 12), (16, -192, 16), (-6, -222, 20)):
        out += sheet.disc(x + dx, y + dy, r, r * 0.8, sheet["glow"], 0.35)
    out += sheet.paper(tube([(x - 190, y - 256), (x + 190, y - 256)], [26, 26], 4), wood, rim=2.4)
    for i, dx in enumerate((-146, -100, 98, 144)):
        out += _jar(
            sheet,
            x + dx,
            y - 268,
            44 + 8 * (i % 2),
            sheet.distant(sheet[("accent2", "glow", "primary", "accent")[i]], 0.06),
        )
    return out


def _jar(sheet: Sheet, x: float, y: float, tall: float, colour: str) -> str:
    w = tall * 0.36
    form = [(-w, 0), (-w * 1.05, -tall * 0.7), (-w * 0.6, -tall), (w * 0.6, -tall), (w * 1.05, -tall * 0.7), (w, 0)]
    out = sheet.paper(spline([(x + dx, y + dy) for dx, dy in form], tension=0.12), colour, rim=1.8)
    return out + sheet.paper(
        tube([(x - w * 0.5, y - tall * 1.04), (x + w * 0.5, y - tall * 1.04)], [tall * 0.16] * 2, 4),
        sheet["wood"],
        rim=1.2,
    )


def dresser(sheet: Sheet, x: float, y: float, wood: str) -> str:
    """A tall dresser with plates, cups, cheeses and loaves."""
    out, tones = "", ramp(wood)
    out += sheet.paper(
        spline([(x - 140, y + 10), (x - 136, y - 330), (x + 136, y - 330), (x + 140, y + 10)], tension=0.02),
        tones["lo"],
        rim=3,
    )
    out += sheet.flat(
        trace("M", x - 122, y - 316, "h", 244, "v", 200, "h", -244, "Z"), mix(tones["lo"], sheet["deep"], 0.25)
    )
    for row, level in enumerate((y - 216, y - 116)):
        for i in range(5):
            px, hue = (
                x - 96 + i * 48,
                sheet.distant(sheet[("glow", "primary", "accent2", "glow", "accent")[(i + row * 2) % 5]], 0.05),
            )
            if (i + row) % 2 == 0:
                out += sheet.paper(ring(px, level - 36, 27, 29), hue, rim=2) + sheet.stroke(
                    ring(px, level - 35, 17, 18), ramp(hue)["lo"], 3, 0.8
                )
            else:
                out += _jar(sheet, px, level - 6, 46, hue)
        out += sheet.paper(tube([(x - 132, level), (x + 132, level)], [14, 14], 4), wood, rim=2)
    out += sheet.paper(
        spline([(x - 156, y + 14), (x - 152, y - 100), (x + 152, y - 100), (x + 156, y + 14)], tension=0.02),
        wood,
        rim=3,
    )
    for q in (-1, 1):
        door = spline(
            [(x + q * 76 - 58, y - 4), (x + q * 76 - 58, y - 78), (x + q * 76 + 58, y - 78), (x + q * 76 + 58, y - 4)],
            tension=0.04,
        )
        out += sheet.paper(door, tones["hi"], rim=2) + sheet.disc(x + q * 28, y - 42, 6, 6, sheet["accent"])
    return out + sheet.paper(tube([(x - 164, y - 104), (x + 164, y - 104)], [20, 20], 4), tones["hi"], rim=2.4)


def long_table(sheet: Sheet, x: float, y: float, wood: str) -> str:
    """A baker's table with a tall cake, loaves and a bowl, shelves above."""
    out = sheet.paper(tube([(x - 150, 250), (x + 150, 250)], [16, 16], 4), wood, rim=2)
    for i, dx in enumerate((-116, -62, -8, 52, 112)):
        out += _jar(
            sheet,
            x + dx,
            242,
            46 + 10 * (i % 3),
            sheet.distant(sheet[("accent", "primary", "glow", "accent2", "secondary")[i]], 0.06),
        )
    for q in (-1, 1):
        out += sheet.paper(tube([(x + q * 146, y), (x + q * 138, y - 110)], [24, 20], 4), ramp(wood)["lo"], rim=2)
    top = y - 118
    for half, tall, level, hue in ((66, 44, 0, "glow"), (48, 38, 42, "primary"), (30, 34, 78, "glow")):
        tier = [
            (x - half, top - level),
            (x - half, top - level - tall),
            (x + half, top - level - tall),
            (x + half, top - level),
        ]
        out += sheet.paper(spline(tier, tension=0.06), sheet.distant(sheet[hue], 0.06), rim=2.4)
        drip = (
            trace("M", x - half, top - level - tall, "h", half * 2, "v", 10)
            + trace("q", -half / 6, 14, -half / 3, 0) * 6
            + "Z"
        )
        out += sheet.flat(drip, sheet.distant(sheet["accent2"], 0.1))
    out += sheet.disc(x, top - 122, 10, 10, sheet["primary"])
    crust = mix(mix(sheet["accent"], sheet["wood"], 0.35), "#c98a4a", 0.3)
    for dx, wide in ((-130, 34), (120, 38)):
        loaf = spline(
            [
                (x + dx - wide, top),
                (x + dx - wide * 0.9, top - 30),
                (x + dx, top - 40),
                (x + dx + wide * 0.9, top - 30),
                (x + dx + wide, top),
            ],
            tension=0.15,
        )
        cuts = "".join(
            sheet.stroke(trace("M", x + dx + q, top - 34, "l", 9, 16), ramp(crust)["hi"], 5) for q in (-18, -2, 14)
        )
        out += sheet.paper(loaf, crust, rim=2.2, inner=cuts)
    return out + sheet.paper(tube([(x - 190, y - 112), (x + 190, y - 112)], [26, 26], 4), wood, rim=2.6)


def mat(sheet: Sheet) -> str:
    """A woven oval mat."""
    out = ""
    for i, role in enumerate(("accent2", "glow", "primary", "glow", "accent2")):
        share = 1 - i * 0.18
        out += sheet.disc(WIDTH / 2, 612, 290 * share, 40 * share, mix(sheet[role], sheet["ground"], 0.3))
    return out


def larder(sheet: Sheet, side: int, wood: str) -> str:
    """A near corner: barrel, sacks, a basket of vegetables."""
    rng, cloth = sheet.rng, mix(sheet["ground"], sheet["wood"], 0.2)
    out = barrel(sheet, 30, NEAR_Y + 36, 170, wood, sheet["wood"]) + sack(
        sheet, 132, NEAR_Y + 44, rng.uniform(96, 112), cloth
    )
    out += crate(sheet, 214, NEAR_Y + 50, 76, mix(wood, sheet["ground"], 0.35))
    for i in range(6):
        hue = ("#e98a3c", sheet["primary"], sheet["secondary"])[i % 3]
        out += sheet.paper(ring(188 + i * 11, NEAR_Y - 28 - (i % 2) * 8, 11), hue, rim=1.6)
    return at_side(out, side)


def beam_frame(view: View) -> list[Slab]:
    """Dark rafters in the upper corners with onions and herbs, sacks below."""
    sheet = view.sheet("frame")
    dark, out = shifted(sheet["wood"], lift=-0.14), ""
    for side in (-1, 1):
        body = sheet.paper(
            spline([(-140, -60), (250, -60), (112, 22), (32, 84), (8, 200), (-140, 230)], tension=0.1), dark, rim=0
        )
        for x, y, length in ((38, 76, 60), (88, 36, 44)):
            body += sheet.stroke(trace("M", x, y, "v", length), mix(dark, sheet["ground"], 0.3), 5)
            for i in range(4):
                body += sheet.disc(
                    x + (9 if i % 2 else -9), y + length - 6 + i * 13, 14, 13, mix(dark, sheet["accent2"], 0.5)
                )
        body += sack(sheet, 10, HEIGHT + 20, 150, mix(dark, sheet["wood"], 0.5))
        out += at_side(body, side)
    return [sheet.slab(out, blur=1.6)]
