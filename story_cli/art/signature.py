"""Colour signature: one to three prompt colours, theme, time of day → the eleven colour roles of a picture.

The first prompt colour is the hero's (`primary`). The stage (air, mid, far, deep) is one hue family that suits the
theme and lies far from it; a further prompt colour decides the stage where it can, else the second garment.
Source of all bounds: art bible §2.
"""

from __future__ import annotations

from collections.abc import Iterable

from story_cli.art.colour import contrast_ratio, hue_difference, mix, oklch, ramp, shifted, to_oklab, to_oklch
from story_cli.errors import UsageError
from story_cli.rng import stage_rng

Signature = dict[str, str]
ROLES = ("glow", "air", "mid", "far", "deep", "primary", "secondary", "accent", "accent2", "ground", "wood")
TIMES_OF_DAY = ("morning", "noon", "sunset", "night")

# prompt colour → L, C, hue of the garment it paints
PROMPT_COLOURS = {
    "pink": (0.70, 0.165, 2.0),
    "purple": (0.58, 0.18, 306.0),
    "blue": (0.59, 0.16, 256.0),
    "teal": (0.64, 0.14, 190.0),
    "green": (0.66, 0.165, 146.0),
    "yellow": (0.82, 0.155, 90.0),  # bible's .72 makes mustard of a yellow
    "orange": (0.71, 0.165, 54.0),
    "red": (0.60, 0.18, 25.0),
}
# stage family → hue of air, mid, far, deep (each step toward blue)
STAGES = {
    "teal": (192.0, 198.0, 208.0, 228.0),
    "blue": (226.0, 236.0, 247.0, 260.0),
    "purple": (318.0, 303.0, 295.0, 288.0),
    "green": (166.0, 170.0, 180.0, 200.0),
    "rose": (356.0, 346.0, 336.0, 318.0),
}
# theme → stage families in order of liking
THEME_STAGES = {
    "underwater": ("teal", "blue", "purple", "green"),
    "enchanted-forest": ("green", "teal", "purple", "rose", "blue"),
    "outer-space": ("purple", "blue", "rose", "teal"),
    "treasure-island": ("teal", "blue", "purple"),
    "castle": ("blue", "purple", "teal", "rose", "green"),
    "snowy-mountain": ("blue", "teal", "purple", "rose"),
}
_STAGE_OF_COLOUR = {"pink": "rose", "purple": "purple", "blue": "blue", "teal": "teal", "green": "green"}
# theme → hue of leaves and second garment where no prompt colour says otherwise
_FOLIAGE = {
    "underwater": 188.0,
    "enchanted-forest": 150.0,
    "treasure-island": 145.0,
    "castle": 148.0,
    "snowy-mountain": 172.0,
}
_GROUND_HUE = {"enchanted-forest": 80.0, "snowy-mountain": 230.0}

# L and C of the stage roles by day and by night; the night row is ours: the bible leaves it open
_DAY = {
    "glow": (0.972, 0.045),
    "air": (0.872, 0.07),
    "mid": (0.715, 0.108),
    "far": (0.565, 0.112),
    "deep": (0.295, 0.075),
}
_NIGHT = {
    "glow": (0.955, 0.065),
    "air": (0.53, 0.105),
    "mid": (0.45, 0.115),
    "far": (0.375, 0.11),
    "deep": (0.23, 0.085),
}

WEAK_CONTRAST = 0.13  # least OKLab distance of an actor from the stage; source: art bible §2
WEAK_LIGHTNESS = 0.10  # and of it, least difference in L


def signature(colours: tuple[str, ...], theme: str, seed: int, time_of_day: str = "noon") -> Signature:
    """The eleven roles. Draws small hue drifts from rng (seed, "signature").

    Raises: UsageError if a colour or the time of day is not one of the lists above.
    """
    _check(colours, time_of_day)
    rng = stage_rng(seed, "signature")
    family, rest = _stage_family(colours, theme)
    night = time_of_day == "night"
    drift = rng.uniform(-4, 4)
    roles = {
        role: oklch(*(_NIGHT if night else _DAY)[role], (hue + drift) % 360)
        for role, hue in zip(("air", "mid", "far", "deep"), STAGES[family], strict=True)
    }
    roles["primary"], roles["mid"] = _apart(PROMPT_COLOURS[colours[0]], rng.uniform(-3, 3), roles["mid"], night)
    roles |= _companions(roles, family, rest, theme, rng.uniform(-6, 6), night)
    roles["glow"] = oklch(
        *(_NIGHT if night else _DAY)["glow"], {"morning": 78.0, "sunset": 66.0}.get(time_of_day, 95.0)
    )
    if time_of_day == "sunset":
        roles |= _sunset(roles)
    return {role: roles[role] for role in ROLES}


def _check(colours: tuple[str, ...], time_of_day: str) -> None:
    if not 1 <= len(colours) <= 3:
        raise UsageError(f"{len(colours)} colours", "give one, two or three")
    for colour in colours:
        if colour not in PROMPT_COLOURS:
            raise UsageError(f"no colour '{colour}'", f"one of: {', '.join(PROMPT_COLOURS)}")
    if time_of_day not in TIMES_OF_DAY:
        raise UsageError(f"no time of day '{time_of_day}'", f"one of: {', '.join(TIMES_OF_DAY)}")


def _stage_family(colours: tuple[str, ...], theme: str) -> tuple[str, list[str]]:
    """Family of the stage, and the prompt colours left for garments."""
    families = THEME_STAGES.get(theme, ("teal", "blue", "purple", "green"))
    hero_hue = PROMPT_COLOURS[colours[0]][2]

    def apart(family: str) -> float:
        return abs(hue_difference(hero_hue, STAGES[family][1]))

    for colour in colours[1:]:
        family = _STAGE_OF_COLOUR.get(colour, "")
        if family in families and apart(family) >= 75:
            return family, [other for other in colours[1:] if other != colour]
    wide = [family for family in families if apart(family) >= 100]
    return (wide[0] if wide else max(families, key=apart)), list(colours[1:])


def _apart(prompt: tuple[float, float, float], drift: float, mid: str, night: bool) -> tuple[str, str]:
    """Primary and mid; where their hues are near, lightness is pulled apart to .12 or more."""
    lightness, chroma, hue = prompt
    mid_lightness, mid_chroma, mid_hue = to_oklch(mid)
    if night:
        lightness = max(lightness, 0.66)  # the stage is dark: the hero is lit
    elif abs(hue_difference(hue, mid_hue)) < 105 and abs(lightness - mid_lightness) < 0.14:
        mid_lightness = 0.66 if lightness > 0.75 else 0.745
        lightness = lightness if lightness > 0.75 else min(lightness, 0.60)
    return oklch(lightness, chroma, (hue + drift) % 360), oklch(mid_lightness, mid_chroma, mid_hue)


def _companions(roles: Signature, family: str, rest: list[str], theme: str, drift: float, night: bool) -> Signature:
    """secondary, accent, accent2, ground, wood beside the roles already there."""
    hero_hue = to_oklch(roles["primary"])[2]
    stage_hue = to_oklch(roles["mid"])[2]
    foliage = _FOLIAGE.get(theme, stage_hue - 10)
    if family in ("purple", "rose") and theme in ("underwater", "enchanted-forest"):
        foliage = 345.0 if family == "purple" else 300.0  # leaves follow a magic sea or wood
    if abs(hue_difference(foliage, hero_hue)) < 35:
        foliage = hero_hue + (45 if hue_difference(hero_hue, stage_hue) > 0 else -45)
    second_hue = PROMPT_COLOURS[rest[0]][2] if rest and rest[0] != "yellow" else foliage + drift
    third_hue = _third_hue(hero_hue, second_hue)
    if len(rest) > 1 and rest[1] != "yellow":
        third_hue = PROMPT_COLOURS[rest[1]][2]
    elif abs(hue_difference(hero_hue, stage_hue)) < 75:
        third_hue = 18.0  # hero and stage are of one temperature: something must be warm
    ground_hue = _GROUND_HUE.get(theme, 72.0)
    wood_hue = {"purple": 312.0, "rose": 345.0}.get(family, 30.0)
    return {
        "secondary": oklch(0.64 if night else 0.665, 0.118, second_hue % 360),
        "accent": oklch(0.86, 0.14, 85.0),
        "accent2": oklch(0.66 if 30 <= third_hue % 360 <= 75 else 0.62, 0.125, third_hue % 360),
        "ground": oklch(0.73 if night else 0.868, 0.055 if theme == "snowy-mountain" else 0.062, ground_hue),
        "wood": oklch(0.355 if night else 0.42, 0.068, wood_hue),
    }


def _third_hue(hero_hue: float, second_hue: float) -> float:
    """A hue some 45–60° from the hero's, away from the second garment and from olive (80–125°)."""

    def merit(hue: float) -> float:
        olive = 30.0 if 80 <= hue % 360 <= 125 else 0.0
        return min(50.0, abs(hue_difference(hue, second_hue))) - olive

    return max((hero_hue - 40, hero_hue + 50, hero_hue - 58), key=merit)


def _sunset(roles: Signature) -> Signature:
    """Low sun: warmer, stronger glow and sand, leaves a little golden, the distance a step darker."""
    lightness, chroma, hue = to_oklch(roles["air"])
    return {
        "air": oklch(max(0.825, lightness - 0.045), min(0.08, chroma + 0.008), hue),
        "mid": shifted(roles["mid"], lift=-0.025),
        "glow": oklch(0.953, 0.08, 66.0),
        "ground": mix(roles["ground"], oklch(0.80, 0.09, 52.0), 0.6),
        "secondary": shifted(roles["secondary"], turn=0.12 * hue_difference(to_oklch(roles["secondary"])[2], 80.0)),
    }


# --- contrast --------------------------------------------------------------------------------------------------


def stage_colour(roles: Signature) -> str:
    """What usually lies behind an actor: between air and middle distance."""
    return mix(roles["air"], roles["mid"], 0.5)


def stands_out(colour: str, behind: str) -> bool:
    """Whether an actor of this mean colour pops from the stage: bible's bounds on distance and lightness."""
    first, second = to_oklab(colour), to_oklab(behind)
    gap = sum((u - v) ** 2 for u, v in zip(first, second, strict=True)) ** 0.5
    return gap >= WEAK_CONTRAST and abs(first[0] - second[0]) >= WEAK_LIGHTNESS


def main_slot(slots: dict[str, str]) -> str:
    """The slot that carries most of a piece's colour: its first that takes a role of the signature, or ""."""
    return next((name for name, value in slots.items() if value.startswith("@")), "")


def choose_slots(
    slots: dict[str, str], roles: Signature, behind: str = "", taken: Iterable[str] = ()
) -> dict[str, str]:
    """Slots to change so that the piece stands out and does not repeat its neighbours' colour; often empty.

    `behind` is the colour of the stage there (default: `stage_colour`), `taken` the roles that neighbours wear
    as main colour. The role that differs most from all of them wins; the piece's own wins a near tie.
    """
    slot = main_slot(slots)
    if not slot:
        return {}
    behind = behind or stage_colour(roles)
    own, worn = slots[slot], [roles[role.lstrip("@")] for role in taken]
    choices = dict.fromkeys((own, "@primary", "@secondary", "@accent2", "@ground"))

    def merit(value: str) -> float:
        colour = roles[value[1:]]
        gap = min(0.2, _gap(colour, behind)) + (0.08 if stands_out(colour, behind) else 0.0)
        return (
            gap
            + (min(0.15, min(_gap(colour, other) for other in worn)) if worn else 0.0)
            + (0.03 if value == own else 0.0)
        )

    best = max(choices, key=merit)
    if best == own:
        return {}
    changed = {slot: best}
    swapped = next((name for name, value in slots.items() if name != slot and value == best), "")
    return changed | ({swapped: own} if swapped else {})


def _gap(first: str, second: str) -> float:
    one, two = to_oklab(first), to_oklab(second)
    return float(sum((u - v) ** 2 for u, v in zip(one, two, strict=True)) ** 0.5)


def ink(roles: Signature) -> str:
    """Colour of face lines and caption letters."""
    return mix(roles["deep"], "#1a1030", 0.35)


def paper(roles: Signature) -> str:
    """Colour of the caption strip."""
    return mix(roles["glow"], "#fffdf6", 0.55)


def key_word(roles: Signature) -> str:
    """Colour of the highlighted caption word: primary's deep tone, darkened until it reads on the paper (≥ 4.5:1)."""
    colour = ramp(roles["primary"])["deep"]
    while contrast_ratio(colour, paper(roles)) < 5.0:
        colour = shifted(colour, lift=-0.03)
    return colour
