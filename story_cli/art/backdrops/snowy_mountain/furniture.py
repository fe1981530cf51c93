"""Things that stand about in the mountain cabin."""

from __future__ import annotations

from story_cli.art.backdrops.place import NEAR_Y
from story_cli.art.backdrops.shapes import polygon, ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import Sheet
from story_cli.art.backdrops.snowy_mountain.kit import log_pile
from story_cli.art.colour import mix, ramp


def flower_pot(sheet: Sheet, x: float, y: float) -> str:
    out = ""
    for dx, tall, tone in ((-20, 46, sheet["primary"]), (18, 52, sheet["accent2"]), (0, 66, sheet["accent"])):
        out += (
            sheet.stroke(trace("M", x, y - 24, "q", dx * 0.3, -tall * 0.5, dx, -tall), sheet["secondary"], 4)
            + sheet.disc(x + dx, y - 24 - tall, 11, 11, tone)
            + sheet.disc(x + dx, y - 24 - tall, 4, 4, sheet["glow"])
        )
    return out + sheet.paper(
        polygon(scaled([(-24, -30), (24, -30), (17, 0), (-17, 0)], x, y, 1)), sheet["accent2"], rim=2
    )


def shelf(sheet: Sheet, x: float, y: float, timber: str) -> str:
    """A board with cups, jars and books, coats on hooks below it."""
    out = sheet.paper(tube([(x - 120, y), (x + 120, y)], [17, 17], 4), ramp(timber)["hi"], rim=2.6)
    for i, (dx, tall) in enumerate(((-100, 44), (-80, 54), (-62, 40), (-44, 50))):
        tone = (sheet["primary"], sheet["accent"], sheet["accent2"], sheet["secondary"])[i]
        out += sheet.paper(
            polygon(scaled([(-8, -8), (8, -8), (8, -8 - tall), (-8, -8 - tall)], x + dx, y, 1)), tone, rim=1.6
        )
    for dx, tone in ((6, sheet["secondary"]), (52, sheet["glow"]), (96, sheet["accent2"])):
        jar = [(-17, -8), (-19, -40), (-11, -50), (11, -50), (19, -40), (17, -8)]
        out += sheet.paper(spline(scaled(jar, x + dx, y, 1), tension=0.1), tone, rim=2) + sheet.disc(
            x + dx, y - 51, 12, 5, sheet["accent"]
        )
    for dx, tone in ((-70, sheet["accent2"]), (40, sheet["primary"])):
        coat = [(0, 16), (24, 30), (34, 118), (0, 128), (-34, 118), (-24, 30)]
        out += sheet.paper(
            spline(scaled(coat, x + dx, y, 1), tension=0.13), sheet.distant(tone, 0.1), rim=2.6
        ) + sheet.stroke(trace("M", x + dx, y + 30, "v", 90), ramp(tone)["lo"], 4, 0.7)
        out += sheet.disc(x + dx, y + 16, 7, 7, sheet["accent"])
    return out


def table(sheet: Sheet, x: float, y: float, timber: str) -> str:
    """A low table with two steaming cups, a stool on each side."""
    out = "".join(
        sheet.paper(tube([(x + dx, y), (x + dx, y - 78)], [17, 15], 4), ramp(timber)["lo"], rim=1.6) for dx in (-76, 76)
    )
    out += sheet.paper(tube([(x - 104, y - 82), (x + 104, y - 82)], [22, 22], 4), ramp(timber)["hi"], rim=3)
    for dx, tone in ((-44, sheet["primary"]), (30, sheet["secondary"])):
        cup = [(-17, -92), (-19, -124), (19, -124), (17, -92)]
        steam = sheet.stroke(
            trace("M", x + dx - 4, y - 134, "q", -8, -12, 0, -22, "q", 8, -10, 0, -20), sheet["glow"], 4, 0.6
        )
        out += (
            sheet.paper(spline(scaled(cup, x + dx, y, 1), tension=0.06), tone, rim=2)
            + sheet.stroke(ring(x + dx + 22, y - 108, 9, 11), tone, 5)
            + steam
        )
    return out


def wood_corner(sheet: Sheet) -> str:
    """A basket of logs and skis against the wall."""
    out = ""
    for x, lean, tone in ((60, 26, sheet["primary"]), (96, 18, sheet["accent2"])):
        out += sheet.paper(
            tube([(x, NEAR_Y + 30), (x + lean, 300), (x + lean + 4, 236), (x + lean - 14, 216)], [20, 20, 16, 10], 14),
            tone,
            rim=2.4,
        )
    out += log_pile(sheet, 116, NEAR_Y + 30, 120)
    basket = spline(scaled([(-74, -54), (74, -54), (60, 56), (-60, 56)], 112, NEAR_Y + 6, 1), tension=0.07)
    weave = "".join(
        sheet.stroke(trace("M", 30, NEAR_Y - 34 + q, "h", 164), ramp(sheet["accent"])["lo"], 6, 0.8)
        for q in (0, 24, 48, 72)
    )
    return out + sheet.paper(basket, mix(sheet["accent"], sheet["wood"], 0.35), rim=3, inner=weave)


def chair_corner(sheet: Sheet) -> str:
    """An armchair with a cushion and a folded blanket."""
    cloth = sheet["secondary"]
    back = [(-60, 40), (-70, -160), (-20, -214), (70, -214), (120, -150), (126, 40)]
    out = sheet.paper(spline(scaled(back, 60, NEAR_Y, 1), tension=0.14), ramp(cloth)["lo"], rim=4)
    out += sheet.paper(
        spline(
            scaled([(-60, -20), (0, -60), (110, -54), (150, -10), (146, 60), (-60, 60)], 60, NEAR_Y, 1), tension=0.14
        ),
        cloth,
        rim=4,
    )
    out += sheet.paper(
        spline(scaled([(-34, -54), (-24, -130), (50, -136), (60, -56)], 70, NEAR_Y, 1)), sheet["primary"], rim=3
    )
    throw = [(96, -64), (168, -56), (160, 44), (110, 40)]
    stripe = "".join(
        sheet.stroke(trace("M", 140, NEAR_Y - 40 + q, "h", 110), sheet["glow"], 7, 0.9) for q in (0, 28, 56)
    )
    return out + sheet.paper(spline(scaled(throw, 60, NEAR_Y, 1), tension=0.1), sheet["accent2"], rim=2.6, inner=stripe)
