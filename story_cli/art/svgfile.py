"""Reads the SVG of a rig: named groups, definitions, page; refuses what a piece may not contain.

Allowed are drawings whose colours come from classes f-<slot>[-tone] and k-<slot>[-tone]. Nothing may point outside
the file, and no entity is ever expanded.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from story_cli.errors import StoryError

SVG = "{http://www.w3.org/2000/svg}"
MAX_BYTES = 2_000_000
MAX_ELEMENTS = 6_000
_FORBIDDEN = {"image", "text", "script", "foreignObject", "filter", "mask", "animate", "set", "a", "iframe", "textPath"}
_PAINT = ("fill", "stroke", "stop-color", "flood-color", "color")
_PAINT_FREE = re.compile(r"(none|inherit|url\(#[-\w.]+\))\Z")
_POINTS_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)
_CLASS = re.compile(r"([fk])-([a-z0-9_]+(?:-[a-z0-9_]+)*)\Z")

ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


@dataclass(frozen=True)
class Drawing:
    """A checked SVG: page box (x, y, width, height), top-level groups by id, definitions, all classes used."""

    path: Path
    page: tuple[float, float, float, float]
    groups: dict[str, ElementTree.Element]
    definitions: list[ElementTree.Element]
    classes: frozenset[str]
    source: bytes = field(repr=False)


def read_drawing(path: Path, literal_colours: frozenset[str] = frozenset()) -> Drawing:
    """Read and check an SVG; `literal_colours` may stand inline (the face kit's eye highlights).

    Raises: StoryError naming the file and the part: unreadable, entities, outside references, forbidden elements,
    inline colours, ids used twice, no page box.
    """
    try:
        source = path.read_bytes()
    except OSError as exc:
        raise StoryError(f"{path}: cannot be read ({exc.strerror})", "put the drawing of the piece there") from exc
    root = _parse(path, source)
    elements = list(root.iter())
    if len(elements) > MAX_ELEMENTS:
        raise StoryError(f"{path}: {len(elements)} elements", f"simplify the drawing to at most {MAX_ELEMENTS}")
    _check_ids(path, elements)
    classes: set[str] = set()
    for top in root:
        part = top.get("id") or _name(top)
        for element in top.iter():
            _check_element(path, part, element, literal_colours)
            classes.update((element.get("class") or "").split())
    groups = {top.get("id", ""): top for top in root if top.tag == SVG + "g" and top.get("id")}
    return Drawing(
        path, _page(path, root), groups, [e for e in root if e.tag == SVG + "defs"], frozenset(classes), source
    )


def _parse(path: Path, source: bytes) -> ElementTree.Element:
    if len(source) > MAX_BYTES:
        raise StoryError(f"{path}: {len(source)} bytes", f"simplify the drawing to at most {MAX_BYTES}")
    head = source.replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise StoryError(f"{path}: has a document type or entities", "save it as plain SVG without a DOCTYPE")
    if b"<?XML-STYLESHEET" in head:
        raise StoryError(f"{path}: points to a style sheet", "keep colours in the slots style only")
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError as exc:
        raise StoryError(f"{path}: not well-formed XML ({exc})", "save it again as plain SVG") from exc
    if root.tag != SVG + "svg":
        raise StoryError(f"{path}: the root element is {_name(root)}", "a piece is an SVG document")
    return root


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _page(path: Path, root: ElementTree.Element) -> tuple[float, float, float, float]:
    try:
        x, y, width, height = (float(value) for value in (root.get("viewBox") or "").replace(",", " ").split())
    except ValueError as exc:
        raise StoryError(f"{path}: no viewBox of four numbers", 'write e.g. viewBox="0 0 800 1000"') from exc
    if not (0 < width <= 4000 and 0 < height <= 4000):
        raise StoryError(f"{path}: page of {width:g}×{height:g}", "pages are at most 4000 units wide and high")
    return x, y, width, height


def _check_ids(path: Path, elements: list[ElementTree.Element]) -> None:
    seen: set[str] = set()
    for element in elements:
        name = element.get("id")
        if name and name in seen:
            raise StoryError(
                f"{path}: id '{name}' is used twice", "a gradient and a group may not share one: prefix g-"
            )
        if name:
            seen.add(name)


def _check_element(path: Path, part: str, element: ElementTree.Element, literals: frozenset[str]) -> None:
    name = _name(element)
    where = f"{path}, part '{part}'"
    if name in _FORBIDDEN:
        raise StoryError(f"{where}: <{name}> is not allowed", "draw it with paths, gradients and clip paths")
    if name == "style" and element.get("id") != "slots":
        raise StoryError(f"{where}: a style sheet that is not the slots", "colours belong to classes f-… and k-…")
    if _POINTS_OUTSIDE.search(element.text or ""):
        raise StoryError(f"{where}: a style points outside the file", "remove it")
    for key, value in element.attrib.items():
        short = key.rsplit("}", 1)[-1]
        if short == "href" and not value.startswith("#"):
            raise StoryError(f"{where}: reference to '{value[:60]}'", "a piece may only refer to its own ids (#…)")
        if _POINTS_OUTSIDE.search(value) or short.startswith("on"):
            raise StoryError(f'{where}: {short}="{value[:60]}" points outside the drawing', "remove it")
        if short in _PAINT and not _PAINT_FREE.match(value.strip()) and value not in literals:
            raise StoryError(f'{where}: inline colour {short}="{value[:40]}"', "use a class f-<slot> or k-<slot>")
        if short == "style" and re.search(r"(fill|stroke|stop-color|color)\s*:", value):
            raise StoryError(f'{where}: inline style "{value[:60]}"', "use a class f-<slot> or k-<slot>")


def class_slot(name: str, slots: frozenset[str]) -> str | None:
    """The slot that a class paints ("f-hair-lo" → "hair"), or None if no slot fits."""
    match = _CLASS.match(name)
    if not match:
        return None
    rest = match[2]
    if rest in slots:
        return rest
    base, _, tone = rest.rpartition("-")
    return base if base in slots and tone in ("hi", "lo", "deep", "line") else None
