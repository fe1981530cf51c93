"""Scene graphs as one SVG: a row a scene, entities as boxes (dashed if unseen), relations and moves as arrows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from story_cli.artifacts import Entity, Graph
from story_cli.scene.graph import to_networkx

_WIDTH, _HEIGHT, _TEXT_HEIGHT = 1000.0, 360.0, 70.0  # px of a row, and of the text above it
_BOX_HEIGHT, _LETTER = 34.0, 7.6  # px; width of a letter at font size 13, measured on DejaVu Sans
_COLOURS = {"relation": "#3b6ea5", "action": "#b0562a"}
_LINE = 130  # letters of the text in a line


def graphs_svg(graphs: Sequence[Graph], texts: Sequence[str]) -> str:
    """One SVG document; the same graphs give the same bytes."""
    rows = [
        _row(graph, text, n * (_HEIGHT + _TEXT_HEIGHT))
        for n, (graph, text) in enumerate(zip(graphs, texts, strict=True))
    ]
    height = len(rows) * (_HEIGHT + _TEXT_HEIGHT)
    markers = "".join(
        f'<marker id="{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0,0 L8,4 L0,8 z" fill="{colour}"/></marker>'
        for kind, colour in _COLOURS.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" width="{_WIDTH:.0f}" '
        f'height="{height:.0f}" font-family="DejaVu Sans, sans-serif" font-size="13"><defs>{markers}</defs>'
        f'<rect width="100%" height="100%" fill="#fffdf8"/>{"".join(rows)}</svg>\n'
    )


def _row(graph: Graph, text: str, top: float) -> str:
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 3:
        lines[2:] = [lines[2][: _LINE - 1] + "…"]
    told = "".join(
        f'<text x="20" y="{top + 22 + 17 * n:.0f}" fill="#444">{escape(line)}</text>' for n, line in enumerate(lines)
    )
    spots = _spots(graph, top + _TEXT_HEIGHT)
    boxes = "".join(_box(entity, *spots[entity.id]) for entity in graph.entities)
    return f"<g>{told}{_arrows(graph, spots)}{boxes}</g>"


def _spots(graph: Graph, top: float) -> dict[str, tuple[float, float]]:
    """Centre of each entity: the one with most edges in the middle, the others on an ellipse around it."""
    drawn = to_networkx(graph)
    if not drawn:
        return {}
    centre = max(drawn, key=lambda node: (drawn.degree(node), node))
    others = [node for node in drawn if node != centre]
    spots = {centre: (_WIDTH / 2, top + _HEIGHT / 2)}
    for number, node in enumerate(others):
        angle = 2 * math.pi * (number + 0.3) / len(others)  # turned, so that few edges cross the middle
        spots[node] = (_WIDTH / 2 + 370 * math.cos(angle), top + _HEIGHT / 2 + (_HEIGHT / 2 - 40) * math.sin(angle))
    return spots


def _label(entity: Entity) -> str:
    name = f"{entity.name} the {entity.head}" if entity.name and entity.head != entity.name.lower() else entity.head
    parts = [f"{entity.count} × {name}" if entity.count > 1 else name, *entity.attributes[:3]]
    return ", ".join(parts) + (f" – {entity.feeling}" if entity.feeling else "")


def _box_width(entity: Entity) -> float:
    return len(_label(entity)) * _LETTER + 18


def _box(entity: Entity, x: float, y: float) -> str:
    label = _label(entity)
    width = _box_width(entity)
    dash = "" if entity.visible else ' stroke-dasharray="5 4" opacity="0.65"'
    fill = "#ffe9b8" if entity.piece else "#eeeeee"
    return (
        f'<g{dash}><rect x="{x - width / 2:.1f}" y="{y - _BOX_HEIGHT / 2:.1f}" width="{width:.1f}" '
        f'height="{_BOX_HEIGHT:.0f}" rx="9" fill="{fill}" stroke="#555"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">{escape(label)}</text></g>'
    )


def _arrows(graph: Graph, spots: dict[str, tuple[float, float]]) -> str:
    """Words that go the same way share one arrow; a move without a target stands under its agent."""
    edges: dict[tuple[str, str, str], list[str]] = {}
    for relation in graph.relations:
        edges.setdefault((relation.subject, relation.object, "relation"), []).append(relation.predicate)
    for action in graph.actions:
        edges.setdefault((action.agent, action.target or action.agent, "action"), []).append(action.move)
    entities = {entity.id: entity for entity in graph.entities}
    drawn = []
    for (start, end, kind), found in edges.items():
        (x1, y1), (x2, y2) = spots[start], spots[end]
        words, colour = escape(", ".join(dict.fromkeys(found))), _COLOURS[kind]
        if start == end:
            drawn.append(f'<text x="{x1:.1f}" y="{y1 + 32:.1f}" text-anchor="middle" fill="{colour}">{words}</text>')
            continue
        bend = 26.0 if kind == "relation" else -26.0
        length = max(1.0, math.hypot(x2 - x1, y2 - y1))
        mx, my = (x1 + x2) / 2 - bend * (y2 - y1) / length, (y1 + y2) / 2 + bend * (x2 - x1) / length
        dx, dy = (x2 - mx), (y2 - my)
        far = max(1.0, math.hypot(dx, dy))
        half = _box_width(entities[end]) / 2
        edge = min(
            half / max(0.01, abs(dx / far)), _BOX_HEIGHT / 2 / max(0.01, abs(dy / far))
        )  # px to the box's border
        near = max(0.2, 1 - (edge + 4) / far)
        drawn.append(
            f'<path d="M{x1:.1f},{y1:.1f} Q{mx:.1f},{my:.1f} {mx + dx * near:.1f},{my + dy * near:.1f}" fill="none" '
            f'stroke="{colour}" marker-end="url(#{kind})"/>'
            f'<text x="{mx:.1f}" y="{my - 4:.1f}" text-anchor="middle" fill="{colour}">{words}</text>'
        )
    return "".join(drawn)
