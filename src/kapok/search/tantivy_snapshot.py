"""One committed state of the index, with the small counts that many searches need, worked out once."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

import tantivy
from tantivy import Query

from kapok.search.tantivy_schema import STATE_KEY, schema


class Snapshot:
    """A state of the index; a commit makes a new one."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.of_the_day: dict[date, Any] = {}
        """What is worked out once for a day (`tantivy_status.today`)."""

    @cached_property
    def years(self) -> dict[str, dict[int, int]]:
        """Category -> year -> documents (documents without a year are missing here)."""
        by_year = {"year": {"terms": {"field": "year", "size": 5000, "segment_size": 5000}}}
        wanted = {"category": {"terms": {"field": "category", "size": 100, "segment_size": 100}, "aggs": by_year}}
        answer = self.searcher.aggregate(Query.all_query(), wanted)
        return {
            each["key"]: {int(year["key"]): year["doc_count"] for year in each["year"]["buckets"]}
            for each in answer["category"]["buckets"]
        }

    @cached_property
    def categories(self) -> dict[str, int]:
        """Category -> documents."""
        wanted = {"category": {"terms": {"field": "category", "size": 100, "segment_size": 100}}}
        answer = self.searcher.aggregate(Query.all_query(), wanted)
        return {each["key"]: each["doc_count"] for each in answer["category"]["buckets"]}

    @cached_property
    def total(self) -> int:
        """All documents."""
        return sum(self.categories.values())

    def is_all(self, category: str) -> bool:
        """Whether every document is of this category, so that nothing need be left out."""
        return self.categories.get(category, 0) == self.total

    def newest_years(self, category: str, needed: int) -> list[int]:
        """The last years that together have `needed` documents of a category ("" = of any); [] if all years have fewer."""
        counts: dict[int, int] = {}
        for each, own in self.years.items():
            if category in ("", each):
                for year, count in own.items():
                    counts[year] = counts.get(year, 0) + count
        found: list[int] = []
        for year in sorted(counts, reverse=True):
            found.append(year)
            needed -= counts[year]
            if needed <= 0:
                return found
        return []

    @cached_property
    def mapped_days(self) -> tuple[date, date] | None:
        """The first and the last day on which documents were mapped, as commits noted them; None before the first."""
        field = {"field": "mapped_day"}
        answer = self.searcher.aggregate(Query.all_query(), {"first": {"min": field}, "last": {"max": field}})
        first, last = (answer[each]["value"] for each in ("first", "last"))
        return None if first is None else (date.fromordinal(int(first)), date.fromordinal(int(last)))

    def sequence(self) -> int:
        """The lake sequence that the last commit noted; -1 before the first."""
        state = Query.term_query(schema(), "key", STATE_KEY, "basic")
        hits = self.searcher.search(state, limit=1, order_by_field="sequence", count=False).hits
        return int(hits[0][0]) if hits else -1
