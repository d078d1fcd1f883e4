"""Sections on technology, countries, applicants, who applies with whom, key patents, inventors."""

from __future__ import annotations

from collections.abc import Sequence

from kapok.codes.classes import title_of
from kapok.codes.offices import office_name
from kapok.navigation import charts
from kapok.navigation.declared import rules
from kapok.navigation.layout import Cell, Chart, Section, Setting, Table
from kapok.navigation.model import CellOfMatrix, Count, Matrix
from kapok.navigation.names import declared_forms, shipped_aliases

DRAWN = 15
"""Bars in a chart; the table beside it has more."""


def classes(at: Setting) -> Section:
    """Applications by IPC and CPC at each level; a chart of the subclasses."""
    say = at.say
    tables, drawn = [], []
    for scheme in at.report.classes:
        name = scheme.scheme.upper()
        for level, rows in scheme.levels.items():
            caption = f"{name}: {say(f'level_{level}')}"
            named = [(_symbol(at, scheme.scheme, row.value), row) for row in rows]
            tables.append(_counts(at, f"{scheme.scheme}_{level}", caption, say("symbol"), named))
            if level == "subclass" and rows:
                drawn.append(Chart(caption, charts.bars(at.language, _bars(at, named))))
    return at.section("classes", 3, say("classes_note"), charts=tuple(drawn), tables=tuple(tables))


def _symbol(at: Setting, scheme: str, symbol: str) -> str:
    title = title_of(scheme, symbol, at.language)
    return f"{symbol} {title}" if title else symbol


def countries(at: Setting) -> Section:
    """Where applicants come from, where they ask for protection, where they filed first."""
    say, report = at.say, at.report
    tables, drawn = [], []
    for key, rows in (
        ("by_applicant_country", report.applicant_countries),
        ("by_office", report.offices),
        ("by_priority", report.priority_countries),
    ):
        named = [(_country(at, row.value), row) for row in rows]
        tables.append(_counts(at, key, say(key), say("country"), named))
        if rows:
            drawn.append(Chart(say(key), charts.bars(at.language, _bars(at, named))))
    return at.section("countries", 2, say("countries_note"), charts=tuple(drawn), tables=tuple(tables))


def _country(at: Setting, code: str) -> str:
    name = office_name(code, at.language)
    return f"{code} {name}" if name and name != code else code


def _mark(at: Setting, name: str, count: int) -> str:
    return f"{name}: {at.say.number(count)}"


def _short(name: str) -> str:
    return name if len(name) <= 34 else name[:33] + "…"


def _bars(at: Setting, named: Sequence[tuple[str, Count]]) -> list[tuple[str, int, str]]:
    return [(_short(name), row.count, _mark(at, name, row.count)) for name, row in named[:DRAWN]]


def _counts(at: Setting, key: str, caption: str, what: str, named: Sequence[tuple[str, Count]]) -> Table:
    cells = tuple((Cell(name), at.count(row.count, row.condition), at.share(row.count)) for name, row in named)
    head = (what, at.say("applications"), at.say("share"))
    return Table(key, caption, head, cells, tuple(_mark(at, name, row.count) for name, row in named))


def white_spots(at: Setting) -> Section:
    """Two matrices, and the list of their thin cells with what was expected."""
    say, rule, found = at.say, rules().white_spots, at.report.white_spots
    if found is None:
        return at.section("white_spots", 5)
    note = say("spots_rule", rows=rule.rows, scheme=found.scheme.upper(), level=say(f"level_{rule.level}"),
               expected=f"{rule.least_expected:g}", share=f"{rule.most_share:.0%}",
               chance=f"{rule.most_chance:.0%}")  # fmt: skip
    thin = [cell for matrix in (found.classes, found.years) for cell in matrix.cells if cell.thin]
    listed = [cell for cell in thin if not (cell.column in found.classes.rows and cell.row > cell.column)]
    listed.sort(key=lambda cell: -(cell.expected - cell.count))
    rows = tuple(
        (Cell(cell.row), Cell(cell.column), at.count(cell.count, cell.condition),
         Cell(say.number(cell.expected), cell.expected)) for cell in listed
    )  # fmt: skip
    table = Table("spots_thin", say("spots_thin"), (say("row"), say("column"), say("found"), say("expected")), rows,
                  tuple(_cell_mark(at, cell) for cell in listed))  # fmt: skip
    tables = [
        _matrix_table(at, key, matrix) for key, matrix in (("spots_classes", found.classes), ("spots_years", found.years))
    ]
    drawn = [_matrix_chart(at, key, matrix) for key, matrix in (("spots_classes", found.classes), ("spots_years", found.years))]
    return at.section(
        "white_spots", 5, note, *(() if rows else (say("spots_none"),)), charts=tuple(each for each in drawn if each),
        tables=(table, *tables),
    )  # fmt: skip


def _cell_mark(at: Setting, cell: CellOfMatrix) -> str:
    return f"{cell.row} × {cell.column}: {at.say.number(cell.count)} ({at.say('expected')} {at.say.number(cell.expected)})"


def _matrix_table(at: Setting, key: str, matrix: Matrix) -> Table:
    by_row = {row: [cell for cell in matrix.cells if cell.row == row] for row in matrix.rows}
    cells = tuple(
        (Cell(row), *(
            Cell("–") if cell.row == cell.column
            else Cell(f"{at.say.number(cell.count)}{' ○' if cell.thin else ''}", cell.count)
            for cell in by_row[row]
        )) for row in matrix.rows if matrix.columns
    )  # fmt: skip
    return Table(key, at.say(key), (at.say("row"), *matrix.columns), cells)


def _matrix_chart(at: Setting, key: str, matrix: Matrix) -> Chart | None:
    values = [
        (cell.row, cell.column,
         0.0 if cell.row == cell.column or not cell.expected else min(cell.count / cell.expected / 2, 1.0),
         "" if cell.row == cell.column else f"{cell.count}{'○' if cell.thin else ''}", _cell_mark(at, cell))
        for cell in matrix.cells
    ]  # fmt: skip
    return Chart(at.say(key), charts.heat(at.language, values, thin=True)) if matrix.columns else None


def applicants(at: Setting) -> Section:
    """The largest applicants, and the ten largest year by year."""
    say, found = at.say, at.report.applicants
    rows, marks = [], []
    for each in found:
        years = sorted(each.years)
        rows.append(
            (Cell(each.name), at.count(each.count, each.condition), at.share(each.count),
             Cell(str(each.spellings), each.spellings), Cell(f"{years[0]}–{years[-1]}" if years else "–"))
        )  # fmt: skip
        marks.append(_mark(at, each.name, each.count))
    head = (say("applicant"), say("applications"), say("share"), say("spellings"), say("active_years"))
    bars = [(_short(each.name), each.count, mark) for each, mark in zip(found[:DRAWN], marks, strict=False)]
    drawn = [Chart(say("s_applicants"), charts.bars(at.language, bars))]
    tables = [Table("applicants", say("s_applicants"), head, tuple(rows), tuple(marks))]
    top = found[: rules().lists.applicant_years]
    years = sorted({year for each in top for year in each.years})[-15:]
    if years:
        most = max(each.years.get(year, 0) for each in top for year in years) or 1
        cells = [
            (_short(each.name), str(year), each.years.get(year, 0) / most, str(each.years.get(year, 0) or ""),
             f"{each.name}, {year}: {each.years.get(year, 0)}") for each in top for year in years
        ]  # fmt: skip
        drawn.append(Chart(say("applicants_by_year"), charts.heat(at.language, cells)))
        table = tuple((Cell(each.name), *(Cell(str(n := each.years.get(year, 0)), n) for year in years)) for each in top)
        tables.append(Table("applicant_years", say("applicants_by_year"), (say("applicant"), *map(str, years)), table))
    return at.section("applicants", 4, say("applicants_note"), charts=tuple(drawn), tables=tuple(tables))


def merges(at: Setting) -> Section:
    """Every spelling that was counted under another name, and the rules."""
    say = at.say
    rows = tuple(
        (Cell(each.written), Cell(each.name), Cell(say(f"rule_{each.rule}") + (f" ({each.source})" if each.source else "")),
         at.count(each.count)) for each in at.report.merges
    )  # fmt: skip
    note = say("merges_rule", forms=declared_forms(), aliases=len(shipped_aliases()))
    head = (say("written"), say("counted_as"), say("rule"), say("applications"))
    return at.section("merges", 4, note, *(() if rows else (say("merges_none"),)),
                      tables=(Table("merges", say("s_merges"), head, rows),))  # fmt: skip


def pairs(at: Setting) -> Section:
    """Co-applicants as a list and as a network."""
    say, found = at.say, at.report.pairs
    drawn = found[: rules().lists.network]
    weight: dict[str, int] = {}
    for pair in drawn:
        for name in (pair.one, pair.other):
            weight[name] = weight.get(name, 0) + pair.count
    marks = tuple(f"{each.one} + {each.other}: {each.count}" for each in found)
    edges = [(each.one, each.other, each.count, mark) for each, mark in zip(drawn, marks, strict=False)]
    rows = tuple((Cell(each.one), Cell(each.other), at.count(each.count, each.condition)) for each in found)
    chart = Chart(say("network"), charts.network(at.language, list(weight.items()), edges))
    return at.section(
        "pairs", 4, say("pairs_note"), charts=(chart,) if found else (),
        tables=(Table("pairs", say("s_pairs"), (say("one"), say("other"), say("applications")), rows, marks),),
    )  # fmt: skip


def key_patents(at: Setting) -> Section:
    """The most-cited applications, with self-citations apart and named."""
    say, rule, found = at.say, rules().key_patents, at.report.key_patents
    note = say("key_rule", others=f"{rule.others:g}", own=f"{rule.self:g}", scope=say(f"scope_{at.report.citing_scope}"))
    rows, marks, parts = [], [], []
    names = (say("by_others"), say("by_self"))
    for each in found:
        number = " ".join(each.key.split("/")[1:])
        mark = f"{number}: {each.by_others} + {each.by_self}"
        marks.append(mark)
        total = each.by_others + each.by_self
        rows.append(
            (Cell(number, record=each.key), Cell(each.title), Cell("; ".join(each.applicants)),
             Cell(str(each.filing_year or "–"), each.filing_year or None), Cell(say.number(each.by_others), each.by_others),
             Cell(say.number(each.by_self), each.by_self), Cell("; ".join(each.self_names)),
             Cell(f"{each.score:g}", each.score), Cell(say.number(total), total, each.citing))
        )  # fmt: skip
        parts += [(number, names[0], each.by_others, mark), (number, names[1], each.by_self, mark)]
    head = tuple(say(key) for key in ("patent", "title", "applicant", "filed", "by_others", "by_self", "self_names", "score",
                                      "cited_by"))  # fmt: skip
    drawn = Chart(say("s_key_patents"), charts.stacked(at.language, parts[: 2 * DRAWN], names))
    return at.section("key_patents", 5, note, charts=(drawn,) if rows else (),
                      tables=(Table("key_patents", say("s_key_patents"), head, tuple(rows), tuple(marks)),))  # fmt: skip


def inventors(at: Setting) -> Section:
    """The inventors of most applications."""
    say = at.say
    named = [(each.value, each) for each in at.report.inventors]
    drawn = (Chart(say("s_inventors"), charts.bars(at.language, _bars(at, named))),) if named else ()
    return at.section("inventors", 6, say("inventors_note"), charts=drawn,
                      tables=(_counts(at, "inventors", say("s_inventors"), say("inventor"), named),))  # fmt: skip
