"""The whole report out of the tables of `found`: every part, and what each of them had to leave out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import asdict

from kapok.lake.tables import Tables
from kapok.navigation.citations import key_patents
from kapok.navigation.declared import rules
from kapok.navigation.model import LeftOut, NavigationReport, Question, SourceRow
from kapok.navigation.names import Alias
from kapok.navigation.people import Applicants, inventors
from kapok.navigation.technology import classes, countries, white_spots
from kapok.navigation.trends import life_cycle, trends

_NOT_IN = "SELECT count(*) FROM unit WHERE unit NOT IN (SELECT unit"
_WITHOUT = {
    "no_filing_date": f"{_NOT_IN} FROM doc WHERE filing_year IS NOT NULL)",
    "no_publication_date": f"{_NOT_IN} FROM doc WHERE publication_year IS NOT NULL)",
    "no_applicant": f"{_NOT_IN} FROM party WHERE applicant)",
    "no_inventor": f"{_NOT_IN} FROM party WHERE NOT applicant)",
    "no_applicant_country": f"{_NOT_IN} FROM country)",
    "no_priority": f"{_NOT_IN} FROM priority)",
    "no_ipc": f"{_NOT_IN} FROM doc_symbol JOIN symbol USING (id) WHERE scheme = 'ipc')",
    "no_cpc": f"{_NOT_IN} FROM doc_symbol JOIN symbol USING (id) WHERE scheme = 'cpc')",
    "no_citations": f"{_NOT_IN} FROM citation)",
    "no_family": f"{_NOT_IN} FROM doc WHERE family_id <> '')",
}
"""What a part could not count -> how many applications that are."""


def compute(
    connection: Tables, question: Question, known: dict[str, Alias], beside: Sequence[LeftOut] = ()
) -> NavigationReport:
    """The report. The tables of `found`, `citing` included, are there; `beside` was left out before they were filled."""
    lists = rules().lists
    applicants = Applicants(connection, known)
    years = trends(connection, question.data_date)
    found_classes = classes(connection)
    top, (merges, all_merges), (pairs, all_pairs) = applicants.top(), applicants.merges(), applicants.pairs()
    people, all_people = inventors(connection)
    cited, all_cited = key_patents(connection, applicants)
    by_country, all_countries = countries(connection, "country", "pac")
    by_office, all_offices = countries(connection, "doc", "office")
    by_priority, all_priorities = countries(connection, "priority", "pr")
    applications = _one(connection, "SELECT count(*) FROM unit")
    left_out = [LeftOut(what, _one(connection, query)) for what, query in _WITHOUT.items()]
    known_status = sum(row.count for row in question.status)
    left_out += [LeftOut("no_status", max(applications - known_status, 0)), *beside]
    all_classes = [
        (f"list_{each.scheme}_{level}", len(rows), each.distinct[level])
        for each in found_classes for level, rows in each.levels.items()
    ]  # fmt: skip
    years_total = _one(connection, "SELECT count(DISTINCT filing_year) FROM doc")
    shown_years = [row.year for row in years.filing if row.count]
    left_out += [
        LeftOut(what, everything, shown)
        for what, shown, everything in (
            ("list_years", len(shown_years), years_total),
            ("list_applicants", len(top), applicants.count()), ("list_merges", len(merges), all_merges),
            ("list_pairs", len(pairs), all_pairs), ("list_inventors", len(people), all_people),
            ("list_key_patents", len(cited), all_cited), ("list_applicant_countries", len(by_country), all_countries),
            ("list_offices", len(by_office), all_offices), ("list_priority_countries", len(by_priority), all_priorities),
            *all_classes,
        )
        if everything > shown
    ]  # fmt: skip
    cycle = life_cycle(connection, years)
    return NavigationReport(
        **asdict(question), sources=_sources(connection, lists.sources),
        publications=_one(connection, "SELECT count(*) FROM doc"), applications=applications,
        families=_one(connection, "SELECT count(DISTINCT family_id) FROM doc WHERE family_id <> ''"),
        rules_version=rules().version, trends=years, life_cycle=cycle, phase=cycle[-1].phase if cycle else "",
        classes=found_classes, white_spots=white_spots(connection, found_classes, years), applicant_countries=by_country,
        offices=by_office, priority_countries=by_priority, applicants=top, merges=merges, pairs=pairs, inventors=people,
        key_patents=cited, left_out=tuple(left_out),
    )  # fmt: skip


def _sources(connection: Tables, most: int) -> tuple[SourceRow, ...]:
    rows: Sequence[tuple[Any, ...]] = connection.execute(
        "SELECT source, count(*) AS n, max(published) FROM doc GROUP BY 1 ORDER BY n DESC, 1 LIMIT $1", [most]
    ).fetchall()
    return tuple(SourceRow(source, count, newest or "") for source, count, newest in rows)


def _one(connection: Tables, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
