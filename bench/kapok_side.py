"""Kapok itself: the questions as CQL through its own search call, and over HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.kinds import Question
from kapok.services.search_records import search

FACETS = {"marks": ("office_code", "year", "nice"), "patents": ("office_code", "year", "cpc_subclass", "applicant")}


def cql(workload: str, question: Question) -> str:
    """The question as a CQL query of Kapok."""
    v, kind = question.values, question.kind
    words = " and ".join(f"{'gs' if workload == 'marks' else 'ta'}={w}" for w in v.get("words", []))
    if kind == "exact":
        return f'tm=="{v["name"]}"'
    if kind == "prefix":
        return f"tm={v['prefix']}*"
    if kind in ("fuzzy1", "fuzzy2"):
        return f"tm={v['word']}~{kind[-1]}" if kind == "fuzzy2" else f"tm={v['word']}~1"
    if kind == "word_class":
        return f"tm={v['word']} and nice={v['nice']}"
    if kind == "bool_class":
        return f"{words} and cpc=/low {v['class']}"
    if kind == "chinese":
        return f'{"tm" if workload == "marks" else "ta"}="{v["text"]}"'
    if kind == "phrase":
        return f'ta="{" ".join(v["words"])}"'
    if kind == "prox":
        return f"ta={v['left']} prox/distance<={v['distance']} ta={v['right']}"
    if kind == "date_range":
        field, words = ("rd", f"tm={v['word']}") if workload == "marks" else ("pd", words)
        return f'{words} and {field} within "{v["low"]} {v["high"]}"'
    if kind == "in_force":
        return f"tm={v['word']} and inforce={v['day']}"
    return words


def choices(workload: str, question: Question) -> dict[str, object]:
    """The options of the search call for a question."""
    found: dict[str, object] = {"limit": 20, "language": "cql", "highlight": question.kind == "highlight"}
    if question.kind == "facets":
        found["facets"] = FACETS[workload]
    if "offset" in question.values:
        found["offset"] = question.values["offset"]
    return found


def call(home: Path, workload: str, question: Question) -> Callable[[], int]:
    """The search call of a question; returns the exact total."""
    text, options = cql(workload, question), choices(workload, question)

    def run() -> int:
        return search(home, text, **options).total  # type: ignore[arg-type]

    return run


def over_http(base: str, workload: str, questions: Sequence[Question], clients: int = 2) -> list[float]:
    """Milliseconds of every request with so many clients at once, after one warm-up round."""
    addresses = []
    for question in questions:
        options = choices(workload, question)
        values: list[tuple[str, str]] = [("q", cql(workload, question)), ("language", "cql")]
        if options.get("highlight"):
            values.append(("highlight", "true"))
        if "offset" in options:
            values.append(("offset", str(options["offset"])))
        values += [("facets", f) for f in options.get("facets", ())]  # type: ignore[attr-defined]
        addresses.append(f"{base}/api/search?" + urllib.parse.urlencode(values))
    spent: list[float] = []

    def client(part: Sequence[str], keep: bool) -> None:
        for address in part:
            before = time.perf_counter()
            with urllib.request.urlopen(address) as answer:
                json.load(answer)
            if keep:
                spent.append((time.perf_counter() - before) * 1000)

    for keep in (False, True):
        threads = [threading.Thread(target=client, args=(addresses[n::clients], keep)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return sorted(spent)


@contextmanager
def server(home: Path, port: int = 8765) -> Iterator[str]:
    """A real server process on this machine; yields its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kapok.cli.main", "serve", "--home", str(home), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "KAPOK_RATE_LIMIT": "0"},
    )
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{base}/healthz").close()
                break
            except OSError:
                time.sleep(0.5)
        yield base
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
