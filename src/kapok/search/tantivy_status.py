"""Legal status on a day, and today's: what a right is, without indexing it again every night.

`StatusOn` is answered from the periods that a document keeps. The keyword `status` of a document is that of the day on which
it was mapped: right for all but the rights that changed since the oldest such day (`Snapshot.mapped_days`). While there is
none, a condition is that one list of documents; else it is asked of the periods. A facet counts the keyword, and counts the
few rights that changed again. See `docs/decisions/0006-status-is-that-of-today.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import tantivy
from tantivy import Occur, Query

from kapok import clock
from kapok.search.mapping_periods import STATUS_LETTERS, began_terms, ended_terms, span_query_terms, status_query_terms
from kapok.search.ports import Bucket
from kapok.search.tantivy_rank import count
from kapok.search.tantivy_snapshot import Snapshot
from kapok.search.tantivy_terms import all_of, any_of, any_term, term

UNKNOWN = "unknown"


def on_day(searcher: tantivy.Searcher, status: str, day: date) -> Query:
    """The right had this status on a day: its one period contains it, or one of its several does. Not for `unknown`."""
    has, lost = status_query_terms(status, day)
    single = _without(any_term(searcher, "dates", has), _known(searcher, lost))
    several = _known(searcher, span_query_terms(status, day))
    return any_of([single, several]) if several else single


def today(snapshot: Snapshot) -> StatusToday:
    """The statuses of today in a state of the index; worked out once a day."""
    day = clock.today()
    found: StatusToday | None = snapshot.of_the_day.get(day)
    if found is None:
        snapshot.of_the_day.clear()
        found = snapshot.of_the_day[day] = StatusToday(snapshot, day)
    return found


class StatusToday:
    """Conditions and counts of the legal status on `day`, the day of asking."""

    def __init__(self, snapshot: Snapshot, day: date) -> None:
        searcher = self._searcher = snapshot.searcher
        self._day = day
        first, last = snapshot.mapped_days or (day, day)
        since, until = min(first, day), max(last, day)
        self._began = {each: _known(searcher, began_terms(each, since, until)) for each in (*STATUS_LETTERS, "")}
        self._ended = {each: _known(searcher, ended_terms(each, since, until)) for each in STATUS_LETTERS}
        parts = [query for query in (*self._began.values(), *self._ended.values()) if query is not None]
        self._changed = any_of(parts) if parts else None
        self._conditions: dict[str, Query] = {}

    def condition(self, status: str) -> Query:
        """The rights that have one of `value_terms.STATUSES` today."""
        if status not in self._conditions:
            self._conditions[status] = self._condition(status)
        return self._conditions[status]

    def _condition(self, status: str) -> Query:
        kept = term("status", status)
        if self._changed is None:
            return kept
        if status != UNKNOWN:
            return on_day(self._searcher, status, self._day)
        others = [query for each in STATUS_LETTERS if (query := self._anew(each)) is not None]
        now_unknown = _without(self._changed, any_of(others) if others else None)
        return Query.const_score_query(any_of([_without(kept, self._changed), now_unknown]), 1.0)

    def _anew(self, status: str) -> Query | None:
        """Among the rights that changed, those that have a status now: it began since, and has not ended."""
        began, several = self._began[status], self._began[""]
        parts = [_without(began, self._ended[status])] if began is not None else []
        spans = _known(self._searcher, span_query_terms(status, self._day))
        if several is not None and spans is not None:
            parts.append(all_of([several, spans]))
        return any_of(parts) if parts else None

    def counts(self, query: Query, kept: Sequence[Bucket]) -> list[Bucket]:
        """The facet: `kept` are the counts of the keyword in the result of `query`, corrected for the rights that changed."""
        if self._changed is None:
            return list(kept)
        moved = all_of([query, self._changed])
        number = count(self._searcher, moved)
        if not number:
            return list(kept)
        counts = {bucket.value: bucket.count for bucket in kept}
        wanted = {"terms": {"field": "status", "size": 10, "segment_size": 10}}
        for each in self._searcher.aggregate(moved, {"status": wanted})["status"]["buckets"]:
            counts[each["key"]] -= each["doc_count"]
        for status in STATUS_LETTERS:
            anew = self._anew(status)
            now = 0 if anew is None else count(self._searcher, all_of([query, anew]))
            counts[status] = counts.get(status, 0) + now
            number -= now
        counts[UNKNOWN] = counts.get(UNKNOWN, 0) + number
        return [Bucket(value, count) for value, count in counts.items() if count]


def _known(searcher: tantivy.Searcher, terms: Sequence[str]) -> Query | None:
    """Documents with one of the terms of days; None where the index has none of them."""
    known = [each for each in terms if searcher.doc_freq("dates", each)]
    return any_term(searcher, "dates", known) if known else None


def _without(query: Query, other: Query | None) -> Query:
    return query if other is None else Query.boolean_query([(Occur.Must, query), (Occur.MustNot, other)])
