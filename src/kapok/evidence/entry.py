"""What stands in the log: an entry says that content with these digests was there when the log took it in.

The bytes of an entry are the canonical JSON (RFC 8785) of
`{"at": instant, "digests": {"sha256": hex, "sm3": hex}, "id": text, "index": number, "kind": text}`; they are the leaf of both
trees. The entry names its own index, so that an entry moved to another place betrays itself. Nothing personal belongs in `id`
or `kind`: an entry is never erased.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

import msgspec

from kapok.errors import InputError
from kapok.evidence.canonical import instant_text, parse_instant
from kapok.evidence.digest import check_digests

LONGEST_ID = 200
LONGEST_ENTRY = 2000
"""No entry is longer, in bytes: a reader can refuse a larger one unread."""
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ID = re.compile(r"[\x21-\x7e]{1,200}")


class Draft(msgspec.Struct, frozen=True):
    """What is to be appended: `id` is chosen by the caller and makes a repetition harmless; `digests` as in `digest`."""

    id: str
    kind: str
    digests: Mapping[str, str]


class Entry(msgspec.Struct, frozen=True):
    """An entry of the log; `index` counts from 0, `at` is the log's clock in UTC when it was taken in."""

    index: int
    id: str
    kind: str
    at: datetime
    digests: dict[str, str]

    def to_bytes(self) -> bytes:
        """The leaf. Written by hand, since a log of millions waits for it; a test compares with `canonical_bytes`."""
        digests = ",".join(f'"{name}":"{value}"' for name, value in sorted(self.digests.items()))
        return (
            f'{{"at":"{instant_text(self.at)}","digests":{{{digests}}},"id":{json.dumps(self.id)},'
            f'"index":{self.index},"kind":"{self.kind}"}}'
        ).encode("ascii")


def check_draft(draft: Draft) -> Draft:
    """The draft with its digests in order. Raises InputError for an id, kind or digest that cannot stand in the log."""
    if not _ID.fullmatch(draft.id):
        raise InputError(
            f"{draft.id[:60]!r} cannot be the id of an entry",
            f"an id has 1 to {LONGEST_ID} printable ASCII signs without spaces",
            "Name the entry as 'deposit/…' or 'case/…/7'",
        )
    if not _KIND.fullmatch(draft.kind):
        raise InputError(
            f"{draft.kind[:60]!r} cannot be the kind of an entry", "a kind is one word in snake_case", "Say 'deposit'"
        )
    return Draft(draft.id, draft.kind, check_digests(draft.digests))


class _Read(msgspec.Struct, forbid_unknown_fields=True):
    at: str
    digests: dict[str, str]
    id: str
    index: int
    kind: str


def parse_entry(data: bytes) -> Entry:
    """An entry from its bytes. Raises InputError unless they are exactly those that `to_bytes` writes."""
    try:
        read = msgspec.json.decode(data[: LONGEST_ENTRY + 1], type=_Read)
        checked = check_draft(Draft(read.id, read.kind, read.digests))
        entry = Entry(read.index, read.id, read.kind, parse_instant(read.at), dict(checked.digests))
        exact = entry.index >= 0 and entry.to_bytes() == data
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise InputError("The bytes are no entry of a log", str(error), "Check where they come from") from None
    if not exact:
        raise InputError("The bytes are no entry of a log", "they are not in canonical form", "Check where they come from")
    return entry
