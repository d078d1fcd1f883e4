"""The found publications as columns: temporary tables, out of the lake's Parquet in one reading.

Tables: `doc` (one row a publication: doc, unit, key, years, office, source …), `name` (id, written), `party` (doc, unit, id of
a name, whether of an applicant or an inventor), `together`, `country`, `priority`, `symbol` and `doc_symbol`, `citation`,
`citing`. `unit` numbers applications: publications with one right are one, as the search groups them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kapok.lake.tables import Tables

_SHAPE = (
    '{"application":{"date":"VARCHAR"},"publication":{"office_code":"VARCHAR","number":"VARCHAR","date":"VARCHAR"},'
    '"parties":[{"name":"VARCHAR","role":"VARCHAR","country_code":"VARCHAR","other_names":["VARCHAR"]}],'
    '"priorities":[{"number":{"office_code":"VARCHAR","number":"VARCHAR"}}],'
    '"citations":[{"number":{"office_code":"VARCHAR","number":"VARCHAR"}}]}'
)
"""What is taken out of a record's JSON; the texts are passed over."""

_CITING_SHAPE = (
    '{"parties":[{"name":"VARCHAR","role":"VARCHAR"}],"citations":[{"number":{"office_code":"VARCHAR","number":"VARCHAR"}}]}'
)

APPLICANT_ROLES = "('applicant', 'holder', 'assignee', 'party')"
INVENTOR_ROLES = "('inventor', 'designer', 'author')"
"""The roles that the search's fields `applicant` and `inventor` hold."""


class Segment:
    """One published Parquet segment: where it lies and its source."""

    __slots__ = ("path", "source")

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.source = source


def read_found(
    connection: Tables,
    segments: Sequence[Segment],
    wanted: Sequence[str] | None,
    hidden: Sequence[tuple[str, int]],
    places: Sequence[tuple[str, int]] | None = None,
) -> None:
    """Fill the table `raw` with the wanted keys (None: all) of the segments, without the `hidden` rows (path, row).

    `places`: (path, row) of every wanted record, where that is known: then nothing else is read.
    """
    columns = (
        "key, hash(unit_text) AS unit, family_id, title, filing_date, publication_date, office_code, number, classes, "
        f"file_path, json_transform(record, '{_SHAPE}') AS r"
    )
    source = (
        "(SELECT *, filename AS file_path, CASE WHEN right_id = '' THEN key ELSE right_id END AS unit_text FROM read_parquet"
    )
    create = "CREATE TEMP TABLE raw AS "
    if places is not None:
        connection.fill("places", ("path VARCHAR", "row BIGINT"), places)
        by_path = sorted({path for path, _ in places}) or [segment.path for segment in segments[:1]]
        connection.execute(
            create + f"SELECT {columns} FROM {source}($1, filename = true, file_row_number = true)) f "
            "SEMI JOIN places ON file_path = places.path AND file_row_number = places.row",
            [by_path],
        )
        return
    connection.fill("hidden", ("path VARCHAR", "row BIGINT"), hidden)
    narrowed = "" if not hidden else " ANTI JOIN hidden ON file_path = hidden.path AND file_row_number = hidden.row"
    if wanted is not None:
        connection.fill("wanted", ("key VARCHAR",), [(key,) for key in wanted])
        narrowed = " SEMI JOIN wanted ON f.key = wanted.key" + narrowed
    connection.execute(
        create + f"SELECT {columns} FROM {source}($1, filename = true, file_row_number = true)) f{narrowed}",
        [[segment.path for segment in segments]],
    )


def doubled_keys(connection: Tables, segments: Sequence[Segment]) -> list[str]:
    """Keys of which the segments hold more than one version: the manifest says which is current."""
    rows = connection.execute(
        "SELECT key FROM read_parquet($1) GROUP BY key HAVING count(*) > 1", [[segment.path for segment in segments]]
    ).fetchall()
    return [str(row[0]) for row in rows]


def rows_of_keys(connection: Tables, segments: Sequence[Segment], keys: Sequence[str]) -> list[tuple[str, str, int]]:
    """(key, path, row) of every version of the keys."""
    connection.fill("doubled", ("key VARCHAR",), [(key,) for key in keys])
    return connection.execute(
        "SELECT f.key, filename, file_row_number FROM read_parquet($1, filename = true, file_row_number = true) f "
        "SEMI JOIN doubled ON f.key = doubled.key",
        [[segment.path for segment in segments]],
    ).fetchall()


def make_tables(connection: Tables, segments: Sequence[Segment]) -> None:
    """The tables of the report out of `raw`."""
    connection.fill("segment", ("path VARCHAR", "source VARCHAR"), [(each.path, each.source) for each in segments])
    for statement in _TABLES:
        connection.execute(statement)


_NAMED = f"p.name <> '' AND (p.role IN {APPLICANT_ROLES} OR p.role IN {INVENTOR_ROLES})"

# applications, names and symbols are numbered by a 64-bit hash: no dictionary has to be joined to millions of rows. Rows may
# stand twice: whatever counts, counts distinct applications
_TABLES = (
    "CREATE TEMP TABLE unit AS SELECT DISTINCT unit FROM raw",
    # the dates are those that the search indexes: the record's own, else that of its application or publication number
    "CREATE TEMP TABLE doc AS SELECT raw.rowid::INTEGER AS doc, unit, key, family_id, title, "
    "coalesce(nullif(publication_date, ''), r.publication.date, '') AS published, office_code, "
    "TRY_CAST(nullif(substr(coalesce(nullif(filing_date, ''), r.application.date, ''), 1, 4), '') AS INTEGER) AS filing_year, "
    "TRY_CAST(nullif(substr(published, 1, 4), '') AS INTEGER) AS publication_year, "
    "coalesce(r.publication.office_code, office_code) AS number_office, coalesce(r.publication.number, number) AS number, "
    "coalesce(segment.source, '') AS source FROM raw LEFT JOIN segment ON segment.path = file_path",
    "CREATE TEMP TABLE stated AS SELECT rowid::INTEGER AS doc, unit, unnest(r.parties) AS p FROM raw",
    f"CREATE TEMP TABLE written AS SELECT doc, unit, p.role IN {APPLICANT_ROLES} AS applicant, p.name, '' AS primary_name "
    f"FROM stated WHERE {_NAMED} UNION ALL SELECT doc, unit, p.role IN {APPLICANT_ROLES}, unnest(p.other_names), p.name "
    f"FROM stated WHERE {_NAMED} AND len(p.other_names) > 0",
    "CREATE TEMP TABLE name AS SELECT DISTINCT hash(name, applicant) AS id, name AS written, applicant FROM written "
    "WHERE name <> ''",
    "CREATE TEMP TABLE party AS SELECT doc, unit, applicant, hash(name, applicant) AS id FROM written WHERE name <> ''",
    "CREATE TEMP TABLE together AS SELECT DISTINCT hash(primary_name, true) AS one, hash(name, true) AS other FROM written "
    "WHERE applicant AND primary_name <> '' AND name <> ''",
    "DROP TABLE written",
    f"CREATE TEMP TABLE country AS SELECT unit, p.country_code AS code FROM stated "
    f"WHERE p.role IN {APPLICANT_ROLES} AND p.name <> '' AND p.country_code <> ''",
    "DROP TABLE stated",
    "CREATE TEMP TABLE priority AS SELECT unit, n.number.office_code AS code FROM "
    "(SELECT unit, unnest(r.priorities) AS n FROM raw) WHERE n.number.office_code <> ''",
    "CREATE TEMP TABLE classed AS SELECT doc, unit, text FROM "
    "(SELECT rowid::INTEGER AS doc, unit, unnest(string_split(classes, '; ')) AS text FROM raw) "
    "WHERE starts_with(text, 'ipc:') OR starts_with(text, 'cpc:')",
    "CREATE TEMP TABLE symbol AS SELECT hash(text) AS id, substr(text, 1, 3) AS scheme, substr(text, 5) AS symbol, "
    "substr(text, 5, 1) AS section, "
    "CASE WHEN length(split_part(symbol, ' ', 1)) >= 3 THEN substr(symbol, 1, 3) END AS class, "
    "CASE WHEN length(split_part(symbol, ' ', 1)) >= 4 THEN substr(symbol, 1, 4) END AS subclass, "
    "CASE WHEN symbol LIKE '% %' THEN split_part(symbol, '/', 1) END AS \"group\" "
    "FROM (SELECT DISTINCT text FROM classed) WHERE length(text) > 4",
    "CREATE TEMP TABLE doc_symbol AS SELECT doc, unit, hash(text) AS id FROM classed",
    "DROP TABLE classed",
    "CREATE TEMP TABLE citation AS SELECT unit, hash(n.number.office_code, n.number.number) AS cited FROM "
    "(SELECT unit, unnest(r.citations) AS n FROM raw) WHERE n.number.number <> ''",
    "DROP TABLE raw",
)

_TARGET = "SELECT DISTINCT unit, hash(number_office, number) AS cited FROM doc"


def read_citing(connection: Tables, segments: Sequence[Segment], hidden: Sequence[tuple[str, int]]) -> None:
    """The table `citing` (unit, the citing application, its applicants as written): who in the segments cites them."""
    connection.fill("hidden_citing", ("path VARCHAR", "row BIGINT"), hidden)
    narrowed = ""
    if hidden:
        narrowed = " ANTI JOIN hidden_citing ON f.filename = hidden_citing.path AND f.file_row_number = hidden_citing.row"
    connection.execute(
        f"CREATE TEMP TABLE citing AS WITH target AS ({_TARGET}), "
        "stated AS (SELECT hash(CASE WHEN right_id = '' THEN key ELSE right_id END) AS by_unit, "
        f"json_transform(record, '{_CITING_SHAPE}') AS r "
        f"FROM read_parquet($1, filename = true, file_row_number = true) f{narrowed} "
        "WHERE contains(record, '\"citations\":[')), "
        "cited AS (SELECT by_unit, unnest(r.citations) AS c, "
        f"[p.name FOR p IN r.parties IF p.role IN {APPLICANT_ROLES}] AS names FROM stated) "
        "SELECT DISTINCT unit, by_unit, names FROM cited JOIN target "
        "ON target.cited = hash(c.number.office_code, c.number.number) WHERE by_unit <> unit",
        [[segment.path for segment in segments]],
    )


def cite_among_found(connection: Tables) -> None:
    """The table `citing` out of the found publications alone; their applicants are in the table `applicant`."""
    connection.execute(
        f"CREATE TEMP TABLE citing AS WITH target AS ({_TARGET}) SELECT DISTINCT target.unit, c.unit AS by_unit, "
        "NULL::VARCHAR[] AS names FROM citation c JOIN target USING (cited) WHERE c.unit <> target.unit"
    )
