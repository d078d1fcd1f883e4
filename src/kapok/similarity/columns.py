"""Columns of a segment on disk: numpy arrays and packed bytes, written whole, opened memory-mapped in milliseconds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kapok.errors import BackendError


def write_numbers(folder: Path, name: str, values: npt.NDArray[np.generic]) -> None:
    """Write one array; it is on disk when this returns."""
    with (folder / f"{name}.npy").open("wb") as handle:
        np.save(handle, values, allow_pickle=False)
        handle.flush()
        os.fsync(handle.fileno())


def read_numbers(folder: Path, name: str) -> npt.NDArray[Any]:
    """One array, memory-mapped. Raises BackendError where it is missing or broken."""
    path = folder / f"{name}.npy"
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise BackendError(
            f"The index of similar marks cannot be read ({path.parent.name}/{path.name})",
            str(error),
            "Run 'kapok reindex' to make it again from the lake",
        ) from None
    return np.asarray(mapped)  # a plain view of the mapped memory: indexing a memmap itself is slow


class PackedColumn:
    """Byte strings one after another, found by row number."""

    def __init__(self, data: npt.NDArray[np.uint8], ends: npt.NDArray[np.uint64]) -> None:
        self._data, self._ends = memoryview(data.data), ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, row: int) -> bytes:
        return bytes(self._data[int(self._ends[row]) : int(self._ends[row + 1])])

    def take(self, rows: npt.NDArray[np.intp]) -> list[bytes]:
        """The byte strings of several rows, in the order given."""
        starts, ends, data = self._ends[rows].tolist(), self._ends[rows + 1].tolist(), self._data
        return [bytes(data[start:end]) for start, end in zip(starts, ends, strict=True)]


def write_packed(folder: Path, name: str, values: Sequence[bytes] | Iterable[bytes]) -> None:
    """Write a column of byte strings."""
    kept = list(values)
    ends = np.zeros(len(kept) + 1, np.uint64)
    np.cumsum(np.fromiter(map(len, kept), np.uint64, len(kept)), out=ends[1:])
    write_numbers(folder, f"{name}.bytes", np.frombuffer(b"".join(kept), np.uint8))
    write_numbers(folder, f"{name}.ends", ends)


def read_packed(folder: Path, name: str) -> PackedColumn:
    """A column of byte strings, memory-mapped."""
    return PackedColumn(read_numbers(folder, f"{name}.bytes"), read_numbers(folder, f"{name}.ends"))
