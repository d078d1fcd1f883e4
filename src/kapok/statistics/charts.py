"""Charts of the white paper: Vega-Lite specifications drawn to SVG or PNG, and the tiles of the 21 cities."""

from __future__ import annotations

from typing import Any

import vl_convert

from kapok.documents.pdf import chinese_font
from kapok.errors import BackendError
from kapok.statistics.declared import cities
from kapok.statistics.paper import ChapterPart, Tiles


def _font(language: str) -> str:
    try:
        return chinese_font(language)
    except BackendError:  # the table beside the chart says the same
        return "sans-serif"


def _broken(name: str) -> str:
    """A name in two lines, parted by `|`, where it is long: at a space, or anywhere in Chinese."""
    wide = any("\u4e00" <= character <= "\u9fff" for character in name)
    if len(name) <= (14 if wide else 30):
        return name
    middle = len(name) // 2
    if wide:
        return f"{name[:middle]}|{name[middle:]}"
    at = min((n for n, character in enumerate(name) if character == " "), key=lambda n: abs(n - middle), default=0)
    return f"{name[:at]}|{name[at + 1 :]}" if at else name


def bar_spec(part: ChapterPart, language: str) -> dict[str, Any]:
    """A bar for each figure of the chapter's chart that may be shown."""
    rows = [
        {"name": _broken(row.name), "value": row.number, "shown": row.shown} for row in part.chart if row.number is not None
    ]
    axis = {"labelLimit": 320, "labelExpr": "split(datum.label, '|')"}
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": axis}
    x = {"field": "value", "type": "quantitative", "title": None, "axis": {"grid": False, "tickCount": 4}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": 300, "height": {"step": 34},
        "data": {"values": rows}, "config": {"font": _font(language), "view": {"stroke": None}},
        "layer": [
            {"mark": {"type": "bar", "color": "#9a3324"}, "encoding": {"y": y, "x": x}},
            {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"y": y, "x": x, "text": {"field": "shown"}}},
        ],
    }  # fmt: skip


def tile_spec(tiles: Tiles, language: str) -> dict[str, Any]:
    """The 21 cities as tiles where they roughly lie, darker for more; an empty tile is not shown in public or not counted."""
    rows = [
        {
            "x": cities()[code].column,
            "y": cities()[code].row,
            "name": name,
            "value": number,
            "shown": told if number is not None else "…",
        }
        for code, name, told, number in tiles.cities
    ]
    place = {
        "x": {"field": "x", "type": "ordinal", "axis": None},
        "y": {"field": "y", "type": "ordinal", "axis": None},
    }
    colour = {"field": "value", "type": "quantitative", "scale": {"range": ["#f4e3dc", "#d98b75"]}, "legend": None}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": {"step": 62}, "height": {"step": 46},
        "data": {"values": rows}, "config": {"font": _font(language), "view": {"stroke": None}},
        "layer": [
            {"mark": {"type": "rect", "stroke": "white", "strokeWidth": 3}, "encoding": {**place, "color": colour}},
            {"mark": {"type": "text", "fontSize": 10, "dy": -8}, "encoding": {**place, "text": {"field": "name"}}},
            {"mark": {"type": "text", "fontSize": 10, "dy": 9}, "encoding": {**place, "text": {"field": "shown"}}},
        ],
    }  # fmt: skip


def render_svg(spec: dict[str, Any]) -> str:
    """A specification as SVG."""
    return str(vl_convert.vegalite_to_svg(spec))


def render_png(spec: dict[str, Any]) -> bytes:
    """A specification as PNG, for files that take no SVG."""
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))
