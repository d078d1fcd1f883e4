"""What an organisation has to do, the most urgent first: one line for each case, with the clock that presses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from kapok.procedures.clocks import local_day
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState, Obligation

Urgency = Literal["overdue", "today", "soon", "later", "none", "suspended"]
SOON_DAYS = 3
"""Calendar days before the last day from which a clock counts as pressing."""
_RANK: dict[str, int] = {"overdue": 0, "today": 1, "soon": 2, "later": 3, "none": 4, "suspended": 5}


class WorkItem(Struct, frozen=True):
    """A case in a worklist. `pressing` is the clock of this organisation's own roles that ends first, None without one."""

    case: str
    procedure: str
    title: str
    state: str
    urgency: Urgency
    pressing: Obligation | None
    days_left: int | None
    waiting_for: str = ""
    provisional: bool = False


def work_item(procedure: Procedure, state: CaseState, roles: Iterable[str], now: datetime) -> WorkItem:
    """The line of one case for people in `roles`. `waiting_for` is the role whose clock runs where it is not theirs."""
    mine = set(roles)
    open_clocks = [
        each for each in state.obligations if each.status in ("open", "missed", "over", "suspended") and each.obliged
    ]
    own = [each for each in open_clocks if each.obliged in mine]
    running = sorted((each for each in own if each.status != "suspended"), key=lambda each: each.ends_at)
    others = sorted((each for each in open_clocks if each.obliged not in mine), key=lambda each: each.ends_at)
    pressing = running[0] if running else own[0] if own else None
    today = local_day(now, procedure.zone)
    days = (date.fromisoformat(pressing.last_day) - today).days if pressing is not None else None
    return WorkItem(
        state.case, procedure.key, str(state.values.get(procedure.title, "")), state.state, _urgency(pressing, days, now),
        pressing, days, others[0].obliged if others and pressing is None else "", bool(pressing and pressing.provisional),
    )  # fmt: skip


def _urgency(pressing: Obligation | None, days: int | None, now: datetime) -> Urgency:
    if pressing is None or days is None:
        return "none"
    if pressing.status == "suspended":
        return "suspended"
    if now >= pressing.ends_at:
        return "overdue"
    return "today" if days <= 0 else "soon" if days <= SOON_DAYS else "later"


def urgency_key(item: WorkItem) -> tuple[int, str, str]:
    """Sorts work items: overdue, today, soon, later, no clock, suspended; inside by the end of the clock, then by case."""
    ends = item.pressing.ends_at.isoformat() if item.pressing is not None else "9999"
    return _RANK[item.urgency], ends, item.case


def by_urgency(items: Iterable[WorkItem]) -> list[WorkItem]:
    """Work items in the order in which they press."""
    return sorted(items, key=urgency_key)
