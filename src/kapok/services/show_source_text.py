"""The raw source of a record, read again from the file it was loaded from, as long as that file is still there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kapok import clock
from kapok.errors import InputError, NotFound
from kapok.formats.container import InputFile, open_file
from kapok.formats.ports import Chunk, ReadContext, Reader, Rejected
from kapok.formats.registry import get_reader
from kapok.records.record import AnyRecord
from kapok.services.opened import lake_of

_BYTE = re.compile(r"byte (\d+)")


def source_text(home: Path, key: str) -> str:
    """The text of the source's own record (XML element, JSON line, table row). Raises NotFound when it is gone."""
    lake = lake_of(home)
    versions = lake.versions(key)
    record = lake.get(key)
    origin = record.provenance
    files = lake.load_files(versions[0].load_id)
    name = next((name for name in files if origin.file == name or origin.file.startswith((f"{name}!", name))), "")
    path = Path(files[name]) if name else None
    path = path or next((Path(p) for n, p in files.items() if n.removesuffix(".gz") == origin.file), None)
    if path is None or not path.exists():
        raise _gone(key, origin.file)
    try:
        reader = get_reader(origin.format)
        found = _find(reader, InputFile(path, name or path.name, path.stat().st_size), record)
    except (InputError, OSError):
        found = None
    if found is None:
        raise _gone(key, origin.file)
    return found


def _gone(key: str, file: str) -> NotFound:
    return NotFound(
        f"The source text of '{key}' cannot be shown",
        f"the file '{file or 'unknown'}' is not where it was loaded from",
        "The record itself is kept whole; load the file again to see its source here",
    )


def _find(reader: Reader, file: InputFile, record: AnyRecord) -> str | None:
    stated = _BYTE.search(record.provenance.position)
    offset = int(stated.group(1)) if stated else None
    context = ReadContext(record.provenance.source, record.provenance.file, clock.now().isoformat())
    for member in open_file(file):
        if member.name != record.provenance.file:
            continue
        for chunk in reader.split(member.stream, member.name):  # type: ignore[arg-type]
            if isinstance(chunk, Rejected) or (offset is not None and chunk.offset != offset):
                continue
            if any(not isinstance(item, Rejected) and item.key == record.key for item in reader.parse(chunk, context)):
                return _as_text(chunk)
    return None


def _as_text(chunk: Chunk) -> str:
    data: Any = chunk.data
    inner = getattr(data, "data", data)
    if isinstance(inner, bytes):
        return inner.decode(getattr(data, "encoding", "utf-8"), "replace")
    return str(inner)
