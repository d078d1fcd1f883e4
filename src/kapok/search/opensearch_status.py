"""The legal status on a day and today on a cluster: the same terms as on one machine (`tantivy_status`)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from kapok.search.mapping_periods import STATUS_LETTERS, began_terms, ended_terms, span_query_terms, status_query_terms
from kapok.search.opensearch_terms import Dsl, all_of, any_of, terms, without
from kapok.search.ports import Bucket
from kapok.search.value_terms import STATUSES

_KEPT = {"terms": {"field": "status", "size": 10}}


class StatusDays:
    """Statuses on `day`, in an index whose documents were mapped from `first` to `last`."""

    def __init__(self, day: date, first: date, last: date) -> None:
        self._day = day
        since, until = min(first, day), max(last, day)
        moved = [term for status in (*STATUS_LETTERS, "") for term in began_terms(status, since, until)]
        moved += [term for status in STATUS_LETTERS for term in ended_terms(status, since, until)]
        self._changed = terms("dates", moved) if moved else None

    def on_day(self, status: str, day: date) -> Dsl:
        """The right had this status on a day: its one period contains it, or one of its several does."""
        has, lost = status_query_terms(status, day)
        single = without(terms("dates", has), *([terms("dates", lost)] if lost else []))
        return any_of([single, terms("dates", span_query_terms(status, day))])

    def today(self, status: str) -> Dsl:
        """The right has one of `STATUSES` on the day of asking."""
        kept = terms("status", [status])
        if self._changed is None:
            return kept
        if status in STATUS_LETTERS:
            return self.on_day(status, self._day)
        return any_of([without(kept, self._changed), self._unknown_now()])

    def _unknown_now(self) -> Dsl:
        assert self._changed is not None
        return without(self._changed, *(self.on_day(each, self._day) for each in STATUS_LETTERS))

    def aggregations(self) -> dict[str, Any]:
        """What counts the facet: the kept statuses, and of the rights that changed those before and now."""
        if self._changed is None:
            return {"status": _KEPT}
        now = {each: {"filter": all_of([self.on_day(each, self._day)])} for each in STATUS_LETTERS}
        return {"status": _KEPT, "status_moved": {"filter": self._changed, "aggs": {"before": _KEPT, **now}}}

    def counts(self, answer: dict[str, Any]) -> list[Bucket]:
        """The facet from the answer to `aggregations`."""
        found = Counter({each["key"]: each["doc_count"] for each in answer["status"]["buckets"]})
        if moved := answer.get("status_moved"):
            for each in moved["before"]["buckets"]:
                found[each["key"]] -= each["doc_count"]
            now = {status: moved[status]["doc_count"] for status in STATUS_LETTERS}
            found.update({**now, STATUSES[-1]: moved["doc_count"] - sum(now.values())})
        return [Bucket(status, number) for status, number in found.items() if number]
