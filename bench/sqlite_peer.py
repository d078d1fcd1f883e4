"""SQLite FTS5 doing the same work: unicode61 for words, character pairs for Chinese, exact totals."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.kinds import Question
from kapok.records.record import Mark, Patent, Record


def pairs(text: str) -> str:
    """Overlapping pairs of Chinese characters, blanks between: what FTS5 needs to find Chinese without a dictionary."""
    return " ".join(text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalpha() and ord(text[i]) > 0x2E80)


class SqlitePeer:
    """One database file for marks and one for patents; queries return the exact total and fetch 20 rows."""

    name = "sqlite"

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA mmap_size=4000000000"
        )

    def build_marks(self, records: Iterable[Record]) -> None:
        self.db.executescript(
            "CREATE TABLE m(id INTEGER PRIMARY KEY, key TEXT, name TEXT, folded TEXT, holder TEXT, office TEXT, filed TEXT, "
            "registered TEXT, year INT, goods TEXT);"
            "CREATE TABLE mc(class INT, id INT, PRIMARY KEY(class, id)) WITHOUT ROWID;"
            "CREATE VIRTUAL TABLE mf USING fts5(name, goods, content='m', content_rowid='id', tokenize='unicode61');"
            "CREATE VIRTUAL TABLE mt USING fts5(pairs, content='', tokenize='unicode61');"
        )
        rows, classes = [], []
        for n, r in enumerate(records, start=1):
            assert isinstance(r, Mark)
            goods = " ".join(g.text for g in r.goods_and_services)
            rows.append(
                (
                    n,
                    r.key,
                    r.mark_text,
                    r.mark_text.lower(),
                    r.parties[0].name,
                    r.office_code,
                    r.filing_date,
                    r.registration_date,
                    int(r.registration_date[:4]),
                    goods,
                )
            )
            classes += [(g.nice_class, n) for g in r.goods_and_services]
            if len(rows) == 20_000:
                self._flush(rows, classes)
        self._flush(rows, classes)
        self.db.executescript(
            "INSERT INTO mf(mf) VALUES('rebuild');"
            "CREATE INDEX m_folded ON m(folded); CREATE INDEX m_registered ON m(registered);"
            "CREATE VIRTUAL TABLE mv USING fts5vocab(mf, 'col'); INSERT INTO mf(mf) VALUES('optimize');"
            "INSERT INTO mt(mt) VALUES('optimize'); ANALYZE;"
        )
        self.db.commit()

    def _flush(self, rows: list[tuple[object, ...]], classes: list[tuple[int, int]]) -> None:
        self.db.executemany("INSERT INTO m VALUES(?,?,?,?,?,?,?,?,?,?)", rows)
        self.db.executemany("INSERT OR IGNORE INTO mc VALUES(?,?)", classes)
        self.db.executemany("INSERT INTO mt(rowid, pairs) VALUES(?,?)", [(r[0], pairs(str(r[2]))) for r in rows])
        rows.clear()
        classes.clear()

    def build_patents(self, records: Iterable[Record]) -> None:
        self.db.executescript(
            "CREATE TABLE p(id INTEGER PRIMARY KEY, key TEXT, title TEXT, abstract TEXT, applicant TEXT, office TEXT, "
            "published TEXT, year INT, cpc TEXT);"
            "CREATE TABLE pc(subclass TEXT, id INT, PRIMARY KEY(subclass, id)) WITHOUT ROWID;"
            "CREATE VIRTUAL TABLE pf USING fts5(title, abstract, content='p', content_rowid='id', tokenize='unicode61');"
            "CREATE VIRTUAL TABLE pt USING fts5(pairs, content='', tokenize='unicode61');"
        )
        for n, r in enumerate(records, start=1):
            assert isinstance(r, Patent)
            self.db.execute(
                "INSERT INTO p VALUES(?,?,?,?,?,?,?,?,?)",
                (
                    n,
                    r.key,
                    r.titles[0].text,
                    r.abstracts[0].text,
                    r.parties[0].name,
                    r.office_code,
                    r.publication_date,
                    int(r.publication_date[:4]),
                    r.classifications[0].symbol,
                ),
            )
            self.db.execute(
                "INSERT INTO pt(rowid, pairs) VALUES(?,?)", (n, pairs(r.titles[0].text + "|" + r.abstracts[0].text))
            )
            self.db.executemany("INSERT OR IGNORE INTO pc VALUES(?,?)", [(c.symbol[:4], n) for c in r.classifications])
        self.db.executescript(
            "INSERT INTO pf(pf) VALUES('rebuild'); "
            "CREATE INDEX p_published ON p(published);"
            "INSERT INTO pf(pf) VALUES('optimize'); INSERT INTO pt(pt) VALUES('optimize'); ANALYZE;"
        )
        self.db.commit()

    def call(self, workload: str, question: Question) -> Callable[[], int] | None:
        """The query of a question as a call, None where SQLite has nothing comparable."""
        v = question.values
        table, fts, tri = ("m", "mf", "mt") if workload == "marks" else ("p", "pf", "pt")
        day = "registered" if workload == "marks" else "published"
        kind = question.kind
        words = " ".join(f'"{w}"' for w in v.get("words", [v.get("word", "")]))
        column = {"goods": "goods", "facets": "goods", "highlight": "goods", "deep": "goods"}.get(kind, "name")
        column = column if workload == "marks" else "title abstract"
        match = f"{{{column}}} : ({words})"
        if kind == "exact":
            return self._pair("FROM m WHERE folded = ?", (v["name"].lower(),), "m.key", f"ORDER BY {day} DESC")
        if kind == "prefix":
            return self._pair("FROM mf JOIN m ON m.id = mf.rowid WHERE mf MATCH ?", (f'name : "{v["prefix"]}"*',), "m.key", "")
        if kind == "word_class":
            return self._pair(
                "FROM mf CROSS JOIN m ON m.id = mf.rowid CROSS JOIN mc ON mc.id = m.id AND mc.class = ? WHERE mf MATCH ?",
                (v["nice"], match),
                "m.key",
                "ORDER BY rank",
            )
        if kind == "bool_class":
            return self._pair(
                "FROM pf CROSS JOIN p ON p.id = pf.rowid CROSS JOIN pc ON pc.id = p.id AND pc.subclass = ? WHERE pf MATCH ?",
                (v["class"], match),
                "p.key",
                "ORDER BY rank",
            )
        if kind == "chinese":
            return self._pair(
                f"FROM {tri} JOIN {table} ON {table}.id = {tri}.rowid WHERE {tri} MATCH ?",
                (f'"{pairs(v["text"])}"',),
                f"{table}.key",
                "",
            )
        if kind == "phrase":
            return self._pair(
                "FROM pf JOIN p ON p.id = pf.rowid WHERE pf MATCH ?",
                ('"' + " ".join(v["words"]) + '"',),
                "p.key",
                "ORDER BY rank",
            )
        if kind == "prox":
            near = f'NEAR("{v["left"]}" "{v["right"]}", {v["distance"] - 1})'
            return self._pair("FROM pf JOIN p ON p.id = pf.rowid WHERE pf MATCH ?", (near,), "p.key", "ORDER BY rank")
        if kind in ("words", "goods"):
            return self._pair(
                f"FROM {fts} JOIN {table} ON {table}.id = {fts}.rowid WHERE {fts} MATCH ?",
                (match,),
                f"{table}.key",
                "ORDER BY rank",
            )
        if kind == "date_range":
            return self._pair(
                f"FROM {fts} JOIN {table} ON {table}.id = {fts}.rowid WHERE {fts} MATCH ? AND {day} BETWEEN ? AND ?",
                (match, v["low"], v["high"]),
                f"{table}.key",
                f"ORDER BY {day} DESC",
            )
        if kind == "in_force":
            return self._pair(
                "FROM mf JOIN m ON m.id = mf.rowid WHERE mf MATCH ? AND registered <= ? AND date(registered, '+10 years') > ?",
                (match, v["day"], v["day"]),
                "m.key",
                "ORDER BY rank",
            )
        if kind == "deep":
            return self._pair(
                f"FROM {fts} JOIN {table} ON {table}.id = {fts}.rowid WHERE {fts} MATCH ?",
                (match,),
                f"{table}.key",
                "ORDER BY rank",
                offset=v["offset"],
            )
        if kind == "highlight":
            index = 1
            return self._pair(
                f"FROM {fts} JOIN {table} ON {table}.id = {fts}.rowid WHERE {fts} MATCH ?",
                (match,),
                f"{table}.key, snippet({fts}, {index}, '<mark>', '</mark>', '…', 24)",
                "ORDER BY rank",
            )
        if kind == "facets":
            groups = ("office", "year") if workload == "marks" else ("office", "year", "applicant")

            def facets() -> int:
                total = 0
                for group in groups:
                    rows = self.db.execute(
                        f"SELECT {table}.{group}, count(*) FROM {fts} "
                        f"JOIN {table} ON {table}.id = {fts}.rowid WHERE {fts} MATCH ? "
                        "GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
                        (match,),
                    ).fetchall()
                    total = max(total, sum(r[1] for r in rows))
                child, name = ("mc", "class") if workload == "marks" else ("pc", "subclass")
                self.db.execute(
                    f"SELECT {child}.{name}, count(*) FROM {fts} JOIN {child} ON {child}.id = {fts}.rowid "
                    f"WHERE {fts} MATCH ? GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
                    (match,),
                ).fetchall()
                return int(self.db.execute(f"SELECT count(*) FROM {fts} WHERE {fts} MATCH ?", (match,)).fetchone()[0])

            return facets
        return None  # fuzzy: FTS5 has no edit distance

    def _pair(self, tail: str, values: tuple[object, ...], shown: str, order: str, offset: int = 0) -> Callable[[], int]:
        def run() -> int:
            total = self.db.execute(f"SELECT count(*) {tail}", values).fetchone()[0]
            self.db.execute(f"SELECT {shown} {tail} {order} LIMIT 20 OFFSET {offset}", values).fetchall()
            return int(total)

        return run
