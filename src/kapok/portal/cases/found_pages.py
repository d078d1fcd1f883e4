"""How many cases a list has: exact, and counted once between two events of any case.

Counting 200,000 cases of an office takes longer than everything else on the page of a worklist. A list can only become longer
or shorter by an event, so a count holds until the newest event is another one.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 2000
HOLDS_SECONDS = 5.0
"""A count is made anew after so long in any case: in PostgreSQL an earlier event may be committed after a later one."""

_lock = Lock()
_counts: OrderedDict[tuple[Any, ...], tuple[int, float, int]] = OrderedDict()


class CountedPages(Paginator):
    """A paginator over cases whose count is remembered under a name: everything that chose these cases."""

    def __init__(self, cases: QuerySet[Any], size: int, name: tuple[Any, ...]) -> None:
        super().__init__(cases, size)
        self.name = name

    @cached_property
    def count(self) -> int:
        """How many there are."""
        newest, now = _newest_event(), time.monotonic()
        with _lock:
            known = _counts.get(self.name)
        if known is not None and known[0] == newest and now - known[1] < HOLDS_SECONDS:
            return known[2]
        found = int(self.object_list.count())
        with _lock:
            _counts[self.name] = (newest, now, found)
            _counts.move_to_end(self.name)
            if len(_counts) > MOST:
                _counts.popitem(last=False)
        return found


def _newest_event() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM cases_caseeventrow")
        return int(cursor.fetchone()[0] or 0)
