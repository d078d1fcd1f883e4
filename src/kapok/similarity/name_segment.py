"""One segment of the name index: the marks of one or more loads as memory-mapped columns. Written once, never changed.

Rows of three tables: `names` (each different text once), `marks` (sorted by name, so that the marks of a name lie together)
and `forms` (spellings and sounds of names, sorted by length). `postings` lead from a key to names.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from kapok.similarity.columns import PackedColumn, read_numbers, read_packed, write_numbers, write_packed
from kapok.similarity.forms import Forms, write_forms
from kapok.similarity.name_codes import WIDTH, Coded, unpack

Hashes = npt.NDArray[np.uint64]


class MarkEntry(Struct, frozen=True, array_like=True, gc=False):
    """What the index keeps of a mark beside its words: `classes` has bit n for Nice class n, bit 0 where none is known."""

    key: str
    text: str
    office_code: str
    classes: int
    status: str


FORMS = ("spelled", "heard", "cross_latin", "cross_han")
STATUSES = ("", "pending", "in_force", "not_in_force", "unknown")


def office_number(code: str) -> int:
    """An ST.3 code as a number: two letters, eight bits each."""
    return int.from_bytes(code.encode("ascii", "replace")[:2].ljust(2), "big")


def office_of(number: int) -> str:
    """The ST.3 code of such a number."""
    return int(number).to_bytes(2, "big").decode("ascii").strip()


def key_hash(keys: Sequence[str]) -> Hashes:
    """64-bit digests of record keys: to find which mark a later load replaces."""
    from hashlib import blake2b

    digests = b"".join(blake2b(key.encode(), digest_size=8).digest() for key in keys)
    return np.frombuffer(digests, np.uint64)


def write_segment(folder: Path, coded: Sequence[Coded], marks: Sequence[MarkEntry], gone: Hashes) -> None:
    """Write a segment to `folder` (anew). Every mark's text must be among `coded`; `gone`: keys that lost their words."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    coded = sorted(coded, key=lambda each: (len(each.letters), each.text))  # so that postings begin with the shortest names
    row_of = {each.text: row for row, each in enumerate(coded)}
    name_rows = np.fromiter((row_of[mark.text] for mark in marks), np.uint32, len(marks))
    order = np.argsort(name_rows, kind="stable")
    ordered = [marks[int(place)] for place in order]
    write_packed(folder, "name", (each.packed for each in coded))
    write_numbers(folder, "name_characters", np.fromiter((min(c.characters, 255) for c in coded), np.uint8, len(coded)))
    write_numbers(folder, "name_letters", np.array([each.letters for each in coded] or [b""], f"S{WIDTH}"))
    write_numbers(folder, "name_core", np.array([each.core for each in coded] or [b""], f"S{WIDTH}"))
    write_numbers(folder, "name_length", np.fromiter((min(len(each.letters), 255) for each in coded), np.uint8, len(coded)))
    write_numbers(folder, "name_marks", np.searchsorted(name_rows[order], np.arange(len(coded) + 1)).astype(np.uint32))
    write_packed(folder, "mark_key", (mark.key.encode() for mark in ordered))
    write_numbers(folder, "mark_name", name_rows[order])
    write_numbers(folder, "mark_classes", np.fromiter((mark.classes for mark in ordered), np.uint64, len(ordered)))
    write_numbers(
        folder, "mark_office", np.fromiter((office_number(mark.office_code) for mark in ordered), np.uint16, len(ordered))
    )
    write_numbers(
        folder,
        "mark_status",
        np.fromiter(
            (STATUSES.index(mark.status) if mark.status in STATUSES else 0 for mark in ordered), np.uint8, len(ordered)
        ),
    )
    hashes = key_hash([mark.key for mark in ordered])
    by_hash = np.argsort(hashes, kind="stable")
    write_numbers(folder, "hash", hashes[by_hash])
    write_numbers(folder, "hash_mark", by_hash.astype(np.uint32))
    write_numbers(folder, "hash_gone", np.unique(gone))
    _write_postings(folder, coded)
    for kind in FORMS:
        write_forms(folder, kind, [getattr(each, kind) for each in coded])


def _write_postings(folder: Path, coded: Sequence[Coded]) -> None:
    """Keys in order, where the names of each begin, and the names."""
    sizes = np.fromiter((len(each.keys) // 4 for each in coded), np.int64, len(coded))
    keys = np.frombuffer(b"".join(each.keys for each in coded), np.uint32)
    pairs = keys.astype(np.uint64) << np.uint64(32) | np.repeat(np.arange(len(coded), dtype=np.uint64), sizes)
    pairs.sort()
    found, starts = np.unique((pairs >> np.uint64(32)).astype(np.uint32), return_index=True)
    write_numbers(folder, "post_key", found)
    write_numbers(folder, "post_start", np.append(starts, len(pairs)).astype(np.uint64))
    write_numbers(folder, "post_name", (pairs & np.uint64(0xFFFF_FFFF)).astype(np.uint32))


class NameSegment:
    """An open segment. `alive` is false for marks that a later segment replaces (None where all are alive)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: PackedColumn = read_packed(folder, "name")
        self.characters = read_numbers(folder, "name_characters")
        self.letters = read_numbers(folder, "name_letters")
        self.cores = read_numbers(folder, "name_core")
        self.lengths = read_numbers(folder, "name_length")
        self.name_marks = read_numbers(folder, "name_marks")
        self.mark_keys: PackedColumn = read_packed(folder, "mark_key")
        self.mark_name = read_numbers(folder, "mark_name")
        self.classes = read_numbers(folder, "mark_classes")
        self.offices = read_numbers(folder, "mark_office")
        self.statuses = read_numbers(folder, "mark_status")
        self.hashes = read_numbers(folder, "hash")
        self.hash_mark = read_numbers(folder, "hash_mark")
        self.gone = read_numbers(folder, "hash_gone")
        self._keys = read_numbers(folder, "post_key")
        self._starts = read_numbers(folder, "post_start")
        self._posted = read_numbers(folder, "post_name")
        self.spelled = Forms(folder, "spelled")
        self.heard = Forms(folder, "heard")
        self.cross_latin = Forms(folder, "cross_latin")
        self.cross_han = Forms(folder, "cross_han")
        self.alive: npt.NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.mark_name)

    def bury(self, later: NameSegment) -> None:
        """Hide the marks that a later segment has, or says that they lost their words."""
        self._bury(later.hashes)
        self._bury(later.gone)

    def _bury(self, hashes: npt.NDArray[np.uint64]) -> None:
        if not len(self.hashes) or not len(hashes):
            return
        places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        dead = self.hash_mark[places[self.hashes[places] == hashes]]
        if len(dead):
            if self.alive is None:
                self.alive = np.ones(len(self), bool)
            self.alive[dead] = False

    def posting(self, key: int) -> npt.NDArray[np.uint32]:
        """The names of a key, in order; empty where nothing has it."""
        place = int(np.searchsorted(self._keys, np.uint32(key)))
        if place == len(self._keys) or int(self._keys[place]) != key:
            return self._posted[:0]
        return self._posted[int(self._starts[place]) : int(self._starts[place + 1])]

    def marks_of(self, name_row: int) -> range:
        """The marks that bear a name."""
        return range(int(self.name_marks[name_row]), int(self.name_marks[name_row + 1]))

    def entries(self) -> Iterator[MarkEntry]:
        """The marks that are alive, as they were written."""
        for name_row in range(len(self.names)):
            text = ""
            for mark in self.marks_of(name_row):
                if self.alive is None or self.alive[mark]:
                    text = text or unpack(self.names[name_row]).text
                    key, office, status = self.mark_keys[mark].decode(), office_of(self.offices[mark]), self.statuses[mark]
                    yield MarkEntry(key, text, office, int(self.classes[mark]), STATUSES[status])

    def names_with(self, wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which names have a mark among the wanted ones."""
        found = np.zeros(len(self.names), bool)
        found[self.mark_name[wanted]] = True
        return found
