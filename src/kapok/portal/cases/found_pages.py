"""The pages of a list: which rows it has and how many, exact, and looked for once between two changes.

Counting the 200,000 cases of an office, or looking for a word in their titles, takes longer than everything else on a page. A
list can only become longer or shorter by a change, so what was found holds until the newest change is another one.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max, Model, QuerySet
from django.utils.functional import cached_property

from kapok.portal.cases.models import CaseEventRow, RegisterEntry

MOST_LISTS = 500
MOST_KEYS = 2000
"""A list of up to so many rows is remembered whole, so that one look finds its rows and their number; of others the number."""
HOLDS_SECONDS = 5.0
"""A list is made anew after so long in any case: in PostgreSQL an earlier change may be committed after a later one."""

_lock = Lock()
_known: OrderedDict[tuple[Any, ...], tuple[Any, float, int, tuple[Any, ...] | None]] = OrderedDict()


class FoundPages(Paginator):
    """A paginator whose list is remembered under a name: everything that chose its rows. `newest` tells the newest change."""

    def __init__(self, rows: QuerySet[Any], size: int, name: tuple[Any, ...], newest: Callable[[], Any]) -> None:
        super().__init__(rows, size)
        self._name, self._newest = name, newest

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self._found[0]

    @cached_property
    def _found(self) -> tuple[int, tuple[Any, ...] | None]:
        newest, now = self._newest(), time.monotonic()
        with _lock:
            known = _known.get(self._name)
        if known is not None and known[0] == newest and now - known[1] < HOLDS_SECONDS:
            return known[2], known[3]
        keys: tuple[Any, ...] | None = tuple(self.object_list.values_list("pk", flat=True)[: MOST_KEYS + 1])
        count = len(keys or ())
        if count > MOST_KEYS:
            keys, count = None, int(self.object_list.count())
        with _lock:
            _known[self._name] = (newest, now, count, keys)
            _known.move_to_end(self._name)
            if len(_known) > MOST_LISTS:
                _known.popitem(last=False)
        return count, keys

    def rows(self, first: int, end: int) -> list[Any]:
        """The rows from place `first` up to, without, `end` (0-based)."""
        keys = self._found[1]
        if keys is None:
            return list(self.object_list[first:end])
        model: type[Model] = self.object_list.model
        found = model._default_manager.in_bulk(keys[first:end])
        return [found[key] for key in keys[first:end] if key in found]

    def page(self, number: Any) -> Any:
        """A page, 1-based. Raises what Django's paginator raises for a number that there is no page of."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return self._get_page(self.rows(first, first + self.per_page), number, self)


def forget() -> None:
    """Look for every list again: the database is another one."""
    with _lock:
        _known.clear()


def with_words(rows: QuerySet[Any], words: Iterable[str]) -> QuerySet[Any]:
    """The rows whose `folded` text has every word somewhere."""
    for word in words:
        rows = rows.filter(folded__contains=word)
    return rows


def newest_event() -> int:
    """The number of the newest event of any case."""
    return int(CaseEventRow.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def newest_entry() -> Any:
    """When an entry of the register changed last."""
    return RegisterEntry.objects.aggregate(newest=Max("changed_at"))["newest"]
