"""On the ringed planet: golden dunes under the great bow of its ring."""

from __future__ import annotations

from story_cli.art.backdrops.nature import at_side
from story_cli.art.backdrops.outer_space.ground import cosmos, evening, moon_floor, pebbles, rock_frame, soil
from story_cli.art.backdrops.outer_space.kit import asteroid, lamp_post, planet, spark
from story_cli.art.backdrops.place import MID_Y, NEAR_Y, WIDTH, Slabs, View
from story_cli.art.backdrops.shapes import ridge, ring, scaled, spline, trace, tube
from story_cli.art.backdrops.sheet import SOFT_SHADOW, Sheet
from story_cli.art.colour import mix, ramp, shifted


def ringed_planet(view: View) -> Slabs:
    """Striped needles and dunes, the ring across the sky."""
    plan, far = view.plan, view.sheet("far")
    worlds = ring_bow(view, far) + planet(far, WIDTH / 2 + plan.side * 330, 210, 44, far.distant(far["accent2"], 0.3))
    worlds += planet(far, WIDTH / 2 - plan.side * 60, 330, 18, far.distant(far["secondary"], 0.4), 2)
    sheet = view.sheet("mid")
    sand = sheet.distant(shifted(sheet["ground"], lift=-0.03, gain=1.5, turn=-18), 0.12)
    band = sheet.distant(sheet["accent2"], 0.35)
    body = needles(sheet, plan.other_x, MID_Y + 20, 0.62, sheet.distant(sand, 0.3), sheet.distant(band, 0.3))
    body += dunes(sheet, sand)
    form = {"needles": needles, "rings": stone_rings, "islands": floating_islands}[plan.landmark]
    body += form(sheet, plan.x, MID_Y + 24, 1.0, sand, band)
    near = view.sheet("near")
    ground = shifted(soil(view, near, 0.1), gain=1.2, turn=-14)
    back = "".join(dune_corner(near, side, mix(ground, near["accent"], 0.15)) for side in (-1, 1))
    front = pebbles(near, 8, near["accent2"]) + "".join(
        spark(near, x + near.rng.uniform(-40, 40), near.rng.uniform(578, 600), 8, near["glow"], 0.9)
        for x in (330, 560, 940)
    )
    return {
        "far": cosmos(view, far, worlds, ((420, 34, 0.25), (462, 22, 0.5))),
        "mid": [sheet.slab(body, SOFT_SHADOW)],
        "near": moon_floor(near, back, front, ground, wave=14),
        "frame": rock_frame(view, floating=False),
    }


def ring_bow(view: View, sheet: Sheet) -> str:
    """The ring as one sees it from the ground: bands of light from horizon to horizon, with stones in them."""
    rng, lean, out = sheet.rng, view.plan.side * 0.16, ""
    pale = evening(view, mix(sheet["air"], sheet["glow"], 0.5))
    tones = (pale, shifted(pale, turn=40, gain=1.6), shifted(pale, lift=-0.03), shifted(pale, turn=-40, gain=1.6))
    for i, tint in enumerate((*tones, evening(view, mix(sheet["air"], sheet["mid"], 0.25)))):
        drop = i * 29.0
        points = [(-160.0, 500 + drop + lean * 600), (180, 196 + drop + lean * 320), (640, 66 + drop)]
        points += [(1100, 196 + drop - lean * 320), (1440, 500 + drop - lean * 600)]
        out += sheet.stroke(spline(points, closed=False), tint, 22 - i * 2.4, 0.5 - 0.05 * i)
    for _ in range(26):
        x = rng.uniform(-40, WIDTH + 40)
        share = (x - 640) / 640
        y = 140 + share * share * 200 - lean * (x - 640) * 1.05 + rng.uniform(-46, 56)
        size = rng.choice((2.5, 3.5, 5.0, 8.0))
        out += (
            asteroid(sheet, x, y, size, mix(sheet["air"], sheet["glow"], 0.4))
            if size > 4
            else sheet.disc(x, y, size, size * 0.7, sheet["glow"], 0.8)
        )
    return out


def dunes(sheet: Sheet, sand: str) -> str:
    """Two rolling edges of sand with lines that the wind drew."""
    rng, out = sheet.rng, ""
    for y, share, wave in ((MID_Y - 14, 0.3, 22), (MID_Y + 10, 0.0, 14)):
        tone = sheet.distant(sand, share)
        lines = ""
        for i in range(5):
            x = rng.uniform(0, WIDTH)
            lines += sheet.stroke(
                trace("M", x - 130, y + 24 + i * 7, "q", 120, -16, 260, 2), ramp(tone)["lo"], 3.5, 0.45
            )
        out += sheet.paper(ridge(rng, y, wave, 5), tone, rim=3.5, fade=mix(tone, sheet["mid"], 0.35), inner=lines)
    return out


def needles(sheet: Sheet, x: float, y: float, size: float, sand: str, band: str) -> str:
    """Three leaning pillars of striped stone with flat caps."""
    out = ""
    for dx, tall, wide, lean in ((-96, 210, 62, -10), (88, 160, 56, 12), (0, 330, 86, 4)):
        px, h, w = x + dx * size, tall * size, wide * size
        form = [(-0.74, 0.09), (-0.5, -0.12), (-0.34, -0.5), (-0.4, -0.8), (-0.66, -0.92), (-0.42, -1.02)]
        form += [(0.4, -1.03), (0.68, -0.93), (0.4, -0.8), (0.36, -0.5), (0.52, -0.12), (0.8, 0.09)]
        path = spline([(px + q * w + lean * size * -r, y + r * h) for q, r in form], tension=0.15)
        stripes = ""
        for i, level in enumerate((0.16, 0.3, 0.47, 0.62, 0.78)):
            tone = band if i % 2 == 0 else ramp(sand)["hi"]
            stripes += sheet.stroke(
                trace("M", px - w, y - h * level, "q", w, h * 0.035, 2 * w, -h * 0.01),
                tone,
                h * (0.05 if i % 2 else 0.075),
                0.8,
            )
        out += sheet.paper(path, sand, rim=3, fade=mix(sand, sheet["mid"], 0.2), inner=stripes)
    return out


def stone_rings(sheet: Sheet, x: float, y: float, size: float, sand: str, band: str) -> str:
    """Three standing hoops of carved stone, one inside the next, a light in the middle."""
    out = sheet.shine(x, y - 126, 170, sheet["accent"], 0.7)
    for radius, dx, tone in ((150, 0, sand), (104, 6, band), (64, -4, ramp(sand)["hi"])):
        cy = y - radius * 0.9
        thick = radius * 0.26
        out += sheet.stroke(ring(x + dx, cy, radius), ramp(tone)["hi"], thick)
        out += sheet.stroke(ring(x + dx + 2, cy + 4, radius), tone, thick - 5)
        if radius > 100:
            out += sheet.stroke(
                f"M{x + dx - radius:.1f} {cy:.1f}a{radius} {radius} 0 1 1 {2 * radius} 0",
                ramp(tone)["lo"],
                5,
                0.8,
                "3 30",
            )
    out += spark(sheet, x, y - 74, 36, sheet["accent"]) + spark(sheet, x, y - 74, 18, sheet["glow"])
    mound = [(-190, 30), (-120, -8), (0, -22), (120, -8), (190, 30)]
    return out + sheet.paper(spline(scaled(mound, x, y, 1), tension=0.16), sand, rim=3)


def floating_islands(sheet: Sheet, x: float, y: float, size: float, sand: str, band: str) -> str:
    """Three hovering pieces of land with round trees; light falls from the largest."""
    leaf, out = sheet.distant(sheet["secondary"], 0.15), ""
    fall = trace("M", x - 14, y - 216, "L", x + 30, y - 216, "L", x + 46, y + 16, "L", x - 30, y + 16, "Z")
    out += sheet.flat(fall, sheet.fading(mix(sheet["air"], sheet["glow"], 0.5), 0.95))
    for dx, dy, w in ((-128, -96, 58), (128, -140, 68), (0, -224, 128)):
        px, py = x + dx, y + dy
        keel = [(-1, 0), (-0.6, 0.34), (-0.22, 0.58), (0.02, 0.95), (0.26, 0.6), (0.66, 0.36), (1, 0)]
        keel = [(q, r * 0.8) for q, r in keel]
        lines = "".join(
            sheet.stroke(trace("M", px - w, py + w * q, "h", 2 * w), band, w * 0.09, 0.7) for q in (0.22, 0.46)
        )
        out += sheet.paper(spline(scaled([*keel, (0, -0.1)], px, py, w), tension=0.14), sand, rim=2, inner=lines)
        for q, tall in ((-0.45, 0.6), (0.3, 0.9), (0.66, 0.46)):
            out += sheet.paper(
                tube([(px + q * w, py), (px + q * w, py - tall * w * 0.7)], [w * 0.1, w * 0.07], 4),
                sheet["wood"],
                rim=1.2,
            )
            out += sheet.paper(
                spline(scaled([(0, -0.3), (0.24, 0), (0, 0.24), (-0.24, 0)], px + q * w, py - tall * w * 0.76, w)),
                leaf,
                rim=2,
            )
        out += sheet.paper(
            spline(
                scaled([(-1.02, 0.04), (-0.6, -0.12), (0, -0.17), (0.6, -0.12), (1.02, 0.04), (0, 0.14)], px, py, w)
            ),
            leaf,
            rim=2,
        )
    return out


def dune_corner(sheet: Sheet, side: int, sand: str) -> str:
    """A near corner: a striped boulder, a curl of dune, star lamps."""
    rng = sheet.rng
    out = needles(sheet, 14, NEAR_Y + 30, rng.uniform(0.78, 0.95), ramp(sand)["lo"], sheet["accent2"])
    out += lamp_post(sheet, 170, NEAR_Y + 26, rng.uniform(110, 140), sheet["wood"], sheet["accent"])
    curl = [(-60, 60), (-40, -30), (60, -64), (150, -30), (230, 14), (330, 60)]
    out += sheet.paper(spline(scaled(curl, 30, NEAR_Y, 1), tension=0.16), sand, rim=3.5)
    return at_side(out + asteroid(sheet, 244, NEAR_Y + 14, 26, ramp(sand)["lo"]), side)
