"""Loading measured from outside: a real `kapok load` process, its time, and the memory of it and its workers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import msgspec
from msgspec import Struct

from bench.timing import memory_mb
from kapok.records.record import decode
from kapok.search.mapping import document
from kapok.search.ports import IndexDocument


class LoadFigures(Struct, frozen=True):
    """Seconds of the whole command, of the load inside it and of that until searches found the records; records; peak MB
    (anonymous, mapped); disk MB of the home."""

    command_seconds: float
    seconds: float
    searchable_seconds: float
    records: int
    anonymous_mb: float
    mapped_mb: float
    disk_mb: float


def load(home: Path, file: Path) -> LoadFigures:
    """Load a file with the command line and watch it."""
    before = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kapok.cli.main", "load", str(file), "--home", str(home), "--json"],
        stdout=subprocess.PIPE,
        text=True,
    )
    peak = [0.0, 0.0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.25):
            sums = [sum(values) for values in zip(*(memory_mb(pid) for pid in family(process.pid)), strict=True)] or [0.0, 0.0]
            peak[0], peak[1] = max(peak[0], sums[0]), max(peak[1], sums[1])

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = process.communicate()
    ended.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"kapok load ended with {process.returncode}")
    report = json.loads(output.strip().splitlines()[-1])
    disk = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    return LoadFigures(
        time.perf_counter() - before, report["seconds"], report["searchable_seconds"], report["read"], peak[0], peak[1], disk
    )


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for parent in found:
        try:
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split())
        except OSError:
            continue
    return found


LINES = 2000
"""Lines of a workload file that a worker maps in one go."""


def ready_documents(file: Path) -> tuple[list[bytes], int]:
    """Documents as packed bytes, so that mapping is not part of bare tantivy's time; and their number."""
    with file.open("rb") as handle, get_context("spawn").Pool(2) as pool:
        found = [each for batch in pool.imap(_packed, iter(lambda: list(islice(handle, LINES)), [])) for each in batch]
    return found, len(found)


def _packed(lines: list[bytes]) -> list[bytes]:
    pack = msgspec.msgpack.Encoder().encode
    return [pack(document(decode(line))) for line in lines]


def unpacked(packed: list[bytes]) -> Iterator[IndexDocument]:
    """The documents again; unpacking costs little beside indexing."""
    unpack = msgspec.msgpack.Decoder(dict).decode
    for each in packed:
        yield unpack(each)
