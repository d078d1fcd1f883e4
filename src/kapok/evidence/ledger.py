"""The append-only log: entries in order, the roots over them, and proofs of both.

    with Ledger(path, origin="ip.example.org/log", write=True) as ledger:
        [appended] = ledger.append([Draft("deposit/1", "deposit", digests(data))])
        path = ledger.inclusion_proof(appended.index, ledger.size())

Appending is idempotent by the id of the entry, so that whoever was killed between appending and noting it simply repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

import msgspec

from kapok.clock import now
from kapok.errors import BackendError, IntegrityError, NotFound
from kapok.evidence.digest import ALGORITHMS
from kapok.evidence.entry import Draft, Entry, check_draft, parse_entry
from kapok.evidence.log_file import LogFile
from kapok.evidence.merkle import consistency_proof, inclusion_proof, leaf_hashes, range_root
from kapok.evidence.tree import TILE, Growth, TiledNodes

CLOCK_MAY_STEP_BACK = timedelta(minutes=5)


class Appended(msgspec.Struct, frozen=True):
    """Where a draft stands in the log; `is_new` is False when its id stood there already."""

    index: int
    is_new: bool


class Ledger:
    """One log. Reading needs no rights to write; several processes may append, one at a time."""

    def __init__(self, path: Path, *, origin: str = "", write: bool = False) -> None:
        """Open the log at `path`; with `write` and an `origin` (its name for ever), create it when it is not there."""
        self.file = LogFile(path, origin=origin, write=write)
        self._growth: Growth | None = None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self.file.close()

    @property
    def origin(self) -> str:
        """The name of the log, as its checkpoints carry it."""
        return self.file.fact("origin")

    def size(self) -> int:
        """How many entries there are."""
        return self.file.size()

    def append(self, drafts: Sequence[Draft]) -> list[Appended]:
        """Append in this order, in one durable transaction; returns one place per draft.

        A draft whose id stands in the log with the same kind and digests is not appended again. Raises IntegrityError, and
        appends nothing, when the id stands there for something else; InputError for a draft that cannot stand in the log.
        """
        checked = [check_draft(draft) for draft in drafts]
        if not checked:
            return []
        with self.file.transaction():
            growth = self._grown().copy()
            at = self._entry_time(growth.size)
            places, entries = self._place(checked, growth.size, at)
            rows = [(entry.index, entry.id, entry.to_bytes()) for entry in entries]
            leaves = [row[2] for row in rows]
            tiles = growth.extend({name: leaf_hashes(leaves, name) for name in ALGORITHMS}) if rows else []
            self.file.add(rows, tiles)
        self._growth = growth
        return places

    def _place(self, drafts: Sequence[Draft], size: int, at: datetime) -> tuple[list[Appended], list[Entry]]:
        places: list[Appended] = []
        entries: dict[str, Entry] = {}
        for draft in drafts:
            known = entries.get(draft.id)
            if known is None and (index := self.file.find(draft.id)) is not None:
                known = self.entry(index)
            if known is None:
                entry = Entry(size + len(entries), draft.id, draft.kind, at, dict(draft.digests))
                entries[draft.id] = entry
                places.append(Appended(entry.index, True))
            else:
                _check_same(draft, known)
                places.append(Appended(known.index, False))
        return places, list(entries.values())

    def _entry_time(self, size: int) -> datetime:
        """Now, but never before the entry before: the order of entries is the order of their instants."""
        instant = now()
        if size == 0:
            return instant
        last = self.entry(size - 1).at
        if instant < last - CLOCK_MAY_STEP_BACK:
            raise BackendError(
                "Nothing can be appended to the log",
                f"the clock of this machine says {instant:%Y-%m-%d %H:%M:%S}, the last entry is of {last:%Y-%m-%d %H:%M:%S}",
                "Set the clock right, then try again",
            )
        return max(instant, last)

    def entry(self, index: int) -> Entry:
        """One entry. Raises NotFound outside the log."""
        return parse_entry(self.leaf(index))

    def leaf(self, index: int) -> bytes:
        """The bytes of one entry. Raises NotFound outside the log."""
        leaf = self.file.leaf(index)
        if leaf is None:
            raise NotFound(f"There is no entry {index} in the log", f"it holds {self.size()} entries", "Give a smaller index")
        return leaf

    def find(self, entry_id: str) -> int | None:
        """The index of the entry with this id."""
        return self.file.find(entry_id)

    def root(self, algorithm: str = "sha256", size: int | None = None) -> bytes:
        """The root now, or when the log held `size` entries."""
        growth = self._grown()
        if size is None or size == growth.size:
            return growth.root(algorithm)
        self._check_size(size, growth.size)
        return range_root(self._nodes(growth, algorithm), 0, size, algorithm)

    def inclusion_proof(self, index: int, size: int | None = None, algorithm: str = "sha256") -> list[bytes]:
        """The sibling hashes that lead from one entry to the root over `size` entries (default: all)."""
        growth = self._grown()
        stated = growth.size if size is None else size
        self._check_size(stated, growth.size)
        return inclusion_proof(self._nodes(growth, algorithm), index, stated, algorithm)

    def consistency_proof(self, old: int, new: int | None = None, algorithm: str = "sha256") -> list[bytes]:
        """The hashes that show that the log of `new` entries (default: all) continues the log of `old`."""
        growth = self._grown()
        stated = growth.size if new is None else new
        self._check_size(stated, growth.size)
        return consistency_proof(self._nodes(growth, algorithm), old, stated, algorithm)

    def _nodes(self, growth: Growth, algorithm: str) -> TiledNodes:
        return TiledNodes(self.file, growth.size, growth.tails, algorithm)

    def _check_size(self, size: int, have: int) -> None:
        if not 0 <= size <= have:
            raise NotFound(f"The log never held {size} entries", f"it holds {have}", "Give a smaller size")

    def _grown(self) -> Growth:
        """The right edge of the tree as the file has it; read again when another process has appended."""
        size = self.file.size()
        if self._growth is None or self._growth.size != size:
            self._growth = self._read_growth(size)
        return self._growth

    def _read_growth(self, size: int) -> Growth:
        leaves = list(self.file.leaves(size // TILE * TILE, size))
        tails = {name: [leaf_hashes(leaves, name)] for name in ALGORITHMS}
        level, full = 0, size // TILE
        while full:
            begin = full // TILE * TILE
            roots = self.file.tile_roots(level, begin)[: full - begin]
            if len(roots) != full - begin:
                raise IntegrityError("The log is incomplete", f"tiles of level {level} are missing", "Restore it from a backup")
            for place, name in enumerate(ALGORITHMS):
                tails[name].append([root[place] for root in roots])
            level, full = level + 1, full // TILE
        return Growth(size, tails)


def _check_same(draft: Draft, known: Entry) -> None:
    shared = set(draft.digests) & set(known.digests)
    if draft.kind != known.kind or not shared or any(draft.digests[name] != known.digests[name] for name in shared):
        raise IntegrityError(
            f"The id {draft.id!r} stands in the log for something else",
            f"entry {known.index} has another digest or kind",
            "An entry is never changed: append what is new under an id of its own",
        )
