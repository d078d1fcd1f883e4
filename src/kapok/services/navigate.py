"""Make a patent-navigation report: the query is asked of the index, what it finds is counted in the lake's Parquet.

One report costs one reading of the segments that hold patents; a small set is read row by row. Only current versions count.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kapok import clock
from kapok.catalogue import SubjectDatabase, find_subject, subjects
from kapok.codes.declared import LANGUAGES
from kapok.errors import BackendError, InputError, NotFound
from kapok.lake.lake import Lake
from kapok.lake.tables import Tables
from kapok.navigation import conditions
from kapok.navigation.declared import rules
from kapok.navigation.found import (
    Segment,
    cite_among_found,
    doubled_keys,
    make_tables,
    read_citing,
    read_found,
    rows_of_keys,
)
from kapok.navigation.landscape import compute
from kapok.navigation.model import Count, LeftOut, NavigationReport, Question
from kapok.navigation.names import aliases, own_aliases, shipped_aliases
from kapok.search.languages import explain_rows, print_query
from kapok.search.ports import SearchBackend, SearchRequest
from kapok.search.query import And, Everything, Node, Within
from kapok.services.list_sources import newest_date
from kapok.services.opened import backend_of, lake_of
from kapok.services.search_records import read_query

CATEGORY = "patent"
STATUSES = ("in_force", "pending", "not_in_force")
SINGLY = 20_000
"""Up to so many found publications are read row by row; more by reading the segments through."""

FIRST_YEAR, LAST_YEAR = 1700, 2200


def navigate(
    home: Path,
    text: str = "",
    *,
    subject: str = "",
    language: str = "auto",
    from_year: int = 0,
    to_year: int = 0,
    most: int = 0,
) -> NavigationReport:
    """The report on a query or a subject database, filed `from_year` to `to_year` (0 = open).

    Raises InputError for an unusable question (or, with `most`, for more publications than that), NotFound for an unknown
    subject database, QueryError for a query that cannot be read, BackendError when it cannot look. Nothing found is a report
    of noughts.
    """
    started = time.perf_counter()
    chosen, asked, node = _question(text, subject, language, from_year, to_year)
    backend, lake = backend_of(home), lake_of(home)
    segments = [Segment(path, source) for path, source in lake.segments(CATEGORY)]
    if not segments:
        raise BackendError(
            "There are no patents to report on", "none is loaded", "Load some with 'kapok load FILE', or see 'kapok count'"
        )
    publications = backend.count(node, CATEGORY)
    if most and publications > most:
        raise InputError(
            f"This report would count {publications} publications",
            f"a page makes reports on up to {most}",
            "Narrow the query or the years, or ask the operator for 'kapok navigation'",
        )
    known = aliases((*shipped_aliases(), *own_aliases(home / "navigation" / "applicant_aliases.csv")))
    patents = backend.category_counts().get(CATEGORY, 0)
    in_library = patents <= rules().citing_library_most
    connection = Tables()
    try:
        counted = _fill(connection, lake, segments, backend, node, publications, in_library)
        query = print_query(node, "cql")
        question = Question(
            title=chosen.names if chosen else dict.fromkeys(LANGUAGES, asked), subject=subject, asked=asked, query=query,
            interpreted={tag: tuple((row.depth, row.text) for row in explain_rows(node, tag)) for tag in LANGUAGES},
            from_year=from_year, to_year=to_year, made_at=clock.now().isoformat(timespec="seconds"),
            data_date=min(newest_date(home, category=CATEGORY), clock.today().isoformat()),
            indexed_at=backend.changed_at().isoformat(timespec="seconds"), status=_status(backend, query),
            citing_scope="library" if in_library else "found",
        )  # fmt: skip
        beside = (
            LeftOut("other_categories", backend.count(node) - publications),
            LeftOut("not_in_lake", max(publications - counted, 0)),
        )
        report = compute(connection, question, known, beside)
    finally:
        connection.close()
    return msgspec.structs.replace(report, seconds=round(time.perf_counter() - started, 3))


def _question(text: str, subject: str, language: str, from_year: int, to_year: int) -> tuple[SubjectDatabase | None, str, Node]:
    """The subject database (if one was asked for), the text asked, and the tree of everything that is counted."""
    for year in (from_year, to_year):
        if year and not FIRST_YEAR <= year <= LAST_YEAR:
            raise InputError(f"{year} cannot be a year of filing", "", f"Give a year from {FIRST_YEAR} to {LAST_YEAR}")
    if from_year and to_year and from_year > to_year:
        raise InputError(f"No year lies from {from_year} to {to_year}", "the first is after the last", "Swap them")
    chosen = None
    if subject:
        if text.strip():
            raise InputError("A report is on a subject database or on a query", "both were given", "Leave one of them out")
        chosen = find_subject(subject)
        if chosen is None:
            known = ", ".join(each.key for each in subjects())
            raise NotFound(f"There is no subject database '{subject[:60]}'", "", f"Take one of: {known}")
        if chosen.category != CATEGORY:
            raise InputError(f"'{subject}' holds no patents", f"its records are of category {chosen.category}", "Take another")
        text, language = chosen.query, "cql"
    elif not text.strip():
        raise InputError("Nothing to report on", "no query and no subject database", "Give one of them")
    node = read_query(text, language)
    if from_year or to_year:
        years = Within("filing_date", f"{from_year:04}" if from_year else "", f"{to_year:04}" if to_year else "")
        node = read_query(print_query(And((node, years)), "cql"), "cql")
    return chosen, " ".join(text.split()), node


def _fill(
    connection: Tables,
    lake: Lake,
    segments: Sequence[Segment],
    backend: SearchBackend,
    node: Node,
    publications: int,
    in_library: bool,
) -> int:
    """Make all tables; returns how many publications they hold."""
    hidden: list[tuple[str, int]] = []
    small = publications <= SINGLY and not isinstance(node, Everything)
    if not small or in_library:
        hidden = _superseded(connection, lake, segments)
    if small:
        keys = list(backend.iterate_keys(node, CATEGORY))
        versions = [found[0] for key in keys if (found := lake.versions(key))]
        places = [(str(lake.layout.lake / version.path), version.row) for version in versions]
        read_found(connection, segments, None, (), places)
    else:
        wanted = None if isinstance(node, Everything) else list(backend.iterate_keys(node, CATEGORY))
        read_found(connection, segments, wanted, hidden)
    make_tables(connection, segments)
    if in_library and not isinstance(node, Everything):
        read_citing(connection, segments, hidden)
    else:
        cite_among_found(connection)
    row = connection.execute("SELECT count(*) FROM doc").fetchone()
    return int(row[0]) if row else 0


def _superseded(connection: Tables, lake: Lake, segments: Sequence[Segment]) -> list[tuple[str, int]]:
    """Rows of the segments that are not the current version of their key, by the manifest."""
    doubled = doubled_keys(connection, segments)
    if not doubled:
        return []
    current = {}
    for key in doubled:
        version = lake.versions(key)[0]
        current[key] = (str(lake.layout.lake / version.path), version.row)
    return [(path, row) for key, path, row in rows_of_keys(connection, segments, doubled) if current[key] != (path, row)]


def _status(backend: SearchBackend, query: str) -> tuple[Count, ...]:
    """Applications by legal status today, as the index knows it; unknown ones are left out."""
    found = []
    for status in STATUSES:
        condition = f"status={status}"
        tree = read_query(conditions.full(query, condition), "cql")
        request = SearchRequest(query=tree, category=CATEGORY, limit=0, group="right")
        found.append(Count(status, backend.search(request).total, condition))
    return tuple(found)
