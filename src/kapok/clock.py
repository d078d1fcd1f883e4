"""The only source of "now". Everything else is told the time, so that tests and recomputation can fix it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_fixed: ContextVar[datetime | None] = ContextVar("kapok_fixed_now", default=None)


def now() -> datetime:
    """The current instant in UTC, or the one fixed by `fixed`."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The current day in UTC, or that of the fixed instant."""
    return now().date()


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant` (time zone aware) inside the block."""
    if instant.tzinfo is None:
        raise ValueError("a fixed instant needs a time zone")
    token = _fixed.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
