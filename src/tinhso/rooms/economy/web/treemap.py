"""A treemap as a Vega specification: fields whose area is a value, within fields of their own kind.

Takes leaves with their parents, gives the specification; Vega's own squarified layout places them. A field too small
for letters has none: the table beside the picture names it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

_MIN_WIDTH, _MIN_HEIGHT, _NAMED_WIDTH = 34, 30, 110


def treemap(leaves: Sequence[Mapping[str, object]], width: int, height: int) -> Mapping[str, Any]:
    """Return the specification; a leaf has id, parent, value, label, name, share (0-100), fill and ink (colours)."""
    fits = f"datum.x1 - datum.x0 > {_MIN_WIDTH} && datum.y1 - datum.y0 > {_MIN_HEIGHT}"
    layout = {
        "type": "treemap",
        "field": "value",
        "sort": {"field": "value", "order": "descending"},
        "method": "squarify",
        "size": [{"signal": "width"}, {"signal": "height"}],
        "round": True,
        "paddingInner": 1,
    }
    stratify = {"type": "stratify", "key": "id", "parentKey": "parent"}
    name = f"datum.x1 - datum.x0 > {_NAMED_WIDTH} ? datum.label + ' ' + datum.name : datum.label"
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": width,
        "height": height,
        "data": [
            {"name": "tree", "values": list(leaves), "transform": [stratify, layout]},
            {"name": "leaves", "source": "tree", "transform": [{"type": "filter", "expr": "!datum.children"}]},
            {"name": "named", "source": "leaves", "transform": [{"type": "filter", "expr": fits}]},
        ],
        "marks": [_fields(), _line(name, -8, 13, 700), _line("format(datum.share, '.1f') + ' %'", 8, 12, 400)],
    }


def _fields() -> Mapping[str, Any]:
    edges = {edge: {"field": f"{edge[0]}{'1' if edge.endswith('2') else '0'}"} for edge in ("x", "x2", "y", "y2")}
    look = {"fill": {"field": "fill"}, "stroke": {"value": "#fff"}}
    return {"type": "rect", "from": {"data": "leaves"}, "encode": {"enter": {**edges, **look}}}


def _line(text: str, below: int, size: int, weight: int) -> Mapping[str, Any]:
    place = {
        "x": {"signal": "(datum.x0 + datum.x1) / 2"},
        "y": {"signal": f"(datum.y0 + datum.y1) / 2 + {below}"},
        "align": {"value": "center"},
        "baseline": {"value": "middle"},
    }
    look = {
        "text": {"signal": text},
        "limit": {"signal": "datum.x1 - datum.x0 - 8"},
        "fill": {"field": "ink"},
        "fontSize": {"value": size},
        "fontWeight": {"value": weight},
    }
    return {"type": "text", "from": {"data": "named"}, "encode": {"enter": {**place, **look}}}
