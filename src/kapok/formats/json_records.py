"""Readers of JSON answers whose items are records: cut, decode, hold against the declaration, tell what is bad."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, ClassVar

import msgspec

from kapok.errors import InputError
from kapok.formats.audit import Audit
from kapok.formats.json_items import read_answer, split_items
from kapok.formats.ports import Chunk, ReadContext, Reader, Rejected
from kapok.formats.xml_records import Place
from kapok.records.record import Record

Item = dict[str, Any]


class JsonRecords(Reader):
    """A format whose records are the objects in the arrays `keys`, or the document itself.

    `ignored` names paths (`a.b`, without list positions) that are left out, each with its reason; `used` the paths that
    are read; a path ending in `.*` stands for everything under it.
    """

    keys: ClassVar[tuple[str, ...]]
    used: ClassVar[frozenset[str]] = frozenset()
    ignored: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def read(self, item: Item, place: Place) -> Record | Iterable[Record]:
        """The record(s) of one item. Raises InputError or ValueError where it cannot be read."""

    def without_items(self, data: bytes) -> Iterator[Chunk | Rejected]:
        """What to do with an answer that has none of the arrays: it is one record, by default."""
        if data.strip():
            yield Chunk(0, 0, data)

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One chunk for each item, with its bytes."""
        data = read_answer(stream, name)
        if any(f'"{key}"'.encode() in data for key in self.keys):
            yield from split_items(data, self.keys)
        else:
            yield from self.without_items(data)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one item, or why it is none."""
        place = Place(context, self.spec.name, f"record {chunk.index + 1}, byte {chunk.offset}")
        try:
            item = msgspec.json.decode(chunk.data)
            if not isinstance(item, dict):
                raise ValueError("it is not a JSON object")
            read = self.read(item, place)
            records = [read] if isinstance(read, Record) else list(read)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Rejected(place.position, f"it is not JSON: {error}".replace("JSON is malformed: ", ""), chunk.data)
            return
        except (InputError, ValueError) as error:
            yield Rejected(place.position, str(error), chunk.data)
            return
        except (AttributeError, IndexError, KeyError, TypeError) as error:  # a value of another kind than the service has
            reason = f"its values are not what {self.spec.title} has ({error!r})"
            yield Rejected(place.position, reason, chunk.data)
            return
        if context.audit is not None:
            self._audit(item, context.audit)
        yield from records

    def _audit(self, item: Item, audit: Audit) -> None:
        """Count every key under used, ignored or unexpected."""
        pending: list[tuple[str, Any]] = [("", item)]
        while pending:
            above, value = pending.pop()
            if isinstance(value, dict):
                for key, inner in value.items():
                    path = f"{above}.{key}" if above else key
                    self._count(path, audit)
                    pending.append((path, inner))
            elif isinstance(value, list):
                pending.extend((above, inner) for inner in value)

    def _count(self, path: str, audit: Audit) -> None:
        steps = path.split(".")
        for length in range(len(steps), 0, -1):
            known = ".".join(steps[:length])
            pattern = known if length == len(steps) else f"{known}.*"
            if reason := self.ignored.get(known):
                audit.ignore(path, reason)
                return
            if pattern in self.used:
                audit.use(path)
                return
        if any(each.startswith(f"{path}.") for each in (*self.used, *self.ignored)):
            audit.use(path)  # a container of something declared
        else:
            audit.surprise(path)
