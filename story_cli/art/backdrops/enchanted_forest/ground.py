"""Woods, paths, edges and clearings that the places of the forest share."""

from __future__ import annotations

from story_cli.art.backdrops.enchanted_forest.kit import clump, fern, fireflies, flower, grass, mushroom, trunk, vine
from story_cli.art.backdrops.nature import at_side, light_rays, low_sun, moon, page
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, View
from story_cli.art.backdrops.shapes import FLOOR, HEIGHT, ridge, spline
from story_cli.art.backdrops.sheet import GROUND_SHADOW, Shadow, Sheet, Slab
from story_cli.art.colour import mix, ramp


def forest_hall(view: View, sheet: Sheet, gap: float = 95, haze: float = 1.0) -> list[Slab]:
    """Far layer: rows of pale trunks with crowns around a gap of light."""
    rng, light_x = sheet.rng, view.plan.light_x
    top = mix(sheet["air"], sheet["mid"], 0.35)
    body = page(sheet, sheet.vertical(top, mix(sheet["air"], sheet["glow"], 0.35 * haze), sheet["air"], middle=0.62))
    body += sheet.shine(light_x, 250, 540, sheet["glow"], 0.6 if view.night else 1.0, knee=0.3)
    if view.night:
        body += moon(sheet, light_x, 150, 54)
    elif view.sunset:
        body += low_sun(sheet, light_x, 380)
    for share, foot, count, width in ((0.30, 560, 11, 20), (0.58, 590, 9, 34)):
        colour = mix(sheet["air"], sheet["mid"], share)
        places = [i * WIDTH / (count - 1) + rng.uniform(-28, 28) for i in range(count)]
        for x in places:
            if abs(x - light_x) > gap:
                wide = width * rng.uniform(0.7, 1.2)
                pale = mix(colour, sheet["air"], 0.55)
                body += trunk(sheet, x, foot + 60, 680, wide, colour, rng.uniform(-26, 26), False, pale, share > 0.4)
        for x in places:
            crown = mix(colour, sheet["air"], 0.12)
            body += clump(
                sheet,
                x + rng.uniform(-30, 30),
                rng.uniform(-20, 60) + share * 20,
                rng.uniform(80, 130),
                rng.uniform(60, 95),
                crown,
                False,
                mix(colour, sheet["air"], 0.35),
            )
        for x in places:
            bush = mix(colour, sheet["air"], 0.18)
            body += clump(
                sheet,
                x,
                foot - 10 + rng.uniform(-12, 24),
                rng.uniform(70, 120),
                rng.uniform(34, 56),
                bush,
                False,
                mix(colour, sheet["air"], 0.5),
            )
    return [sheet.slab(body), forest_rays(view, light_x)]


def forest_rays(view: View, x: float, alpha: float = 0.75) -> Slab:
    sheet = view.sheet("rays")
    return sheet.slab(light_rays(sheet, x + 60, -20, 650, 6, alpha * (0.4 if view.night else 1.0)), blur=9)


def middle_trees(sheet: Sheet, places: tuple[tuple[float, float], ...], leaf: str = "") -> str:
    """Trunks (x, width) of the middle distance with crowns above the picture's top edge."""
    rng, leaf = sheet.rng, leaf or sheet["secondary"]
    bark, out = sheet.distant(sheet["wood"], 0.45), ""
    for x, width in places:
        out += trunk(
            sheet, x, MID_Y + 16, 700, width, bark, rng.uniform(-30, 30), fade=sheet.distant(sheet["wood"], 0.7)
        )
        for q in (-1, 0, 1):
            tint = sheet.distant(leaf, 0.4 - 0.1 * q)
            out += clump(
                sheet,
                x + q * rng.uniform(70, 110),
                rng.uniform(-26, 34),
                rng.uniform(90, 130),
                rng.uniform(60, 86),
                tint,
                fade=mix(sheet.distant(leaf, 0.4), sheet["air"], 0.3),
            )
    return out


def hedge(sheet: Sheet, open_from: float, open_to: float, leaf: str = "") -> str:
    """Bushes along the back of the clearing, leaving a span open."""
    rng, leaf, out = sheet.rng, leaf or sheet["secondary"], ""
    for i in range(9):
        x = i * WIDTH / 8 + rng.uniform(-40, 40)
        if not open_from < x < open_to:
            out += clump(
                sheet,
                x,
                MID_Y - 4 + rng.uniform(-16, 10),
                rng.uniform(70, 110),
                rng.uniform(44, 64),
                sheet.distant(leaf, 0.45),
                fade=sheet.between("mid", "far", 0.3),
            )
    return out


def clearing(sheet: Sheet, leaf: str = "") -> str:
    """The middle ground with tufts of grass."""
    rng, leaf = sheet.rng, leaf or sheet["secondary"]
    ground = mix(sheet["mid"], leaf, 0.45)
    out = sheet.paper(ridge(rng, MID_Y + 2, 14, 6), ground, rim=3, fade=mix(ground, sheet["far"], 0.4))
    return out + "".join(
        grass(
            sheet,
            rng.uniform(0, WIDTH),
            MID_Y + 22 + rng.uniform(0, 18),
            rng.uniform(20, 34),
            sheet.distant(leaf, 0.25),
        )
        for _ in range(16)
    )


def edge_cluster(sheet: Sheet, side: int, leaf: str = "", tree: bool = True) -> str:
    """A near corner: a big trunk, crown, bush, ferns, toadstools."""
    rng, leaf = sheet.rng, leaf or sheet["secondary"]
    dark = ramp(leaf)["lo"]
    out = ""
    if tree:
        out += trunk(sheet, -6, NEAR_Y + 46, 800, 120, sheet["wood"], lean=30)
        for dx, y in ((0, 40), (90, 12), (170, -20), (-60, 90)):
            out += clump(sheet, -6 + dx, y, rng.uniform(110, 150), rng.uniform(74, 98), dark if dx else leaf)
    out += clump(sheet, 64, NEAR_Y + 14, 110, 70, dark) + clump(sheet, 164, NEAR_Y + 28, 78, 46, leaf)
    out += fern(sheet, 104, NEAR_Y + 34, rng.uniform(120, 150), ramp(leaf)["hi"], 0.28) + fern(
        sheet, 134, NEAR_Y + 40, rng.uniform(90, 120), leaf, 0.5
    )
    tall = rng.uniform(74, 96)
    out += mushroom(sheet, 200, NEAR_Y + 24, tall, sheet["primary"], sheet["glow"], -5)
    return at_side(out + mushroom(sheet, 256, NEAR_Y + 30, tall * 0.58, sheet["primary"], sheet["glow"], 8), side)


def forest_floor(sheet: Sheet, back: str, front: str, leaf: str = "", path: bool = True) -> list[Slab]:
    """Near layer: ground with an optional path, clusters before it, flowers and grass."""
    rng, leaf = sheet.rng, leaf or sheet["secondary"]
    ground = ramp(leaf)["lo"]
    edge = ridge(rng, NEAR_Y + 4, 12, 6)
    body = sheet.paper(
        edge,
        ground,
        rim=4,
        fade=ramp(ground)["lo"],
        inner=sheet.specks(70, (-60, NEAR_Y + 10, WIDTH + 60, HEIGHT), ground),
    )
    if path:
        bend = rng.choice((-1, 1))
        half = [(-0.014, 560), (0.014, 560), (0.034, 580), (0.085, 618), (0.215, 690), (0.36, 780)]
        half += [(-0.30, 780), (-0.165, 690), (-0.08, 622), (-0.036, 584)]
        body += sheet.paper(
            spline([(WIDTH * (0.5 + bend * dx), y) for dx, y in half], tension=0.15),
            mix(sheet["ground"], leaf, 0.1),
            rim=3,
        )
    floor = sheet.slab(body, GROUND_SHADOW)
    planted = sheet.slab(back, Shadow(4, 6, 0.3))
    return [floor, planted, sheet.slab(meadow(sheet, leaf) + front, Shadow(2, 3, 0.2))]


def meadow(sheet: Sheet, leaf: str) -> str:
    """Flowers and tufts at both sides of the open middle."""
    rng, stem, out = sheet.rng, ramp(ramp(leaf)["lo"])["deep"], ""
    for _ in range(15):
        x = rng.choice((rng.uniform(40, WIDTH * 0.34), rng.uniform(WIDTH * 0.68, WIDTH - 40)))
        hue = rng.choice((sheet["accent2"], sheet["primary"], sheet["glow"]))
        out += flower(sheet, x, rng.uniform(578, 618), rng.uniform(8, 13), hue, stem)
    for _ in range(26):
        x = rng.choice((rng.uniform(0, WIDTH * 0.36), rng.uniform(WIDTH * 0.64, WIDTH)))
        out += grass(sheet, x, rng.uniform(568, 640), rng.uniform(20, 40), leaf)
    return out


def forest_frame(view: View, leaf: str = "") -> list[Slab]:
    """Dark leaves above and ferns below in the corners."""
    sheet = view.sheet("frame")
    rng, leaf = sheet.rng, leaf or sheet["secondary"]
    dark, lighter = mix(sheet["deep"], leaf, 0.2), mix(sheet["deep"], leaf, 0.4)
    out = ""
    for side in (-1, 1):
        body = clump(sheet, -30, 40, 190, 90, dark, leaves=False) + clump(
            sheet, 130, 22, 130, 70, lighter, leaves=False
        )
        body += vine(sheet, 26, 100, rng.uniform(120, 170), lighter) + vine(
            sheet, 92, 84, rng.uniform(70, 110), lighter
        )
        body += "".join(
            fern(
                sheet,
                -20 + i * 34,
                HEIGHT - 46,
                rng.uniform(170, 240) - i * 34,
                lighter if i % 2 else dark,
                0.35 + i * 0.12,
            )
            for i in range(4)
        )
        body += clump(sheet, -20, HEIGHT - 50, 150, 70, dark, leaves=False)
        foot = [(-200, FLOOR), (-200, HEIGHT - 60), (90, HEIGHT - 60), (150, FLOOR)]
        out += at_side(body + sheet.flat(spline(foot, tension=0.1), dark), side)
    return [sheet.slab(out, blur=1.6)]


def glimmer(sheet: Sheet) -> str:
    return fireflies(sheet, 16, (120, 150, WIDTH - 120, 516))
