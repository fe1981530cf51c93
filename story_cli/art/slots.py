"""Slot colours of a piece in a signature, and the style sheet that paints its classes with them."""

from __future__ import annotations

from story_cli.art.colour import is_hex, mix, ramp
from story_cli.art.piece import FIXED_SLOTS, KIT_SLOTS, Piece
from story_cli.art.signature import ROLES, Signature, ink
from story_cli.errors import StoryError


def slot_colours(piece: Piece, roles: Signature, changed: dict[str, str]) -> dict[str, str]:
    """Slot → "#rrggbb", `changed` over the rig's own. Raises: StoryError on an unknown slot or value."""
    values = {**FIXED_SLOTS, "ink": ink(roles), **_kit_defaults(piece), **piece.slots}
    for name, value in changed.items():
        if name not in values:
            raise StoryError(f"{piece.id}: no colour slot '{name}'", f"one of: {', '.join(sorted(piece.slots))}")
        values[name] = value
    colours: dict[str, str] = {}
    for name in values:
        colours[name] = _resolve(piece.id, name, values, roles, ())
    if "skin" in colours and "blush" not in piece.slots:
        colours["blush"] = mix(colours["skin"], mix("#ff5a6a", roles["primary"], 0.25), 0.62)
    return colours


def _kit_defaults(piece: Piece) -> dict[str, str]:
    """What the face kit needs where the rig is silent: iris follows the ink base."""
    return {name: value for name, value in KIT_SLOTS.items() if name not in piece.slots}


def _resolve(piece: str, name: str, values: dict[str, str], roles: Signature, trail: tuple[str, ...]) -> str:
    value = values[name]
    if name in trail:
        raise StoryError(f"{piece}: slot '{name}' depends on itself", "give one of them a colour")
    if is_hex(value):
        return value
    if value.startswith("@") and value[1:] in ROLES:
        return roles[value[1:]]
    for mark in ("~", "."):
        base, found, tone = value.partition(mark)
        if found and base in values:
            colour = _resolve(piece, base, values, roles, (*trail, name))
            toned = ramp(colour).get(tone)
            if toned:
                return mix(colour, toned, 0.4) if mark == "~" else toned
    if value in values:
        return _resolve(piece, value, values, roles, (*trail, name))
    raise StoryError(f"{piece}, slot '{name}': value '{value}'", '"#rrggbb", "@role", "slot.tone" or "slot~tone"')


def style_sheet(colours: dict[str, str]) -> str:
    """CSS rules f-<slot>[-tone] (fill, stop) and k-<slot>[-tone] (stroke) of all slots."""
    rules = []
    for slot, colour in colours.items():
        for tone, value in ramp(colour).items():
            name = f"{slot}-{tone}" if tone else slot
            rules.append(f".f-{name}{{fill:{value};stop-color:{value}}}.k-{name}{{stroke:{value}}}")
    return "".join(rules)
