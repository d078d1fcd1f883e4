"""What a reader of a bulk format is: detect, split, parse. Registered by name, found by content.

Reading has two halves so that it streams, uses both cores and loses nothing when one record is bad:
`split` walks the byte stream cheaply and cuts it into chunks of one or a few records (constant memory);
`parse` turns one chunk into records, in any process, in any order. A chunk that cannot be parsed becomes `Rejected`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, BinaryIO, ClassVar

from msgspec import Struct

from kapok.formats.audit import Audit
from kapok.records.record import Record


class FormatSpec(Struct, frozen=True, kw_only=True):
    """What is known of a format: shown by `kapok formats list` and documented in `docs/formats.md`.

    `standard` names the schema with its version; `real_files` says whether a real file of it has been read.
    """

    name: str
    title: str
    standard: str
    categories: tuple[str, ...]
    default_source: str
    real_files: bool = True


class Head(Struct, frozen=True):
    """The beginning of a decompressed stream (up to 64 KiB) and the file's name, for detection."""

    data: bytes
    name: str


class Chunk(Struct, frozen=True):
    """A piece of a stream that can be parsed alone. `index` counts chunks from 0, `offset` is its first byte (or row)."""

    index: int
    offset: int
    data: Any


class Rejected(Struct, frozen=True):
    """A record that could not be read: where and why, with the raw bytes for the quarantine file.

    `is_record` is False for what is no record at all but must be told (a service's error answer): it is not counted.
    """

    position: str
    reason: str
    raw: bytes = b""
    is_record: bool = True


class ReadContext(Struct):
    """What `parse` is told: names for provenance, when, and the audit to fill (None: do not audit)."""

    source: str
    file: str
    read_at: str
    audit: Audit | None = None


class Reader(ABC):
    """One bulk format. Stateless: one instance serves every file and every process."""

    spec: ClassVar[FormatSpec]

    @abstractmethod
    def detect(self, head: Head) -> bool:
        """Whether this stream is of this format, by its content (the name only breaks ties)."""

    @abstractmethod
    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Cut the stream into chunks in constant memory; an unusable piece (truncated, oversized) is `Rejected`."""

    @abstractmethod
    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The records of one chunk. Must not raise for bad data: yield `Rejected` with position and reason."""
