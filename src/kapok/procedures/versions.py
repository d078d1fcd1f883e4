"""Which version of a procedure rules a case: the one it began under, or a newer one where the newer says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kapok.errors import NotAllowed
from kapok.procedures.clocks import local_day
from kapok.procedures.events import CaseEvent
from kapok.procedures.model import Procedure


def all_versions(procedure: Procedure) -> tuple[Procedure, ...]:
    """Every version under the key, by the day from which it is in force."""
    return tuple(sorted((procedure, *procedure.others), key=lambda each: each.in_force_from))


def version_named(procedure: Procedure, version: str) -> Procedure | None:
    """The version of that name; None where it is not declared."""
    return next((each for each in all_versions(procedure) if each.version == version), None)


def version_in_force(procedure: Procedure, at: datetime) -> Procedure:
    """The newest version in force at an instant. Raises `NotAllowed` before the first."""
    day = local_day(at, procedure.zone)
    found = [each for each in all_versions(procedure) if each.in_force_from <= day]
    if not found:
        first = all_versions(procedure)[0].in_force_from
        raise NotAllowed(f"{procedure.name.en} cannot be used on {day}", f"it is in force from {first}", "Wait for that day")
    return found[-1]


def governing(procedure: Procedure, history: Sequence[CaseEvent], now: datetime) -> Procedure:
    """The version that rules the next step of a case.

    `pinned` and `more_favourable`: the version of the last event; `migrate_at_next_step`: the newest in force that says so.
    """
    if not history:
        return version_in_force(procedure, now)
    current = version_named(procedure, history[-1].version)
    if current is None:
        raise NotAllowed(
            f"The case {history[-1].case} cannot go on", f"version {history[-1].version} of its procedure is not declared",
            "Put that version's definition back",
        )  # fmt: skip
    day = local_day(now, procedure.zone)
    for newer in all_versions(procedure):
        migrates = newer.running_cases == "migrate_at_next_step"
        if migrates and current.in_force_from < newer.in_force_from <= day:
            current = newer
    return current


def more_favourable_rival(procedure: Procedure, current: Procedure, now: datetime | None) -> Procedure | None:
    """The newer version whose time limits count where they favour the party; None where no version asks for that."""
    if now is None:
        return None
    day = local_day(now, procedure.zone)
    newer = [
        each for each in all_versions(procedure)
        if each.running_cases == "more_favourable" and current.in_force_from < each.in_force_from <= day
    ]  # fmt: skip
    return newer[-1] if newer else None
