"""Registration numbers of the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kapok.procedures.model import Procedure

if TYPE_CHECKING:
    from kapok.portal.cases.store import DatabaseStore


def next_registration_number(store: DatabaseStore, case: str, procedure: Procedure, day: date) -> str:
    """The next number."""
    serial = store.next_number(f"registration/{procedure.key}/{day.year}")
    return f"{day.year}11{serial:010d}"
