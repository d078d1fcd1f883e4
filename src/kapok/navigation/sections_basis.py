"""Sections on what the report rests on, trends, life cycle, legal status, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from kapok.navigation import charts
from kapok.navigation.declared import PhaseRule, rules
from kapok.navigation.layout import Cell, Chart, Section, Setting, Table
from kapok.navigation.model import YearRow


def basis(at: Setting) -> Section:
    """The query, as asked and as understood, the dates, the sources, and how everything counts."""
    report, say = at.report, at.say
    told = [(say("subject"), f"{report.title.get(at.language, '')} ({report.subject})")] if report.subject else []
    if report.asked:
        told.append((say("asked"), report.asked))
    told.append((say("understood"), report.query))
    if report.from_year or report.to_year:
        told.append((say("filed_between"), f"{report.from_year or '…'} – {report.to_year or '…'}"))
    told += [
        (say("data_date"), report.data_date or say("unknown_day")), (say("indexed_at"), _instant(report.indexed_at)),
        (say("made_at"), _instant(report.made_at)),
        (say("rules_version"), f"{report.rules_version} ({rules().dated.isoformat()})"),
    ]  # fmt: skip
    words = report.interpreted.get(at.language) or report.interpreted.get("en", ())
    tree = tuple((Cell("\u00a0\u00a0" * depth + text),) for depth, text in words)
    sources = tuple(
        (Cell(each.name), Cell(say.number(each.publications), each.publications), Cell(each.newest or "–"))
        for each in report.sources
    )
    paragraphs = [say("basis_counts", applications=say.number(report.applications),
                      publications=say.number(report.publications), families=say.number(report.families))]  # fmt: skip
    paragraphs.append(say("basis_trace") if report.applications else say("empty"))
    return at.section(
        "basis", 1, *paragraphs,
        tables=(
            Table("basis", say("s_basis"), (say("item"), say("value")), tuple((Cell(a), Cell(b)) for a, b in told)),
            Table("interpreted", say("interpreted"), (say("interpreted"),), tree),
            Table("sources", say("sources"), (say("source"), say("publications"), say("newest")), sources),
        ),
    )  # fmt: skip


def trends(at: Setting) -> Section:
    """Applications by filing year and by year of publication; years that will still grow are marked."""
    report, say = at.report, at.say
    found = report.trends
    note = say("trends_rule", months=rules().publication_lag_months, date=report.data_date or say("unknown_day"),
               year=found.complete_through or "?")  # fmt: skip
    filing, publication = say("by_filing_year"), say("by_publication_year")
    return at.section(
        "trends", 3, note, say("trends_published"),
        charts=(_year_chart(at, filing, found.filing), _year_chart(at, publication, found.publication)),
        tables=(
            _year_table(at, "filing", filing, found.filing),
            _year_table(at, "publication", publication, found.publication),
        ),
    )  # fmt: skip


def _year_chart(at: Setting, caption: str, rows: Sequence[YearRow]) -> Chart:
    names = (at.say("applications"), at.say("applicants_count"))
    values = [(row.year, row.count, row.applicants, row.complete, _year_mark(at, row)) for row in rows]
    return Chart(caption, charts.years(at.language, values, names))


def _year_mark(at: Setting, row: YearRow) -> str:
    return f"{row.year}: {at.say.number(row.count)}" + ("" if row.complete else f" ({at.say('incomplete')})")


def _year_table(at: Setting, key: str, caption: str, rows: Sequence[YearRow]) -> Table:
    say = at.say
    cells = tuple(
        (
            Cell(f"{row.year}{'' if row.complete else ' *'}", row.year), at.count(row.count, row.condition),
            Cell(say.number(row.applicants), row.applicants), Cell(say("complete" if row.complete else "incomplete")),
        ) for row in rows
    )  # fmt: skip
    head = (say("year"), say("applications"), say("applicants_count"), say("state"))
    return Table(key, caption, head, cells, tuple(_year_mark(at, row) for row in rows))


def life_cycle(at: Setting) -> Section:
    """Applicants against applications by period, each with the phase that the printed rule gives."""
    report, say, rule = at.report, at.say, rules().life_cycle
    stated = "; ".join(_phase_in_words(at, each) for each in rule.phases)
    note = say("life_rule", years=rule.period_years, phases=stated, least=rule.least_applications)
    now = say("phase_now", phase=say(report.phase or "not_claimed"))
    rows, marks, points = [], [], []
    for each in report.life_cycle:
        name = f"{each.first_year}–{each.last_year}"
        mark = f"{name}: {say.number(each.count)} / {say.number(each.applicants)}"
        marks.append(mark)
        points.append((name, each.applicants, each.count, mark))
        rows.append(
            (
                Cell(name), at.count(each.count, f'ad within "{each.first_year} {each.last_year}"'),
                Cell(say.number(each.applicants), each.applicants), _percent(each.count_change),
                _percent(each.applicants_change), Cell(say(each.phase or "not_claimed")),
            )
        )  # fmt: skip
    head = (say("years"), say("applications"), say("applicants_count"), say("change_applications"), say("change_applicants"),
            say("phase"))  # fmt: skip
    drawn = Chart(say("s_life_cycle"), charts.path(at.language, points, (say("applicants_count"), say("applications"))))
    return at.section(
        "life_cycle", 3, note, *((now,) if rows else ()), charts=(drawn,),
        tables=(Table("life_cycle", say("s_life_cycle"), head, tuple(rows), tuple(marks)),),
    )  # fmt: skip


def _phase_in_words(at: Setting, rule: PhaseRule) -> str:
    """`growth: applications ≥ +15, applicants ≥ +10`."""
    say = at.say
    if rule.first_period:
        return f"{say(rule.phase)} = {say('first_period')}"
    bounds = [
        f"{say(word)} {sign} {value:+g}"
        for word, sign, value in (
            ("applications", "≥", rule.applications_from), ("applications", "≤", rule.applications_to),
            ("applicants_count", "≥", rule.applicants_from), ("applicants_count", "≤", rule.applicants_to),
        ) if value is not None
    ]  # fmt: skip
    return f"{say(rule.phase)} = {', '.join(bounds) or say('otherwise')}"


def _percent(value: float | None) -> Cell:
    return Cell("–") if value is None else Cell(f"{value:+.1f} %", value)


def status(at: Setting) -> Section:
    """Applications by legal status today, the unknown beside them."""
    report, say = at.report, at.say
    unknown = next((each.count for each in report.left_out if each.what == "no_status"), 0)
    rows = [(say(each.value), each.count, each.condition) for each in report.status] + [(say("unknown"), unknown, "")]
    rows = [row for row in rows if report.applications]
    marks = tuple(f"{name}: {say.number(count)}" for name, count, _ in rows)
    drawn = charts.bars(at.language, [(name, count, mark) for (name, count, _), mark in zip(rows, marks, strict=True)])
    cells = tuple((Cell(name), at.count(count, condition), at.share(count)) for name, count, condition in rows)
    head = (say("s_status"), say("applications"), say("share"))
    return at.section(
        "status", 4, say("status_note", count=say.number(unknown)), charts=(Chart(say("s_status"), drawn),),
        tables=(Table("status", say("s_status"), head, cells, marks),),
    )  # fmt: skip


def left_out(at: Setting) -> Section:
    """What no part could count, and lists that show less than there is."""
    say = at.say
    missing = tuple(
        (Cell(say(each.what)), at.count(each.count)) for each in at.report.left_out
        if not each.what.startswith("list_") and each.count
    )  # fmt: skip
    cut = tuple(
        (Cell(_list_name(at, each.what)), at.count(each.shown), at.count(each.count)) for each in at.report.left_out
        if each.what.startswith("list_")
    )  # fmt: skip
    return at.section(
        "left_out", 7, say("left_note") if missing else say("left_nothing"),
        tables=(
            Table("left_out", say("s_left_out"), (say("item"), say("applications")), missing),
            Table("lists", say("lists_cut"), (say("list"), say("shown"), say("of_all")), cut),
        ),
    )  # fmt: skip


def _list_name(at: Setting, what: str) -> str:
    """`list_ipc_group` -> IPC, main group."""
    name = what.removeprefix("list_")
    scheme, _, level = name.partition("_")
    if scheme in ("ipc", "cpc"):
        return f"{scheme.upper()}: {at.say(f'level_{level}')}"
    words = {"years": "by_filing_year", "applicant_countries": "by_applicant_country", "offices": "by_office",
             "priority_countries": "by_priority"}  # fmt: skip
    return at.say(words.get(name, f"s_{name}"))


def _instant(text: str) -> str:
    return text.replace("T", " ").removesuffix("+00:00")
