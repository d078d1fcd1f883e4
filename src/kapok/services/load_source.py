"""Load files into the lake and make them searchable: formats, then lake, then search, in batches that survive a kill.

The parent process cuts streams into chunks, decides what is new and writes; worker processes parse. Nothing is visible before
the load is published, and it is published only when its sources are healthy.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from kapok import __version__, clock
from kapok.errors import DamagedInput, InputError
from kapok.formats.container import InputFile, Member, list_files, open_file
from kapok.formats.ports import Chunk, Reader, Rejected
from kapok.formats.registry import detect, get_reader
from kapok.formats.table import table_reader
from kapok.lake.health import SourceSpec, check_health, source_specs
from kapok.lake.layout import Layout
from kapok.lake.locking import write_lock
from kapok.lake.rows import Row, make_row
from kapok.lake.writer import LakeWriter
from kapok.records.merge import merge_partial
from kapok.records.record import decode
from kapok.search.mapping import document
from kapok.search.ports import IndexWriter
from kapok.services.after_load import after_load
from kapok.services.index_lake import catch_up, index_load, index_rights, index_writer
from kapok.services.index_names import index_names
from kapok.services.name_parties import directory_path, name_parties
from kapok.services.parse_batch import Job, Parsed, parse_batch, parse_with
from kapok.services.quarantine import Quarantine
from kapok.services.worker_pool import worker_pool

BATCH_BYTES = 1 << 20
BATCH_CHUNKS = 400
IN_FLIGHT = 12
"""Batches handed to workers ahead, so that they go on while a segment is written (each is some megabytes)."""
PARALLEL_FROM = 4 << 20
"""Inputs smaller than this are parsed in this process: starting workers costs more than it saves."""
COMMIT_SECONDS = 20.0


class LoadReport(Struct, frozen=True, kw_only=True):
    """What a load did. `read` counts every record met: stored + unchanged + rejected.

    `searchable_seconds`: after how many of the `seconds` searches found the records (0 for a load that is held). The index of
    similar marks may take longer.
    """

    files: int
    read: int
    stored: int
    unchanged: int
    repaired: int
    rejected: int
    seconds: float
    searchable_seconds: float = 0.0
    status: str = "published"
    load_id: int = 0
    resumed: bool = False
    findings: list[str] = []
    notes: list[str] = []
    quarantine: str = ""


class Progress(Struct):
    """How far a load is: bytes of the files on disk, records, and what it does right now."""

    total_bytes: int = 0
    done_bytes: int = 0
    records: int = 0
    file: str = ""
    phase: str = "reading"


Watcher = Callable[[Progress], None]


def reader_of_mapping(path: Path) -> Reader:
    """A table reader for a mapping file of the user's own. Raises DefinitionError naming file and line."""
    return table_reader(path)


class _Item(Struct):
    """One job with the place after it: member number and chunks done, so that a killed load resumes there."""

    job: Job
    reader: Reader
    member: int
    chunks_done: int
    bytes_done: int


def load_source(
    home: Path,
    paths: Sequence[str],
    *,
    format_name: str = "",
    source: str = "",
    reader: Reader | None = None,
    watch: Watcher | None = None,
) -> LoadReport:
    """Load files, folders, archives or standard input (`-`).

    Raises InputError when nothing given can be used; single bad records and members are told in the report instead.
    """
    started = time.monotonic()
    layout = Layout(home)
    files = [file for path in paths for file in list_files(path)]
    if not files:
        raise InputError("There is nothing to load", "the folder is empty", "Name a file, or a folder that holds files")
    chosen = reader or (get_reader(format_name) if format_name else None)
    specs = source_specs(layout.own_sources)
    with write_lock(layout.lock):
        catch_up(home)
        load = _Load(home, files, chosen, source, watch)
        try:
            load.run()
            report = load.finish(specs, started)
            index_names(home)  # beside the end of a first index, whose parts are merged meanwhile
        finally:
            load.close()
        if name_parties(home):
            catch_up(home)
        after_load(home)
        found_after = round(load.index.committed_at - started, 3) if report.status == "published" else 0.0
        return msgspec.structs.replace(report, seconds=round(time.monotonic() - started, 3), searchable_seconds=found_after)


class _Load:
    """One run of `load_source`: its writers, counts and place."""

    def __init__(self, home: Path, files: list[InputFile], reader: Reader | None, source: str, watch: Watcher | None) -> None:
        self.home, self.files, self.chosen, self.source = home, files, reader, source
        self.layout = Layout(home)
        self.lake = LakeWriter(home)
        named = [(file.name, _as_text(file.path)) for file in files if file.path is not None]
        progress = self.lake.begin(_signature(files, reader, source), source, named)
        self.resumed = bool(progress)
        self.member_from, self.chunk_from = progress.get("member", 0), progress.get("chunk", 0)
        self.counts: Counter[str] = Counter(progress.get("counts", {}))
        self.filled: dict[str, Counter[str]] = {k: Counter(v) for k, v in progress.get("filled", {}).items()}
        self.quarantine = Quarantine(self.layout.quarantine, self.lake.load_id, progress.get("quarantine", 0))
        self.notes: list[str] = list(progress.get("notes", []))
        self.progress = Progress(total_bytes=sum(f.size for f in files))
        self.index: IndexWriter = index_writer(home, self.progress.total_bytes)
        self.watch = watch or (lambda _: None)
        self.member = 0
        self.failures: list[InputError] = []
        self.unknown: list[str] = []
        self.committed_at = time.monotonic()
        if self.resumed:
            index_load(self.lake, self.home, self.index)

    def close(self) -> None:
        self.index.close()
        self.lake.close()

    def run(self) -> None:
        """Read everything; batches are committed as they fill."""
        self.watch(self.progress)
        parallel = self.progress.total_bytes >= PARALLEL_FROM and self.chosen_is_registered()
        if not parallel:
            for item in self.items():
                self.take(item, parse_with(item.reader, item.job))
            return
        waiting: deque[tuple[_Item, Future[Parsed]]] = deque()
        with worker_pool() as pool:
            for item in self.items():
                waiting.append((item, pool.submit(parse_batch, item.job)))
                if len(waiting) >= IN_FLIGHT:
                    first, future = waiting.popleft()
                    self.take(first, future.result())
            while waiting:
                first, future = waiting.popleft()
                self.take(first, future.result())

    def chosen_is_registered(self) -> bool:
        """Whether workers can get the reader by its name (a user's own mapping has none)."""
        if self.chosen is None:
            return True
        try:
            return get_reader(self.chosen.spec.name) is self.chosen
        except InputError:
            return False

    def items(self) -> Iterator[_Item]:
        """All jobs in order, from where an earlier run stood."""
        done = 0
        for file in self.files:
            members = open_file(file)
            while True:
                try:
                    member = next(members)
                except StopIteration:
                    break
                except InputError as error:
                    self.fail(error)
                    break
                self.member += 1
                if self.member <= self.member_from - 1:
                    continue
                yield from self.member_items(member, done)
            done += file.size

    def member_items(self, member: Member, done: int) -> Iterator[_Item]:
        """The jobs of one member; an unrecognised one is noted."""
        try:
            reader = self.chosen or detect(member.head())
        except InputError as error:
            self.fail(error)
            return
        if reader is None:
            self.unknown.append(member.name)
            return
        skip = self.chunk_from if self.member == self.member_from else 0
        if not skip:
            self.counts["files"] += 1
        batch: list[Chunk | Rejected] = []
        size = number = 0

        def job() -> _Item:
            spec = reader.spec
            return _Item(
                Job(
                    spec.name,
                    batch,
                    self.source or spec.default_source,
                    member.name,
                    clock.now().isoformat(),
                    renames=bool(self.source),
                    parties=str(directory_path(self.home)),
                ),
                reader,
                self.member,
                number,
                done + member.position(),
            )

        pieces = reader.split(member.stream, member.name)  # type: ignore[arg-type]
        while True:
            try:
                piece = next(pieces)
            except StopIteration:
                break
            except DamagedInput as error:
                piece = Rejected(f"piece {number + 1}", str(error))
                pieces = iter(())
            except InputError as error:
                self.fail(error)
                break
            number += 1
            if number <= skip:
                continue
            batch.append(piece)
            size += _size_of(piece)
            if size >= BATCH_BYTES or len(batch) >= BATCH_CHUNKS:
                yield job()
                batch, size = [], 0
        yield job()

    def fail(self, error: InputError) -> None:
        """A whole file or member that cannot be used: told, and the others are read."""
        self.failures.append(error)
        self.counts["unusable"] += 1

    def take(self, item: _Item, parsed: Parsed) -> None:
        """Store what a worker parsed, index what is new, and commit when a segment is full."""
        rows = parsed.rows
        if parsed.partial:
            rows = self.merged(parsed)
        stored = self.lake.add(rows)
        current = {rows[s.index].key: s for s in stored if s.current}  # the last of a key that comes twice in a batch
        if known := [key for key, s in current.items() if s.known]:
            self.index.remove(known)
        if current:
            self.index.add([parsed.documents[s.index] for s in current.values()])
        counts = self.counts
        for rejected in parsed.rejected:
            if rejected.is_record:
                counts["rejected"] += 1
                self.quarantine.add(item.job.file, rejected)
            else:
                self.notes.append(f"{item.job.file}: {rejected.reason}")
        counts["read"] += len(rows) + sum(1 for r in parsed.rejected if r.is_record)
        counts["stored"] += len(stored)
        counts["unchanged"] += len(rows) - len(stored)
        counts["repaired"] += parsed.repaired
        place = self.filled.setdefault(item.job.source, Counter())
        place.update(parsed.filled)
        place["_read"] += len(rows)
        place["_rejected"] += sum(1 for r in parsed.rejected if r.is_record)
        self.member_done, self.chunk_done = item.member, item.chunks_done
        if self.lake.is_due() or time.monotonic() - self.committed_at > COMMIT_SECONDS:
            self.commit()
        self.progress.records, self.progress.file = counts["read"], item.job.file
        self.progress.done_bytes = min(item.bytes_done, self.progress.total_bytes)
        self.index.reached(self.progress.done_bytes / max(1, self.progress.total_bytes))
        self.watch(self.progress)

    def merged(self, parsed: Parsed) -> list[Row]:
        """Rows in which those that carry only a part of a record are joined with what is known of it."""
        rows = list(parsed.rows)
        partial = set(parsed.partial)
        here: dict[str, str] = {}  # records earlier in this batch, not yet in the lake
        for index, row in enumerate(rows):
            if index in partial:
                known = here.get(row.key) or self.lake.current_record(row.key)
                if known is not None:
                    # files that are read again bring no part that is not joined already
                    whole = decode(known) if self.lake.is_repeat else merge_partial(decode(known), decode(row.record))
                    rows[index] = make_row(whole)
                    parsed.documents[index] = document(whole)
            here[row.key] = rows[index].record
        return rows

    def commit(self) -> None:
        """Make the batch durable with the place to resume from."""
        self.quarantine.flush()
        progress: dict[str, Any] = {
            "member": self.member_done,
            "chunk": self.chunk_done,
            "counts": dict(self.counts),
            "filled": {k: dict(v) for k, v in self.filled.items()},
            "quarantine": self.quarantine.position,
            "notes": self.notes[:100],
        }
        self.lake.commit(progress, dict(self.counts))
        self.committed_at = time.monotonic()

    member_done = 0
    chunk_done = 0

    def finish(self, specs: dict[str, SourceSpec], started: float) -> LoadReport:
        """Commit, judge the health, publish or hold, and make the index follow."""
        counts = self.counts
        unusable = self.failures or ([_unknown_format(self.unknown)] if self.unknown else [])
        if unusable and (not counts["files"] or (self.failures and not counts["read"])):
            self.lake.abandon()
            raise unusable[0]
        self.commit()
        findings = [
            finding
            for name, seen in self.filled.items()
            for finding in check_health(
                specs.get(name) or specs["*"], seen["_read"] + seen["_rejected"], seen["_rejected"], seen
            )
        ]
        self.progress.phase = "indexing"
        self.progress.done_bytes = self.progress.total_bytes
        self.watch(self.progress)
        public = dict(counts)
        sequence = self.lake.finish("held" if findings else "published", public, findings)
        if findings:
            self.index.rollback()
        else:
            index_rights(self.lake, self.home, self.index)
            self.index.commit(sequence)
        return LoadReport(
            files=counts["files"],
            read=counts["read"],
            stored=counts["stored"],
            unchanged=counts["unchanged"],
            repaired=counts["repaired"],
            rejected=counts["rejected"],
            seconds=round(time.monotonic() - started, 3),
            status="held" if findings else "published",
            load_id=self.lake.load_id,
            resumed=self.resumed,
            findings=findings,
            notes=[
                *self.notes,
                *(str(failure) for failure in self.failures),
                *([str(_unknown_format(self.unknown))] if self.unknown else []),
            ],
            quarantine=str(self.quarantine.path) if counts["rejected"] else "",
        )


def _unknown_format(names: list[str]) -> InputError:
    """What is said of files (drawings, style sheets, letters) that no reader recognises: one sentence for all of them."""
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    what = f"{shown} is in no format that Kapok reads" if len(names) == 1 else f"{len(names)} files were left out: {shown}"
    return InputError(
        what,
        "the content was not recognised as IP records",
        "See 'kapok formats list'; for a table, write a mapping (docs/formats-how-to-add.md)",
    )


def _size_of(piece: Chunk | Rejected) -> int:
    data = piece.raw if isinstance(piece, Rejected) else piece.data
    inner = getattr(data, "data", data)
    return len(inner) if isinstance(inner, (bytes, str)) else 4000


def _as_text(path: Path) -> str:
    """An absolute path as text that JSON can hold, even where its bytes are no UTF-8."""
    return os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")


def _signature(files: list[InputFile], reader: Reader | None, source: str) -> str:
    """Tells whether a repeated command means the same load: the same files, unchanged, read the same way by the same Kapok."""
    parts: list[Any] = [__version__, reader.spec.name if reader else "", source]
    for file in files:
        if file.path is None:
            parts.append(clock.now().isoformat())  # standard input cannot be read again: never resumed
            continue
        stat = file.path.stat()
        parts.append((_as_text(file.path), stat.st_size, stat.st_mtime_ns))
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()
