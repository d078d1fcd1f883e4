"""PostgreSQL doing the same work: tsvector for words, pg_trgm for fuzzy, character pairs for Chinese, exact totals.

A throw-away cluster on a Unix socket, started and stopped here; needs Debian's postgresql (and, as root, `runuser`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg

from bench.kinds import Question
from bench.sqlite_peer import pairs
from kapok.records.record import Mark, Patent, Record


def binaries() -> Path | None:
    """The folder of the newest installed server, None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class PostgresPeer:
    """A cluster in a temporary folder; `close` stops and removes it."""

    name = "postgres"

    def __init__(self, *, durable: bool = False) -> None:
        """`durable`: a commit is on the disk when it returns; else the cluster is for reading, and loads faster."""
        self.bin = binaries()
        assert self.bin is not None
        self.folder = Path(tempfile.mkdtemp(prefix="kapok-pg-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8", "-D", str(self.data))
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c shared_buffers=1GB "
            f"-c fsync={'on' if durable else 'off'} -c synchronous_commit=on "
            "-c maintenance_work_mem=1GB -c work_mem=64MB -c max_wal_size=8GB"
        )
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-o", options, "-w", "start")
        user = "postgres" if os.geteuid() == 0 else os.environ.get("USER", "postgres")
        self.db = psycopg.connect(host=str(self.folder), dbname="postgres", user=user, autocommit=True)
        self.db.execute("CREATE EXTENSION pg_trgm")

    def close(self) -> None:
        self.db.close()
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *args: str) -> None:
        assert self.bin is not None
        command = [str(self.bin / program), *args]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp")

    def build_marks(self, records: Iterable[Record]) -> None:
        self.db.execute(
            "CREATE TABLE m(id INT, key TEXT, name TEXT, folded TEXT, holder TEXT, office TEXT, registered DATE, year INT, "
            "classes INT[], goods TEXT, pairs TEXT)"
        )
        with self.db.cursor().copy("COPY m FROM STDIN") as copy:
            for n, r in enumerate(records):
                assert isinstance(r, Mark)
                copy.write_row(
                    (
                        n,
                        r.key,
                        r.mark_text,
                        r.mark_text.lower(),
                        r.parties[0].name,
                        r.office_code,
                        r.registration_date,
                        int(r.registration_date[:4]),
                        [g.nice_class for g in r.goods_and_services],
                        " ".join(g.text for g in r.goods_and_services),
                        pairs(r.mark_text),
                    )
                )
        self._indexes(
            "ALTER TABLE m ADD nv tsvector GENERATED ALWAYS AS (to_tsvector('simple', name)) STORED",
            "ALTER TABLE m ADD gv tsvector GENERATED ALWAYS AS (to_tsvector('simple', goods)) STORED",
            "ALTER TABLE m ADD pv tsvector GENERATED ALWAYS AS (to_tsvector('simple', pairs)) STORED",
            "CREATE INDEX ON m USING gin(nv)",
            "CREATE INDEX ON m USING gin(gv)",
            "CREATE INDEX ON m USING gin(pv)",
            "CREATE INDEX ON m USING gin(classes)",
            "CREATE INDEX ON m(folded text_pattern_ops)",
            "CREATE INDEX ON m(registered)",
            "CREATE INDEX ON m USING gin(folded gin_trgm_ops)",
            "VACUUM ANALYZE m",
        )

    def build_patents(self, records: Iterable[Record]) -> None:
        self.db.execute(
            "CREATE TABLE p(id INT, key TEXT, title TEXT, abstract TEXT, applicant TEXT, office TEXT, published DATE, "
            "year INT, subclasses TEXT[], pairs TEXT)"
        )
        with self.db.cursor().copy("COPY p FROM STDIN") as copy:
            for n, r in enumerate(records):
                assert isinstance(r, Patent)
                copy.write_row(
                    (
                        n,
                        r.key,
                        r.titles[0].text,
                        r.abstracts[0].text,
                        r.parties[0].name,
                        r.office_code,
                        r.publication_date,
                        int(r.publication_date[:4]),
                        [c.symbol[:4] for c in r.classifications],
                        pairs(r.titles[0].text + "|" + r.abstracts[0].text),
                    )
                )
        self._indexes(
            "ALTER TABLE p ADD v tsvector GENERATED ALWAYS AS (to_tsvector('simple', title || ' . ' || abstract)) STORED",
            "ALTER TABLE p ADD pv tsvector GENERATED ALWAYS AS (to_tsvector('simple', pairs)) STORED",
            "CREATE INDEX ON p USING gin(v)",
            "CREATE INDEX ON p USING gin(pv)",
            "CREATE INDEX ON p USING gin(subclasses)",
            "CREATE INDEX ON p(published)",
            "VACUUM ANALYZE p",
        )

    def _indexes(self, *statements: str) -> None:
        for statement in statements:
            self.db.execute(statement)

    def call(self, workload: str, question: Question) -> Callable[[], int] | None:
        """The query of a question as a call, None where PostgreSQL has nothing comparable."""
        v, kind = question.values, question.kind
        is_mark = workload == "marks"
        table, day = ("m", "registered") if is_mark else ("p", "published")
        vector = ("gv" if kind in ("goods", "facets", "highlight", "deep") else "nv") if is_mark else "v"
        query = " & ".join(v.get("words", [v.get("word", "")]))
        where, values = f"{vector} @@ to_tsquery('simple', %s)", [query]
        rank = f"ts_rank({vector}, to_tsquery('simple', %s)) DESC"
        if kind == "exact":
            return self._pair("m", "folded = %s", [v["name"].lower()], "registered DESC")
        if kind == "prefix":
            return self._pair("m", "nv @@ to_tsquery('simple', %s)", [v["prefix"] + ":*"], "1")
        if kind in ("fuzzy1", "fuzzy2"):
            return self._pair("m", "folded %% %s", [v["word"]], "1")
        if kind == "word_class":
            return self._pair("m", where + " AND classes @> %s::int[]", [*values, [v["nice"]]], rank, [query])
        if kind == "bool_class":
            return self._pair("p", where + " AND subclasses @> %s::text[]", [*values, [v["class"]]], rank, [query])
        if kind == "chinese":
            words = " <-> ".join(pairs(v["text"]).split())
            return self._pair(table, "pv @@ to_tsquery('simple', %s)", [words], "1")
        if kind == "phrase":
            return self._pair("p", where, [" <-> ".join(v["words"])], rank, [query])
        if kind == "prox":
            steps = [
                f"({v['left']} <{n}> {v['right']}) | ({v['right']} <{n}> {v['left']})" for n in range(1, v["distance"] + 1)
            ]
            return self._pair("p", where, [" | ".join(steps)], rank, [f"{v['left']} & {v['right']}"])
        if kind in ("words", "goods"):
            return self._pair(table, where, values, rank, [query])
        if kind == "date_range":
            return self._pair(table, where + f" AND {day} BETWEEN %s AND %s", [*values, v["low"], v["high"]], f"{day} DESC")
        if kind == "in_force":
            return self._pair(
                "m",
                where + " AND registered <= %s AND registered + interval '10 years' > %s::date",
                [*values, v["day"], v["day"]],
                rank,
                [query],
            )
        if kind == "deep":
            return self._pair(table, where, values, rank, [query], offset=v["offset"])
        if kind == "highlight":
            shown = f"key, ts_headline('simple', {'goods' if is_mark else 'abstract'}, to_tsquery('simple', %s))"
            return self._pair(table, where, values, rank, [query], shown=shown, shown_values=[query])
        if kind == "facets":
            return self._facets(table, where, values, is_mark)
        return None

    def _pair(
        self,
        table: str,
        where: str,
        values: list[Any],
        order: str,
        order_values: list[Any] | None = None,
        *,
        shown: str = "key",
        shown_values: list[Any] | None = None,
        offset: int = 0,
    ) -> Callable[[], int]:
        def run() -> int:
            found = self.db.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()
            inner = f"SELECT * FROM {table} WHERE {where} ORDER BY {order} LIMIT 20 OFFSET {offset}"
            self.db.execute(
                f"SELECT {shown} FROM ({inner}) page", [*(shown_values or []), *values, *(order_values or [])]
            ).fetchall()
            return int(found[0]) if found else 0

        return run

    def _facets(self, table: str, where: str, values: list[Any], is_mark: bool) -> Callable[[], int]:
        groups = ["office", "year", "unnest(classes)"] if is_mark else ["office", "year", "applicant", "unnest(subclasses)"]

        def run() -> int:
            for group in groups:
                self.db.execute(
                    f"SELECT {group}, count(*) FROM {table} WHERE {where} GROUP BY 1 ORDER BY 2 DESC LIMIT 10", values
                ).fetchall()
            found = self.db.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()
            return int(found[0]) if found else 0

        return run
