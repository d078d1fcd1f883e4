"""Where a record came from, word for word enough to go back and look."""

from __future__ import annotations

from msgspec import Struct


class Provenance(Struct, frozen=True, omit_defaults=True):
    """Source of one record.

    `file` is the name as given (with `!member` for a ZIP member), `position` says where in it (`record 17, byte 48211`),
    `read_at` the UTC instant in ISO 8601. `original` keeps values as written where reading changed them
    (field name -> text). `repairs` names each repair made without loss (`bare ampersand`, `unbound prefix exch`).
    `document_date` is the day the source itself dates its data (ISO, may be partial): decides which version is newer.
    """

    source: str
    format: str
    file: str = ""
    position: str = ""
    read_at: str = ""
    document_date: str = ""
    original: dict[str, str] = {}
    repairs: tuple[str, ...] = ()
