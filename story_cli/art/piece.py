"""A piece of art: the rig of a hero, creature or prop, read from library/art/pieces/<id>/<id>.json and .svg.

Rig units are those of the drawing's page. Format: docs/art.md and art bible §6.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from story_cli.art.colour import is_hex
from story_cli.art.signature import ROLES
from story_cli.art.svgfile import Drawing, class_slot, read_drawing
from story_cli.errors import StoryError

_FACE_RADIUS = 52.0  # rig units that an eye or a mouth of scale 1 reaches

if TYPE_CHECKING:
    from story_cli.catalogue import Library

Point = tuple[float, float]
PROPERTIES = ("x", "y", "rot", "sx", "sy", "bend", "wave", "variant")
MAX_BEND = 110.0  # degrees; source: art bible §6
FIXED_SLOTS = {  # slots that every piece may use without declaring them
    "white": "#fffaf0",
    "mouth": "#7a2436",
    "tongue": "#f08a86",
    "blush": "#f2766f",
    "metal": "#c9ccd6",
    "wood": "#a8683f",
    "ink": "#142440",
}
KIT_SLOTS = {"lid": "#f7b793", "iris": "#1ba79f", "brow": "#7a2a4a"}  # of the face kit, where a piece has none
_WHITES = frozenset({"#fff", "#ffffff", "#d9d3e6"})  # the kit's eye highlights and eyeball shade


class Bend(msgspec.Struct, frozen=True):
    """How a soft part warps: along `spine`, `half` units to both sides, stiff beyond its ends."""

    spine: tuple[Point, ...]
    half: float
    ext: float = 40.0
    pre: float | None = None
    pow: float = 1.3


class Part(msgspec.Struct, frozen=True):
    """One layer of the rig; "@face" and "@brows" are drawn from the face kit."""

    id: str
    parent: str = ""
    pivot: Point = (0.0, 0.0)
    z: float = 0.0
    cast: float = 1.0
    shade: float = 1.0
    rim: float = 1.0
    bend: Bend | None = None
    variants: tuple[str, ...] = ()

    @property
    def drawn(self) -> tuple[str, ...]:
        """Groups of the SVG that may show here, the usual one first."""
        return () if self.id == "root" or self.id.startswith("@") else self.variants or (self.id,)


class Face(msgspec.Struct, frozen=True):
    """Where the kit's features sit: (x, y, scale) each, left one first."""

    eyes: tuple[tuple[float, float, float], ...]
    mouth: tuple[float, float, float] | None = None
    brows: tuple[tuple[float, float, float], ...] = ()
    cheeks: tuple[tuple[float, float, float], ...] = ()
    kit: str = "hero"
    far: float = 1
    lash: float = 0


class Outfit(msgspec.Struct, frozen=True):
    """A further look of a hero: slots of other colours, and part → the variant that it shows instead."""

    slots: dict[str, str] = {}
    parts: dict[str, str] = {}


class Motion(msgspec.Struct, frozen=True):
    """One sine of an animation: `amp` × sin 2π(t / period + phase); a wave runs down the spine by `k` turns."""

    part: str
    prop: str
    amp: float
    period: float
    phase: float = 0.0
    k: float = 0.6


class _Rig(msgspec.Struct, frozen=True):
    id: str
    kind: str
    svg: str
    origin: Point
    height: float
    parts: tuple[Part, ...]
    slots: dict[str, str] = {}
    facing: str = "right"
    size_m: float = 1.0
    habitat: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    face: Face | None = None
    anchors: dict[str, Point | None] = {}
    anchor_parts: dict[str, str] = {}
    expressions: dict[str, dict[str, Any]] = {}
    poses: dict[str, dict[str, dict[str, float | str]]] = {}
    animations: dict[str, tuple[Motion, ...]] = {}
    waterline: float | None = None
    looks: dict[str, Outfit] = {}


@dataclass(frozen=True)
class Piece:
    """A checked rig with its drawing; compares and hashes by content digest."""

    rig: _Rig
    drawing: Drawing
    kit: Drawing
    digest: str

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Piece) and other.digest == self.digest

    @property
    def id(self) -> str:
        return self.rig.id

    @property
    def kind(self) -> str:
        return self.rig.kind

    @property
    def size_m(self) -> float:
        return self.rig.size_m

    @property
    def habitat(self) -> tuple[str, ...]:
        return self.rig.habitat

    @property
    def height(self) -> float:
        """Nominal height in rig units: what `height_px` of a puppet stands for."""
        return self.rig.height

    @property
    def width(self) -> float:
        """Width of the drawing's page in rig units: an upper bound of the drawn width at rest."""
        return self.drawing.page[2]

    @property
    def origin(self) -> Point:
        return self.rig.origin

    @property
    def anchors(self) -> dict[str, Point | None]:
        return self.rig.anchors

    @property
    def expressions(self) -> tuple[str, ...]:
        return tuple(self.rig.expressions)

    @property
    def poses(self) -> tuple[str, ...]:
        return tuple(self.rig.poses)

    @property
    def animations(self) -> tuple[str, ...]:
        return tuple(self.rig.animations)

    @property
    def moves(self) -> tuple[str, ...]:
        return self.rig.moves or self.animations

    @property
    def slots(self) -> dict[str, str]:
        return self.rig.slots

    @property
    def has_face(self) -> bool:
        return self.rig.face is not None

    def face_edges(self, x: float, y: float, height: float, *, flip: bool) -> tuple[float, float, float, float] | None:
        """Left, top, right, bottom around eyes and mouth, the origin at (x, y) px; None for a piece without a face."""
        face = self.rig.face
        if face is None or not face.eyes:
            return None
        ox, oy = self.origin
        points = [*face.eyes, *((face.mouth,) if face.mouth else ())]
        grow = _FACE_RADIUS * max(scale for _, _, scale in points)
        xs, ys = [p[0] - ox for p in points], [p[1] - oy for p in points]
        if flip:
            xs = [-value for value in xs]
        unit = height / self.height
        return (
            x + (min(xs) - grow) * unit,
            y + (min(ys) - grow) * unit,
            x + (max(xs) + grow) * unit,
            y + (max(ys) + grow) * unit,
        )

    @property
    def has_front(self) -> bool:
        """Whether a passenger can sit between the piece's inside and its part "front"."""
        return "front" in self.parts_by_id

    @property
    def looks(self) -> tuple[str, ...]:
        """Names of the further looks; "" is the one that it is drawn in."""
        return tuple(self.rig.looks)

    def in_look(self, look: str) -> Piece:
        """The piece in another look, with a digest of its own. Raises: StoryError if it has no such look."""
        if not look:
            return self
        _known(f"{self.id}", "look", look, self.rig.looks)
        outfit = self.rig.looks[look]
        parts = tuple(_showing(part, outfit.parts.get(part.id, "")) for part in self.rig.parts)
        rig = msgspec.structs.replace(self.rig, parts=parts, slots=self.rig.slots | outfit.slots)
        digest = hashlib.sha256(f"{self.digest} {look}".encode()).hexdigest()
        return Piece(rig, self.drawing, self.kit, digest)

    @cached_property
    def parts_by_id(self) -> dict[str, Part]:
        return {part.id: part for part in self.rig.parts}

    @cached_property
    def in_drawing_order(self) -> tuple[Part, ...]:
        return tuple(sorted((p for p in self.rig.parts if p.id != "root"), key=lambda part: part.z))


def load_piece(library: Library, piece_id: str, look: str = "") -> Piece:
    """The piece of this id from the library. Raises: StoryError naming file, part and field of a bad rig."""
    return read_piece(library.piece_folder(piece_id), library.root / "art" / "facekit.svg").in_look(look)


def _showing(part: Part, variant: str) -> Part:
    """The part with this variant as the usual one."""
    if not variant:
        return part
    return msgspec.structs.replace(part, variants=tuple(dict.fromkeys((variant, *part.variants))))


def read_piece(folder: Path, kit_path: Path) -> Piece:
    """Read <folder>/<name>.json and the SVG it names. Raises: StoryError as `load_piece`."""
    path = folder / f"{folder.name}.json"
    rig, text = _read_rig(path)
    if Path(rig.svg).name != rig.svg:
        raise StoryError(f"{path}: svg '{rig.svg}' is not a plain file name", "keep the drawing beside its JSON")
    drawing = read_drawing(folder / rig.svg)
    kit = read_drawing(kit_path, _WHITES)
    _check_parts(path, rig, drawing)
    _check_names(path, rig, kit)
    _check_slots(path, rig, drawing)
    _check_looks(path, rig)
    digest = hashlib.sha256(b"\0".join((text, drawing.source, kit.source))).hexdigest()
    return Piece(rig, drawing, kit, digest)


def _read_rig(path: Path) -> tuple[_Rig, bytes]:
    try:
        text = path.read_bytes()
        rig = msgspec.json.decode(text, type=_Rig)
    except OSError as exc:
        raise StoryError(
            f"{path}: cannot be read ({exc.strerror})", "`storycli library list` shows the pieces"
        ) from exc
    except msgspec.DecodeError as exc:
        raise StoryError(f"{path}: {exc}", "see the rig format in docs/art.md") from exc
    if rig.height <= 0 or rig.size_m <= 0:
        raise StoryError(f"{path}: height and size_m must be above 0", "height in rig units, size_m in metres")
    return rig, text


def _check_parts(path: Path, rig: _Rig, drawing: Drawing) -> None:
    known: set[str] = set()
    declared = {part.id for part in rig.parts}
    for part in rig.parts:
        where = f"{path}, part '{part.id}'"
        if part.id in known:
            raise StoryError(f"{where}: declared twice", "ids of parts are unique")
        if part.parent and part.parent not in declared:
            raise StoryError(f"{where}: unknown parent '{part.parent}'", f"one of: {', '.join(sorted(known))}")
        if part.parent and part.parent not in known:
            raise StoryError(
                f"{where}: parent '{part.parent}' comes later or in a circle", "parents stand before children"
            )
        for group in part.drawn:
            if group not in drawing.groups:
                raise StoryError(
                    f"{where}: {drawing.path.name} has no group '{group}'", "draw it as a top-level <g id>"
                )
        if part.id in ("@face", "@brows") and rig.face is None:
            raise StoryError(f"{where}: the rig has no face", 'add "face" or drop the part')
        if part.bend:
            _check_bend(where, part.bend)
        known.add(part.id)


def _check_bend(where: str, bend: Bend) -> None:
    if len(bend.spine) < 2:
        raise StoryError(f"{where}: a spine of {len(bend.spine)} points", "give two or more")
    if any(math.dist(a, b) < 1 for a, b in zip(bend.spine, bend.spine[1:], strict=False)):
        raise StoryError(f"{where}: two spine points fall together", "keep them at least 1 unit apart")
    if bend.half <= 0 or bend.pow <= 0:
        raise StoryError(f"{where}: half and pow of a bend must be above 0", "see the rig format in docs/art.md")


def _check_names(path: Path, rig: _Rig, kit: Drawing) -> None:
    """Poses, animations, expressions and anchors name only what exists."""
    parts = {part.id for part in rig.parts}
    for pose, settings in rig.poses.items():
        for part, values in settings.items():
            _known(f"{path}, pose '{pose}'", "part", part, parts)
            for prop in values:
                _known(f"{path}, pose '{pose}', part '{part}'", "property", prop, PROPERTIES)
    for animation, motions in rig.animations.items():
        for motion in motions:
            where = f"{path}, animation '{animation}'"
            _known(where, "part", motion.part, parts)
            _known(f"{where}, part '{motion.part}'", "property", motion.prop, PROPERTIES[:-1])
            if motion.period <= 0:
                raise StoryError(f"{where}, part '{motion.part}': period {motion.period:g}", "seconds above 0")
    for anchor, part in rig.anchor_parts.items():
        _known(f"{path}, anchor_parts '{anchor}'", "part", part, parts)
    for expression, state in rig.expressions.items():
        for key in ("eyes", "mouth", "brows"):
            if state.get(key):
                _known(f"{path}, expression '{expression}', {key}", "drawing in the face kit", state[key], kit.groups)


def _known(where: str, what: str, name: str, choices: Any) -> None:
    if name not in choices:
        raise StoryError(f"{where}: unknown {what} '{name}'", f"one of: {', '.join(sorted(choices))}")


def _check_slots(path: Path, rig: _Rig, drawing: Drawing) -> None:
    slots = frozenset(rig.slots) | frozenset(FIXED_SLOTS)
    worn = [(name, value) for outfit in rig.looks.values() for name, value in outfit.slots.items()]
    for name, value in (*rig.slots.items(), *worn):
        base = value.replace("~", ".").partition(".")[0]
        fine = is_hex(value) or (value[1:] in ROLES if value.startswith("@") else base in slots)
        if not fine:
            raise StoryError(
                f"{path}, slot '{name}': value '{value}'", '"#rrggbb", "@role", "slot.tone" or "slot~tone"'
            )
    for used in sorted(drawing.classes):
        if class_slot(used, slots) is None:
            raise StoryError(f"{drawing.path}: class '{used}' names no slot", f"slots: {', '.join(sorted(slots))}")


def _check_looks(path: Path, rig: _Rig) -> None:
    """Looks change only what the rig has."""
    variants = {part.id: part.variants for part in rig.parts}
    for look, outfit in rig.looks.items():
        where = f"{path}, look '{look}'"
        for slot in outfit.slots:
            _known(where, "slot", slot, rig.slots.keys() | FIXED_SLOTS.keys())
        for part, variant in outfit.parts.items():
            _known(where, "part", part, variants)
            _known(f"{where}, part '{part}'", "variant", variant, variants[part])
