"""Records given as JSON to index documents. Worker processes import this module alone: it opens no lake and no index."""

from __future__ import annotations

from collections.abc import Sequence

from kapok.records.record import AnyRecord, decode
from kapok.search.mapping import document, documents
from kapok.search.ports import IndexDocument


def documents_of_rights(groups: Sequence[Sequence[str]]) -> list[tuple[str, IndexDocument]]:
    """Keys and documents of rights, each given as the JSON of its publications (runs in worker processes)."""
    rights = [tuple(decode(data) for data in group) for group in groups]
    return [(record.key, document(record, right)) for right in rights if len(right) > 1 for record in right]


def documents_of_json(batch: Sequence[str]) -> list[IndexDocument]:
    """Index documents of records given as JSON (runs in worker processes)."""
    return documents([decode(data) for data in batch])


def keys_of_json(batch: Sequence[str]) -> list[str]:
    """Keys of records given as JSON."""
    records: list[AnyRecord] = [decode(data) for data in batch]
    return [record.key for record in records]
