"""The white paper as a page, as a PDF and as a Word file. Every number links to its definition in the annex."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from kapok.documents.pdf import chinese_font, render_report
from kapok.documents.report import Picture, Report, Section, Table
from kapok.errors import BackendError
from kapok.statistics.charts import bar_spec, render_png, render_svg, tile_spec
from kapok.statistics.paper import ChapterPart, Paper, say

_STYLE = (
    "body{font:16px/1.6 'Noto Sans CJK SC','Noto Sans SC',system-ui,sans-serif;"
    "max-width:52rem;margin:0 auto;padding:1rem;color:#222}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}"
    "th,td{border-bottom:1px solid #bbb;padding:.3rem;text-align:left}"
    "td.n{text-align:right;white-space:nowrap}a{color:#7a2618}"
    "figure{margin:1rem 0;overflow-x:auto}svg{max-width:100%;height:auto}"
)


def render_html(paper: Paper) -> bytes:
    """The paper as one page that needs nothing else."""
    lang = paper.language

    def link(key: str, text: str) -> str:
        return f'<a href="#def-{escape(key)}" data-indicator="{escape(key)}">{escape(text)}</a>'

    out = [f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(paper.title)}</title>']
    out.append(
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body><main>'
    )
    out.append(f"<h1>{escape(paper.title)}</h1><p>{escape(say('version', lang))} {paper.version}</p>")
    if paper.sample:
        out.append(f"<p><strong>{escape(say('sample', lang))}</strong></p>")
    if paper.erratum:
        out.append(f"<p><strong>{escape(say('erratum', lang))}</strong>: {escape(paper.erratum)}</p>")
    for part in paper.chapters:
        out.append(f'<section id="{part.key}"><h2>{escape(part.title)}</h2><p>')
        out.append("".join(link(key, text) if key else escape(text) for text, key in part.text) + "</p>")
        if any(row.number is not None for row in part.chart):
            out.append(f'<figure role="img" aria-label="{escape(part.title)}">{render_svg(bar_spec(part, lang))}</figure>')
        if part.tiles is not None:
            title = f"{say('cities', lang)}: {part.tiles.name}"
            out.append(f"<h3>{escape(title)}</h3>")
            out.append(f'<figure role="img" aria-label="{escape(title)}">{render_svg(tile_spec(part.tiles, lang))}</figure>')
            by_city = (say("city", lang), say("figure", lang))
            out.append(_table(by_city, [(escape(name), link(part.tiles.id, told)) for _, name, told, _ in part.tiles.cities]))
        rows = [(escape(r.name), link(r.id, r.shown), escape(r.unit)) for r in part.rows]
        out.append(_table((say("indicator", lang), say("figure", lang), say("unit", lang)), rows) + "</section>")
    out.append(f"<section><h2>{escape(say('checks', lang))}</h2>")
    head = (say("check", lang), say("result", lang), say("working", lang))
    out.append(_table(head, [tuple(escape(cell) for cell in row) for row in paper.findings]) + "</section>")
    out.append(f"<section><h2>{escape(say('annex', lang))}</h2><dl>")
    out += [f'<dt id="def-{escape(k)}">{escape(k)} {escape(n)}</dt><dd>{escape(d)}</dd>' for k, n, d in paper.annex]
    return ("".join(out) + "</dl></section></main></body></html>").encode()


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    heading = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td{' class=n' if i == 1 else ''}>{c}</td>" for i, c in enumerate(row)) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"


def _plain(part: ChapterPart) -> str:
    return "".join(text for text, _ in part.text)


def render_pdf(paper: Paper) -> bytes:
    """The paper as a PDF. Raises BackendError where the machine has no Chinese font."""
    lang = paper.language
    head = (say("indicator", lang), say("figure", lang), say("unit", lang))
    sections = []
    for part in paper.chapters:
        table = Table(head, tuple((r.name, r.shown, r.unit) for r in part.rows))
        alt = f"{say('chart', lang)}: {part.title}; {say('same_numbers', lang)}"
        drawn = (Picture(render_svg(bar_spec(part, lang)), alt),) if any(row.number is not None for row in part.chart) else ()
        sections.append(Section(part.title, (_plain(part),), table, drawn))
        if part.tiles is not None:
            title = f"{say('cities', lang)}: {part.tiles.name}"
            cells = Table(
                (say("city", lang), say("figure", lang)), tuple((name, told) for _, name, told, _ in part.tiles.cities)
            )
            sections.append(Section(title, (), cells, (Picture(render_svg(tile_spec(part.tiles, lang)), title),)))
    found = Table((say("check", lang), say("result", lang), say("working", lang)), paper.findings)
    annex = Table(("", say("indicator", lang), say("definition", lang)), paper.annex)
    sections += [Section(say("checks", lang), (), found), Section(say("annex", lang), (), annex)]
    subtitle = f"{say('version', lang)} {paper.version}" + (f" · {paper.erratum}" if paper.erratum else "")
    if paper.sample:
        subtitle = f"{subtitle} · {say('sample', lang)}"
    report = Report(title=paper.title, subtitle=subtitle, language=lang, made=subtitle, sections=tuple(sections))
    return render_report(report, universal=True)


def render_docx(paper: Paper) -> bytes:
    """The paper as a Word file; charts as pictures, each beside its table."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Cm

    lang = paper.language
    document = Document()
    try:
        font = chinese_font(lang)
    except BackendError:  # Word on the reader's machine chooses one
        font = "SimSun"
    for name in ("Normal", "Title", "Heading 1"):
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    document.add_heading(paper.title, 0)
    if paper.sample:
        document.add_paragraph(say("sample", lang))

    def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        made = document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
        for cells, values in zip(made.rows, [head, *rows], strict=True):
            for cell, value in zip(cells.cells, values, strict=True):
                cell.text = value

    for part in paper.chapters:
        document.add_heading(part.title, 1)
        document.add_paragraph(_plain(part))
        if any(row.number is not None for row in part.chart):
            document.add_picture(io.BytesIO(render_png(bar_spec(part, lang))), width=Cm(15))
        table((say("indicator", lang), say("figure", lang), say("unit", lang)), [(r.name, r.shown, r.unit) for r in part.rows])
        if part.tiles is not None:
            document.add_heading(f"{say('cities', lang)}: {part.tiles.name}", 2)
            document.add_picture(io.BytesIO(render_png(tile_spec(part.tiles, lang))), width=Cm(14))
            table((say("city", lang), say("figure", lang)), [(name, told) for _, name, told, _ in part.tiles.cities])
    document.add_heading(say("annex", lang), 1)
    for key, _, text in paper.annex:
        document.add_paragraph(f"{key}  {text}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
