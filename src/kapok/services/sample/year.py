"""A generated year: case events and register entries written by DuckDB straight into Parquet, the same every time.

Chance is a hash of the number of the case, so that any size is made without state: a demonstration has some 20,000 cases, a
measurement a million. Nothing in it describes the province; the files are called `sample` and the paper says so.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from kapok.codes.located_yaml import read_located
from kapok.lake.segments import connect
from kapok.statistics.declared import counties, indicators, province
from kapok.statistics.reported import shipped_figures
from kapok.statistics.sources import SAMPLE, entries_folder, events_folder, quoted
from kapok.statistics.wanted import CountedEntries, wanted

SHIPPED_YEAR = 2023
"""The year whose printed figures say how large a generated year is."""
DAYS = 365
"""Cases begin on any day; what would happen after the year stands at its beginning, as acts of cases of the year before do."""


def declared() -> dict[str, Any]:
    """The declaration of the generated year (`year.yaml`)."""
    return dict(read_located(Path(__file__).parent / "year.yaml", "The generated year").content)


def places() -> list[str]:
    """1,200 regions by weight: a number modulo their count chooses one."""
    found: list[str] = []
    for city, weight in declared()["weights"].items():
        inside = [code for code in counties() if code[:4] == city[:4]] or [city]
        inside = inside if city == province()[0] else [*inside, city]
        found += [inside[n % len(inside)] for n in range(int(weight) * 12)]
    return found


def generate_events(home: Path, year: int, share: float = 1.0, only: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Write the case events of a year; `share` multiplies the number of cases. Returns cases and events."""
    content = declared()
    folder = events_folder(home, year)
    folder.mkdir(parents=True, exist_ok=True)
    target, temporary = folder / f"{SAMPLE}.parquet", folder / f"{SAMPLE}.writing"
    steps = [(key, n, *step) for key, path in content["paths"].items() for n, step in enumerate(path, 1)]
    kinds = [(p, of, max(1, round(n * share))) for p, of, n in content["cases"] if not only or p in only]
    connection = connect()
    try:
        connection.execute(f"SET temp_directory = '{quoted(folder)}'")
        connection.execute(
            "CREATE TEMP TABLE steps AS SELECT unnest($1::VARCHAR[]) AS procedure, unnest($2::INTEGER[]) AS sequence, "
            "unnest($3::VARCHAR[]) AS kind, unnest($4::VARCHAR[]) AS state, unnest($5::INTEGER[]) AS after, "
            "unnest($6::INTEGER[]) AS share",
            [list(column) for column in zip(*steps, strict=True)],
        )
        connection.execute(
            "CREATE TEMP TABLE kinds AS SELECT unnest($1::VARCHAR[]) AS procedure, unnest($2::VARCHAR[]) AS authority, "
            "unnest($3::INTEGER[]) AS n",
            [list(column) for column in zip(*kinds, strict=True)],
        )
        connection.execute("CREATE TEMP TABLE spread AS SELECT $1::VARCHAR[] AS slots", [places()])
        cases = (
            "SELECT k.procedure, k.authority, k.procedure || '-' || k.authority || '-' || r.i AS number, "
            "hash(k.procedure || k.authority, r.i) AS chance FROM kinds k, range(k.n) r(i)"
        )
        acts = (
            f"SELECT c.*, s.sequence, s.kind, s.state, ((c.chance // 7) % {DAYS})::INTEGER + s.after AS moment FROM "
            f"(SELECT *, slots[(chance % len(slots))::INTEGER + 1] AS region FROM ({cases}), spread) c "
            "JOIN steps s ON s.procedure = c.procedure AND (c.chance // 11) % 100 < s.share"
        )
        [events] = connection.execute(
            f"COPY (SELECT '{SAMPLE}-' || CASE WHEN moment < {DAYS} THEN '{year}-' ELSE '{year - 1}-' END || number "
            f"AS case_key, sequence, procedure, kind, state, (DATE '{year}-01-01' + moment % {DAYS})::DATE AS day, region, "
            f"authority || '-' || region AS office, authority FROM ({acts})) "
            f"TO '{quoted(temporary)}' (FORMAT parquet, COMPRESSION zstd)"
        ).fetchone() or (0,)
        temporary.rename(target)
    finally:
        connection.close()
        temporary.unlink(missing_ok=True)
    return sum(n for _, _, n in kinds), int(events)


def generate_entries(home: Path, year: int, share: float = 1.0) -> int:
    """Write entries of every kept register so that a year counts about what the shipped figures say; returns how many.

    A stock came in the years since the one that ships, which nothing generated may touch; a flow lies in `year`. One entry
    in 20 of a stock has ended.
    """
    lists = _lists(year, share)
    connection = connect()
    total = 0
    try:
        connection.execute(
            "CREATE TEMP TABLE lists AS SELECT unnest($1::VARCHAR[]) AS register, unnest($2::VARCHAR[]) AS list, "
            "unnest($3::INTEGER[]) AS n, unnest($4::BOOLEAN[]) AS stock, unnest($5::VARCHAR[]) AS tag, "
            "unnest($6::INTEGER[]) AS tagged, unnest($7::INTEGER[]) AS quantity, unnest($8::INTEGER[]) AS holders",
            [list(column) for column in zip(*lists, strict=True)],
        )
        connection.execute("CREATE TEMP TABLE spread AS SELECT $1::VARCHAR[] AS slots", [places()])
        connection.execute(
            "CREATE TEMP TABLE entries AS SELECT l.register, l.list, lpad(r.i::VARCHAR, 7, '0') AS number, "
            "l.list || ' ' || (r.i + 1) AS name, "
            f"CASE WHEN l.stock THEN make_date(greatest({year} - (h % 10)::INTEGER, {SHIPPED_YEAR + 1}), "
            "(h // 13 % 12)::INTEGER + 1, (h // 17 % 28)::INTEGER + 1) "
            f"ELSE make_date({year}, (h // 13 % 12)::INTEGER + 1, (h // 17 % 28)::INTEGER + 1) END AS since, "
            "CASE WHEN l.holders > 0 THEN 'holder ' || (r.i % l.holders) ELSE '' END AS holder, "
            "slots[(h // 19 % len(slots))::INTEGER + 1] AS region, "
            f"CASE WHEN l.stock AND h % 20 = 7 THEN make_date({year}, (h // 23 % 12)::INTEGER + 1, 28) END AS ended, "
            "l.quantity::DECIMAL(20,4) AS quantity, "
            "CASE WHEN l.tag <> '' AND r.i < l.tagged THEN [l.tag] ELSE []::VARCHAR[] END AS tags "
            "FROM lists l, range(l.n) r(i), spread, (SELECT 1), LATERAL (SELECT hash(l.register || l.list, r.i) AS h)"
        )
        for [each] in connection.execute("SELECT DISTINCT year(since) FROM entries ORDER BY 1").fetchall():
            folder = entries_folder(home, int(each))
            folder.mkdir(parents=True, exist_ok=True)
            temporary = folder / f"{SAMPLE}.writing"
            [written] = connection.execute(
                "COPY (SELECT register, list, number, name, since, holder, region, "
                "CASE WHEN ended > since THEN ended END AS until, quantity, tags, 'sample' AS source, true AS public "
                f"FROM entries WHERE year(since) = {int(each)} ORDER BY register, list, number) "
                f"TO '{quoted(temporary)}' (FORMAT parquet, COMPRESSION zstd)"
            ).fetchone() or (0,)
            temporary.rename(folder / f"{SAMPLE}.parquet")
            total += int(written)
    finally:
        connection.close()
    return total


def scaled(value: Decimal, step: Decimal) -> Decimal:
    """A figure of the shipped year as a generated year has it: by the declared growth, to the rounding step."""
    return (value * Decimal(declared()["growth"]) / step).to_integral_value() * step


def _lists(year: int, share: float) -> list[tuple[str, str, int, bool, str, int, int, int]]:
    shipped = {each.id: each.number for each in shipped_figures(SHIPPED_YEAR)}
    known = indicators(year)
    groups: dict[tuple[str, str], list[CountedEntries]] = {}
    for each in wanted(known.values()).entries:
        groups.setdefault((each.register, each.list), []).append(each)
    found = []
    for (register, name), counted in groups.items():
        plain = next((each for each in counted if not (each.tag or each.distinct or each.total)), counted[0])
        size = max(1, int(scaled(shipped.get(plain.id, Decimal(10)), Decimal(1)) * Decimal(str(share))))
        tagged = next((each for each in counted if each.tag), None)
        total = next((each for each in counted if each.total), None)
        holders = next((each for each in counted if each.distinct == "holder"), None)
        found.append(
            (
                register, name, size, plain.stock, tagged.tag if tagged else "",
                int(shipped.get(tagged.id, Decimal(0)) * Decimal(str(share))) if tagged else 0,
                max(1, round(shipped[total.id] / shipped[plain.id])) if total else 1,
                int(shipped.get(holders.id, Decimal(0))) if holders else 0,
            )
        )  # fmt: skip
    return found
