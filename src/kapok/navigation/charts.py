"""Charts of the report as Vega-Lite specifications, and their SVG. Nothing is told by colour alone."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import vl_convert

from kapok.documents.pdf import chinese_font
from kapok.errors import BackendError

ACCENT, PALE, BLUE, INK = "#9a3324", "#d9a69b", "#1b4f8f", "#1f1c19"
WHOLE = {"format": ",d", "tickMinStep": 1}
"""An axis of counts: whole numbers, thousands parted."""

_STYLE = re.compile(r' style="([^"]*)"')
_PAIR = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+?)\s*(?:;|$)")


def _font(language: str) -> str:
    try:
        return chinese_font(language)
    except BackendError:  # the table beside the chart says the same
        return "sans-serif"


def _spec(language: str, rows: Sequence[dict[str, Any]], **parts: Any) -> dict[str, Any]:
    font = _font(language)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "data": {"values": list(rows)}, "background": "white",
        "config": {
            "font": font, "view": {"stroke": None}, "text": {"font": font, "color": INK, "fontSize": 11},
            "axis": {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "gridColor": "#e6e1da"},
            "legend": {"labelColor": INK, "titleColor": INK},
        }, **parts,
    }  # fmt: skip


def bars(language: str, rows: Sequence[tuple[str, int, str]]) -> dict[str, Any]:
    """A bar for each (name, number, mark)."""
    values = [{"name": name, "value": value, "mark": mark} for name, value, mark in rows]
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 230, "ticks": False}}
    x = {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 4, **WHOLE}}
    description = {"field": "mark", "type": "nominal"}
    return _spec(
        language, values, width=330, height={"step": 22},
        layer=[
            {"mark": {"type": "bar", "color": ACCENT}, "encoding": {"y": y, "x": x, "description": description}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "aria": False},
             "encoding": {"y": y, "x": x, "text": {"field": "value", "format": ",d"}}},
        ],
    )  # fmt: skip


def stacked(language: str, rows: Sequence[tuple[str, str, int, str]], series: tuple[str, str]) -> dict[str, Any]:
    """Bars of two parts: (name, part, number, mark)."""
    values = [{"name": n, "part": p, "value": v, "mark": m, "order": series.index(p)} for n, p, v, m in rows]
    return _spec(
        language, values, width=330, height={"step": 22}, mark={"type": "bar"},
        encoding={
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 230, "ticks": False}},
            "x": {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 4, **WHOLE}},
            "color": {"field": "part", "type": "nominal", "scale": {"domain": list(series), "range": [ACCENT, BLUE]},
                      "legend": {"title": None, "orient": "top"}},
            "order": {"field": "order"}, "description": {"field": "mark", "type": "nominal"},
        },
    )  # fmt: skip


def years(language: str, rows: Sequence[tuple[int, int, int, bool, str]], names: tuple[str, str]) -> dict[str, Any]:
    """Applications as bars and applicants as a line by year: (year, applications, applicants, complete, mark)."""
    values = [{"year": y, "value": v, "who": w, "complete": c, "mark": m} for y, v, w, c, m in rows]
    spread = max((row[0] for row in rows), default=0) - min((row[0] for row in rows), default=0)
    x = {"field": "year", "type": "ordinal", "title": None,
         "axis": {"labelAngle": 0, "labelOverlap": True, "ticks": False} if spread > 12 else {"labelAngle": 0}}  # fmt: skip
    colour = {
        "condition": {"test": "datum.complete", "value": ACCENT}, "value": PALE,
    }  # fmt: skip
    return _spec(
        language, values, width=560, height=220,
        layer=[
            {"mark": {"type": "bar"},
             "encoding": {"x": x, "color": colour, "description": {"field": "mark", "type": "nominal"},
                          "y": {"field": "value", "type": "quantitative", "title": names[0], "axis": {**WHOLE}}}},
            {"mark": {"type": "line", "color": BLUE, "point": {"color": BLUE, "size": 22}, "aria": False, "strokeDash": [5, 2]},
             "encoding": {"x": x, "y": {"field": "who", "type": "quantitative", "title": names[1],
                                        "axis": {"orient": "right", "grid": False, "titleColor": BLUE, **WHOLE}}}},
        ],
        resolve={"scale": {"y": "independent"}},
    )  # fmt: skip


def path(language: str, rows: Sequence[tuple[str, int, int, str]], names: tuple[str, str]) -> dict[str, Any]:
    """The way of a life cycle: (period, applicants, applications, mark)."""
    values = [{"name": n, "x": a, "y": b, "mark": m, "order": i} for i, (n, a, b, m) in enumerate(rows)]
    encoding = {
        "x": {"field": "x", "type": "quantitative", "title": names[0], "axis": {**WHOLE}},
        "y": {"field": "y", "type": "quantitative", "title": names[1], "axis": {**WHOLE}},
    }
    return _spec(
        language, values, width=480, height=280, encoding=encoding,
        layer=[
            {"mark": {"type": "line", "color": PALE, "aria": False}, "encoding": {"order": {"field": "order"}}},
            {"mark": {"type": "point", "filled": True, "size": 60, "color": ACCENT},
             "encoding": {"description": {"field": "mark", "type": "nominal"}}},
            {"mark": {"type": "text", "align": "left", "dx": 7, "dy": -6, "aria": False},
             "encoding": {"text": {"field": "name"}}},
        ],
    )  # fmt: skip


def heat(language: str, rows: Sequence[tuple[str, str, float, str, str]], thin: bool = False) -> dict[str, Any]:
    """A matrix: (row, column, share of the colour scale, text in the cell, mark). Dark cells carry white text."""
    values = [{"row": r, "column": c, "value": v, "text": t, "mark": m} for r, c, v, t, m in rows]
    place = {
        "x": {"field": "column", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": -45, "orient": "top"}},
        "y": {"field": "row", "type": "ordinal", "sort": None, "title": None, "axis": {"labelLimit": 230}},
    }
    colour = {
        "field": "value",
        "type": "quantitative",
        "legend": None,
        "scale": {"domain": [0, 1], "range": ["#fbf1ee", ACCENT]},
    }
    ink = {"condition": {"test": "datum.value > 0.55", "value": "white"}, "value": INK}
    return _spec(
        language, values, width={"step": 44 if thin else 34}, height={"step": 26},
        layer=[
            {"mark": {"type": "rect", "stroke": "white"},
             "encoding": {**place, "color": colour, "description": {"field": "mark", "type": "nominal"}}},
            {"mark": {"type": "text", "fontSize": 10, "aria": False},
             "encoding": {**place, "text": {"field": "text"}, "color": ink}},
        ],
    )  # fmt: skip


def network(language: str, nodes: Sequence[tuple[str, int]], edges: Sequence[tuple[str, str, int, str]]) -> dict[str, Any]:
    """Names on a circle, a line between two that apply together.

    Nodes are (name, applications), edges (one, other, number, mark).
    """
    place = {
        name: (math.cos(2 * math.pi * i / len(nodes)), math.sin(2 * math.pi * i / len(nodes)))
        for i, (name, _) in enumerate(nodes)
    }
    most = max((count for _, _, count, _ in edges), default=1)
    lines = [
        {"x": place[a][0], "y": place[a][1], "x2": place[b][0], "y2": place[b][1], "w": 1 + 7 * n / most, "mark": m}
        for a, b, n, m in edges if a in place and b in place
    ]  # fmt: skip
    dots = [
        {"x": place[name][0], "y": place[name][1], "name": name if len(name) <= 26 else name[:25] + "…", "value": value,
         "lx": 1.08 * place[name][0], "ly": 1.08 * place[name][1], "right": place[name][0] >= 0}
        for name, value in nodes
    ]  # fmt: skip

    def axis(field: str) -> dict[str, Any]:
        domain = [-2.1, 2.1] if field.startswith(("x", "lx")) else [-1.2, 1.2]
        return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": domain}}

    def labels(right: bool) -> dict[str, Any]:
        return {
            "data": {"values": [dot for dot in dots if dot["right"] == right]},
            "mark": {"type": "text", "align": "left" if right else "right", "fontSize": 10, "aria": False},
            "encoding": {"x": axis("lx"), "y": axis("ly"), "text": {"field": "name"}},
        }  # fmt: skip

    return _spec(
        language, [], width=640, height=360,
        layer=[
            {"data": {"values": lines}, "mark": {"type": "rule", "color": PALE, "opacity": 0.9},
             "encoding": {"x": axis("x"), "y": axis("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"},
                          "strokeWidth": {"field": "w", "type": "quantitative", "scale": None},
                          "description": {"field": "mark", "type": "nominal"}}},
            {"data": {"values": dots}, "mark": {"type": "point", "filled": True, "color": ACCENT, "aria": False},
             "encoding": {"x": axis("x"), "y": axis("y"),
                          "size": {"field": "value", "type": "quantitative", "legend": None, "scale": {"range": [30, 320]}}}},
            labels(True), labels(False),
        ],
    )  # fmt: skip


def svg(spec: dict[str, Any]) -> str:
    """A specification as SVG without style attributes, so that it shows under a strict content policy."""
    drawn = str(vl_convert.vegalite_to_svg(spec, vl_version="6.4"))
    return _STYLE.sub(_as_attributes, drawn)


def _as_attributes(found: re.Match[str]) -> str:
    """A style attribute as presentation attributes."""
    return "".join(f' {name}="{value}"' for name, value in _PAIR.findall(found[1].replace("&quot;", "'")))
