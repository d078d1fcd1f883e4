"""One durable commit for each action, against a bare INSERT+COMMIT of the same bytes at the same settings: `… HOME`."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.case_world import DAY_0, WAY, do, make_world

CASES = 60


def main(home: Path) -> None:
    """Measure and print one line of JSON."""
    from kapok import clock
    from kapok.portal.migrate import migrate

    migrate(home)
    from django.db import connection

    with clock.fixed(datetime.fromisoformat(DAY_0)):
        world = make_world()
        for action, who in WAY[:-1]:
            do(world, "k-warm", action, who, f"warm-{action}")
        rows = _same_bytes()
        database = _bare_sqlite(home) if connection.vendor == "sqlite" else _bare_postgresql(connection)
        own, bare, cpu = [], [], 0.0
        for number in range(CASES):
            for place, (action, who) in enumerate(WAY[:-1]):
                cpu -= time.process_time()
                before = time.perf_counter()
                do(world, f"k-{number:06d}", action, who, f"c-{number:06d}-{action}")
                own.append(time.perf_counter() - before)
                cpu += time.process_time()
                before = time.perf_counter()
                database(rows[place])
                bare.append(time.perf_counter() - before)
    found = {
        "actions": len(own),
        "own": len(own) / sum(own),
        "bare": len(bare) / sum(bare),
        "p50": sorted(own)[len(own) // 2] * 1000,
        "p95": sorted(own)[int(len(own) * 0.95)] * 1000,
        "cpu": cpu / len(own) * 1000,
        "bytes": sum(map(_size, rows)) / len(rows),
        "settings": _settings(connection),
    }
    connection.close()
    print(json.dumps(found))


def _size(row: tuple[Any, ...]) -> int:
    return sum(len(part) if isinstance(part, bytes | str) else 8 for part in row)


def _same_bytes() -> list[tuple[Any, ...]]:
    """A row for each action: what it wrote for good (event, digests for the log, verdict), without keys and copies."""
    from kapok.portal.accounts.models import Verdict
    from kapok.portal.cases.models import CaseEventRow, Outbox

    events = CaseEventRow.objects.order_by("id").values_list("case_id", "sequence", "kind", "key", "body", "digest")
    logged = dict(Outbox.objects.values_list("reference", "sm3"))
    reason = Verdict.objects.values_list("reason", flat=True).first() or ""
    return [(*row[:4], bytes(row[4]), row[5], logged[f"case/{row[0]}/{row[1]}"], reason) for row in events]


def _settings(connection: Any) -> str:
    """The durability that the measured connection has, asked from the database itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            asked = ("PRAGMA journal_mode", "PRAGMA synchronous")
        else:
            asked = ("SHOW synchronous_commit", "SHOW fsync")
        answers = []
        for question in asked:
            cursor.execute(question)
            answers.append(f"{question.split()[-1]}={cursor.fetchone()[0]}")
    return " ".join(answers)


Bare = Callable[[tuple[Any, ...]], None]
COLUMNS = "(case_key TEXT, sequence INT, kind TEXT, key TEXT, body {blob}, digest TEXT, sm3 TEXT, reason TEXT)"


def _bare_sqlite(home: Path) -> Bare:
    """Writes one row and commits it, at the settings of Kapok's own connection."""
    database = sqlite3.connect(home / "bare.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE bare" + COLUMNS.format(blob="BLOB"))

    def one(row: tuple[Any, ...]) -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO bare VALUES (?,?,?,?,?,?,?,?)", row)
        database.execute("COMMIT")

    return one


def _bare_postgresql(connection: Any) -> Bare:
    """The same on a second connection to the same server."""
    import psycopg

    given = connection.get_connection_params()
    database = psycopg.connect(**{name: given[name] for name in ("dbname", "user", "host") if given.get(name)})
    database.execute("CREATE TABLE IF NOT EXISTS bare" + COLUMNS.format(blob="BYTEA"))
    database.commit()

    def one(row: tuple[Any, ...]) -> None:
        database.execute("INSERT INTO bare VALUES (%s,%s,%s,%s,%s,%s,%s,%s)", row)
        database.commit()

    return one


if __name__ == "__main__":
    main(Path(sys.argv[1]))
