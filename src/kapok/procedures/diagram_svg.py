"""A procedure as a drawing (SVG), in one of the four languages: readable at its own size, with title and description."""

from __future__ import annotations

import itertools
import unicodedata
from html import escape

from msgspec import Struct

from kapok.procedures.diagram import Graph, action_label, graph_of, outline
from kapok.procedures.diagram_layout import Box, Layout, Point, lay_out
from kapok.procedures.messages import message
from kapok.procedures.model import Procedure

FONT = 13.0
LINE = 17.0
SMALL = 11.5
MARGIN = 24.0
WRAP = 150.0
_STYLE = """
.s{fill:#fff;stroke:#33414e;stroke-width:1.4}.f{fill:none;stroke:#33414e;stroke-width:1}.i{fill:#eaf3ea}
.p{fill:#fdf3e3}.e{fill:none;stroke:#5a6b7a;stroke-width:1.3}.t{stroke-dasharray:5 4}.l{fill:#fff;opacity:.88}
text{font:13px system-ui,'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif;fill:#1c2731}
.a{font-size:11.5px;fill:#3d4b57}.h{font-size:17px;font-weight:600}.b{font-weight:600}.m{fill:none;stroke:#b9c3cc}
"""


class _Part(Struct):
    """One graph that was drawn: its marks and its size."""

    marks: list[str]
    width: float
    height: float


def render_svg(procedure: Procedure, language: str = "en") -> str:
    """The drawing as one SVG document; `<title>` and `<desc>` tell the same in words."""
    parts = [(graph_of(procedure, limb), limb) for limb in ("", *procedure.limbs)]
    drawn = [(_draw(procedure, graph, language), limb) for graph, limb in parts]
    title = f"{procedure.key} {procedure.name.in_language(language)}"
    marks: list[str] = []
    main = drawn[0][0]
    y = MARGIN + 30
    marks.append(f'<text class="h" x="{MARGIN}" y="{MARGIN + 14}">{escape(title)}</text>')
    marks.append(f'<g transform="translate({MARGIN:.0f} {y:.0f})">{"".join(main.marks)}</g>')
    width = max(main.width, _width(title, 17), 640.0)
    y += main.height + 46
    x, row = MARGIN, 0.0
    for part, limb in drawn[1:]:
        name = procedure.limbs[limb].name.in_language(language)
        frame = max(part.width, _width(name, FONT)) + 32
        if x > MARGIN and x + frame > width + MARGIN:
            x, y, row = MARGIN, y + row + 20, 0.0
        height = part.height + 58
        marks.append(
            f'<g transform="translate({x:.0f} {y:.0f})"><rect class="m" width="{frame:.0f}" height="{height:.0f}" rx="8"/>'
        )
        marks.append(f'<text class="b" x="16" y="24">{escape(name)}</text>')
        marks.append(f'<g transform="translate(16 42)">{"".join(part.marks)}</g></g>')
        x, row, width = x + frame + 20, max(row, height), max(width, x + frame - MARGIN)
    y += row + 30
    marks.append(f'<text class="a" x="{MARGIN}" y="{y:.0f}">{escape(message("legend").in_language(language))}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" lang="{language}" '
        f'viewBox="0 0 {width + 2 * MARGIN:.0f} {y + 16:.0f}" width="{width + 2 * MARGIN:.0f}" height="{y + 16:.0f}">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(outline(procedure, language))}</desc>'
        f"<style>{_STYLE}</style>"
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#5a6b7a"/></marker></defs>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(marks)}</svg>\n'
    )


def _draw(procedure: Procedure, graph: Graph, language: str) -> _Part:
    texts = {key: _texts(procedure, graph, key, language) for key in graph.states}
    sizes = {key: _size(*texts[key]) for key in graph.states}
    layout = lay_out(sizes, graph.initial, list(dict.fromkeys((way.source, way.target) for way in graph.ways)))
    marks: list[str] = []
    labels: list[str] = []
    width = layout.width
    together: dict[tuple[str, str], list[str]] = {}
    timers: dict[tuple[str, str], bool] = {}
    for way in graph.ways:
        pair = (way.source, way.target)
        together.setdefault(pair, []).extend(action_label(procedure, action, language) for action in way.actions)
        timers[pair] = timers.get(pair, True) and way.by_platform
    taken: list[tuple[float, float, float, float]] = []
    for pair, lines in together.items():
        marks.append(
            f'<path class="e{" t" if timers[pair] else ""}" d="{_curve(layout.lines[pair])}" marker-end="url(#arrow)"/>'
        )
        wrapped = [part for line in lines for part in _wrap(line, SMALL)]
        label = _label(layout, pair, wrapped, taken)
        labels.append(label[0])
        width = max(width, label[1])
    for key in graph.states:
        marks.append(_state(procedure, key, layout.boxes[key], *texts[key], graph.initial == key))
    height = layout.height
    shift = max(0.0, -min((box[0] for box in taken), default=0.0))
    if graph.anywhere:
        height += 30
        for action, target in graph.anywhere:
            where = f" → {procedure.states[target].name.in_language(language)}" if target else ""
            words = f"{message('any_state').in_language(language)}: {action_label(procedure, action, language)}{where}"
            labels.append(f'<text class="a" x="0" y="{height:.0f}">{escape(words)}</text>')
            width = max(width, _width(words, SMALL))
            height += LINE
    body = "".join([*marks, *labels])
    return _Part([f'<g transform="translate({shift:.0f} 0)">{body}</g>'], width + shift, height)


def _texts(procedure: Procedure, graph: Graph, key: str, language: str) -> tuple[list[str], list[str]]:
    name = _wrap(procedure.states[key].name.in_language(language), FONT)
    inside = [
        line for action in graph.inside.get(key, ()) for line in _wrap(f"· {action_label(procedure, action, language)}", SMALL)
    ]
    return name, inside


def _size(name: list[str], inside: list[str]) -> tuple[float, float]:
    widest = max([_width(line, FONT) for line in name] + [_width(line, SMALL) for line in inside])
    return max(92.0, widest * 1.06 + 28), LINE * (len(name) + len(inside)) + 16


def _state(procedure: Procedure, key: str, box: Box, name: list[str], inside: list[str], initial: bool) -> str:
    state = procedure.states[key]
    left, top = box.x - box.width / 2, box.y - box.height / 2
    kind = "s i" if initial else "s p" if state.public else "s"
    marks = [f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="9"/>']
    if state.final:
        inner = f'width="{box.width - 7:.1f}" height="{box.height - 7:.1f}"'
        marks.append(f'<rect class="f" x="{left + 3.5:.1f}" y="{top + 3.5:.1f}" {inner} rx="6"/>')
    y = top + LINE + 4
    for number, line in enumerate([*name, *inside]):
        kind = ' class="b"' if number < len(name) else ' class="a"'
        marks.append(f'<text{kind} text-anchor="middle" x="{box.x:.1f}" y="{y:.1f}">{escape(line)}</text>')
        y += LINE
    return "".join(marks)


def _label(
    layout: Layout, pair: tuple[str, str], lines: list[str], taken: list[tuple[float, float, float, float]]
) -> tuple[str, float]:
    """The label of an arrow where nothing else stands: at its middle, moved while it would cover another."""
    points = layout.lines[pair]
    width, height = max(_width(line, SMALL) for line in lines) + 8, 15.0 * len(lines) + 2
    boxes = [
        (box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2)
        for box in layout.boxes.values()
    ]
    best, least = None, float("inf")
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78):
        x, y = _along(points, share)
        for shift in (0.0, width * 0.45, -width * 0.45):
            place = (x + shift - width / 2, y - height / 2, x + shift + width / 2, y + height / 2)
            cover = sum(_overlap(place, other) for other in (*taken, *boxes)) + abs(shift) * 0.3 + abs(share - 0.5) * 20
            if cover < least:
                best, least = place, cover
    assert best is not None
    taken.append(best)
    marks = [f'<rect class="l" x="{best[0]:.1f}" y="{best[1]:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3"/>']
    for number, line in enumerate(lines):
        y = best[1] + 12 + 15.0 * number
        marks.append(
            f'<text class="a" text-anchor="middle" x="{(best[0] + best[2]) / 2:.1f}" y="{y:.1f}">{escape(line)}</text>'
        )
    return "".join(marks), best[2]


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def _along(points: tuple[Point, ...], share: float) -> Point:
    lengths = [((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in itertools.pairwise(points)]
    left = sum(lengths) * share
    for (start, end), length in zip(itertools.pairwise(points), lengths, strict=True):
        if left <= length and length:
            part = left / length
            return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
        left -= length
    return points[-1]


def _curve(points: tuple[Point, ...]) -> str:
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (y0 + y1) / 2
        path.append(f"C{x0:.1f} {middle:.1f} {x1:.1f} {middle:.1f} {x1:.1f} {y1:.1f}")
    return "".join(path)


def _width(text: str, size: float) -> float:
    return sum(size if unicodedata.east_asian_width(sign) in "WF" else size * 0.57 for sign in text)


def _wrap(text: str, size: float) -> list[str]:
    """Lines of at most about `WRAP` pixels; Chinese breaks anywhere, other words stay whole."""
    lines, line = [], ""
    words = [*text] if sum(unicodedata.east_asian_width(sign) in "WF" for sign in text) > len(text) / 2 else text.split(" ")
    glue = "" if words and len(words) == len(text) else " "
    for word in words:
        longer = f"{line}{glue}{word}" if line else word
        if line and _width(longer, size) > WRAP:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines or [""]
