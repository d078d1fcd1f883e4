"""The report as HTML: the body that a page of the platform shows, and a file that needs nothing else.

Charts are SVG beside their tables, so everything is there without a script. The script (`interactive.js`) adds to what stands:
values under the pointer, a bar and its row shown together, tables sorted and filtered. No style or script is in an attribute.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from html import escape
from importlib.resources import files
from urllib.parse import urlencode

from kapok.navigation.charts import svg
from kapok.navigation.layout import Cell, Section, Table, title_of_report
from kapok.navigation.model import NavigationReport
from kapok.navigation.sections import sections
from kapok.navigation.words import Say

LONG = 12
"""Rows from which a table can be filtered."""
Link = Callable[[str], str]


def search_address(query: str) -> str:
    """The search that shows the applications of a query: patents, grouped by right."""
    return "/search?" + urlencode([("q", query), ("in", "patent"), ("group", "right"), ("language", "cql")])


def asset(name: str) -> str:
    """A file that goes with the page: `style.css` or `interactive.js`."""
    return (files("kapok.navigation") / name).read_text("utf-8")


def body(parts: tuple[Section, ...], language: str, search: Link = search_address, record: Link = "/records/{}".format) -> str:
    """All sections as HTML. `search` and `record` make addresses of a query and of a record's key."""
    say = Say(language)
    out = [f'<nav class="nav-contents" aria-label="{escape(say("contents"))}"><ol>']
    out += [f'<li><a href="#nav-{part.key}">{escape(part.heading)}</a></li>' for part in parts]
    out.append("</ol></nav>")
    for part in parts:
        out.append(f'<section class="nav-part" id="nav-{part.key}">')
        out.append(f'<h2>{escape(part.heading)}</h2><p class="nav-standard">{escape(part.part)}</p>')
        out += [f"<p>{escape(text)}</p>" for text in part.paragraphs]
        if part.charts:
            out.append('<div class="nav-charts">')
        for number, chart in enumerate(part.charts):
            identity = f"nav-c-{part.key}-{number}"
            out.append(
                f'<figure class="nav-chart"><figcaption id="{identity}">{escape(chart.caption)}</figcaption>'
                f'<div class="nav-draw" role="img" aria-labelledby="{identity}" tabindex="0">{svg(chart.spec)}</div></figure>'
            )
        if part.charts:
            out.append("</div>")
        out += [_table(table, say, search, record) for table in part.tables]
        out.append("</section>")
    return "".join(out)


def _table(table: Table, say: Say, search: Link, record: Link) -> str:
    filtered = f' data-filter="{escape(say("filter"))}"' if len(table.rows) >= LONG else ""
    caption = escape(table.caption)
    folded = len(table.rows) > LONG
    out = [f'<details class="nav-table"{"" if folded else " open"}><summary>{caption} ({len(table.rows)})</summary>']
    out.append(f'<div class="nav-scroll" role="group" aria-label="{caption}" tabindex="0">')
    out.append(f'<table data-sort="{escape(say("sort"))}"{filtered}><caption class="nav-hidden">{caption}</caption><thead><tr>')
    numeric = [any(row[place].number is not None for row in table.rows) for place in range(len(table.head))]
    out += [
        f'<th scope="col"{" class=nav-n" if number else ""}>{escape(head)}</th>'
        for head, number in zip(table.head, numeric, strict=True)
    ]
    out.append("</tr></thead><tbody>")
    for number, row in enumerate(table.rows):
        mark = table.marks[number] if number < len(table.marks) else ""
        out.append(f'<tr data-mark="{escape(mark)}">' if mark else "<tr>")
        for place, cell in enumerate(row):
            out.append(_cell(cell, say, search, record, heading=place == 0 and len(row) > 1))
        out.append("</tr>")
    return "".join(out) + "</tbody></table></div></details>"


def _cell(cell: Cell, say: Say, search: Link, record: Link, *, heading: bool) -> str:
    text = escape(cell.text)
    if cell.query:
        text = f'<a href="{escape(search(cell.query))}" title="{escape(say("open"))}">{text}</a>'
    elif cell.record:
        text = f'<a href="{escape(record(cell.record))}">{text}</a>'
    number = "" if cell.number is None else f' class="nav-n" data-n="{cell.number:g}"'
    return f'<th scope="row"{number}>{text}</th>' if heading else f"<td{number}>{text}</td>"


def whole_page(report: NavigationReport, language: str, origin: str = "") -> bytes:
    """The report as one HTML file; its links lead to the platform at `origin` (scheme and host)."""
    say = Say(language)
    start = origin.rstrip("/")
    parts = sections(report, language)
    style, script = asset("style.css"), asset("interactive.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    title = escape(title_of_report(report, language))
    inner = body(
        parts, language, lambda query: start + search_address(query), lambda key: f"{start}/records/{key}"
    )  # fmt: skip
    foot = say("foot", made=report.made_at, date=report.data_date or say("unknown_day"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f'<style>{style}</style></head><body class="nav-file"><main class="nav-report"><h1>{title}</h1>{inner}</main>'
        f"<footer><p>{escape(foot)}</p></footer><script>{script}</script></body></html>"
    ).encode()


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
