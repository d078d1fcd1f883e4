"""Values that the platform gives and nobody types: numbers from series without gaps, entries of the evidence log."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from kapok import clock
from kapok.procedures.clocks import local_day
from kapok.procedures.events import Actor
from kapok.procedures.model import Procedure, form_of

if TYPE_CHECKING:
    from kapok.portal.cases.store import DatabaseStore

_SERIAL = re.compile(r"\{serial(?::(\d+))?\}")


def filled(
    store: DatabaseStore, case: str, procedure: Procedure, action: str, values: dict[str, Any], actor: Actor
) -> dict[str, Any]:
    """The values with those that the platform gives. What a person sent in their place is dropped. Inside the transaction."""
    if action not in procedure.transitions:
        return values
    given = [each.key for each in form_of(procedure, action) if each.key in FILLED]
    if not given:
        return values
    found, known = dict(values), store.values_of(case)
    for key in given:
        found[key] = FILLED[key](store, case, procedure, {**known, **found})
    return found


def serial_text(pattern: str, store: DatabaseStore, series: str, day: date, key: str = "") -> str:
    """A number by its pattern: `{yyyy}`, `{mm}`, `{dd}`, `{key}`, `{serial}` or with leading zeros `{serial:7}`.

    Takes a serial number where the pattern has one.
    """
    text = (
        pattern.replace("{yyyy}", f"{day:%Y}").replace("{mm}", f"{day:%m}").replace("{dd}", f"{day:%d}").replace("{key}", key)
    )
    if not _SERIAL.search(text):
        return text
    serial = store.next_number(series)
    return _SERIAL.sub(lambda match: f"{serial:0{match.group(1) or 1}d}", text)


def _deposit_entry(store: DatabaseStore, case: str, procedure: Procedure, values: dict[str, Any]) -> str:
    """Deposit the digests that the form states; the entry is known by the first one."""
    stated = [str(values[key]) for key, field in procedure.fields.items() if field.type == "digest" and values.get(key)]
    for digest in stated:
        store.log_digest("deposit", f"deposit/sha256/{digest}", digest, "")
    return f"deposit/sha256/{stated[0]}" if stated else ""


def _registration_number(store: DatabaseStore, case: str, procedure: Procedure, values: dict[str, Any]) -> str:
    """The next registration number of the year of filing."""
    from kapok.portal.cases.numbers import next_registration_number

    return next_registration_number(store, case, procedure, values, local_day(clock.now(), procedure.zone))


FILLED: dict[str, Callable[[DatabaseStore, str, Procedure, dict[str, Any]], str]] = {
    "deposit_entry": _deposit_entry,
    "registration_number": _registration_number,
}
"""Field key -> what gives its value."""
