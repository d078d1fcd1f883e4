"""The order of a result: by a date, or by score with the newest first among equal scores, in any number of segments."""

from __future__ import annotations

from typing import Any

import tantivy
from tantivy import Order, Query

from kapok.errors import InputError
from kapok.search.mapping_layout import DATE_FIELDS

Ranked = tuple[float, Any]
"""Score (0 where results are sorted by a date) and address of a document."""

_AHEAD = 40
"""Documents read beyond a page, to see where a group of equal scores ends."""


def sort_order(sort: str) -> tuple[str, Order]:
    """`relevance` -> no field; `publication_date:asc` -> the field and its direction (descending if unsaid)."""
    if sort in ("", "relevance"):
        return "", Order.Desc
    field, _, direction = sort.partition(":")
    if field not in (*DATE_FIELDS, "day", "year") or direction not in ("", "asc", "desc"):
        raise InputError(
            f"Results cannot be sorted by '{sort}'",
            "that is no date, or the direction is not asc or desc",
            "Take relevance, or " + ", ".join(DATE_FIELDS) + " with :asc or :desc",
        )
    return field, Order.Asc if direction == "asc" else Order.Desc


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """The exact number of documents."""
    found: Any = searcher.search(query, limit=1)
    return int(found.count)


def ranked(
    searcher: tantivy.Searcher, query: Query, scored: bool, sort: str, limit: int, offset: int
) -> tuple[int, list[Ranked]]:
    """The exact total and one page. `scored`: whether scores differ; if not, order by the newest is enough."""
    field, order = sort_order(sort)
    if not field and not scored and searcher.num_segments > 1:
        field = "day"
    found: Any
    if field:
        found = searcher.search(query, limit, order_by_field=field, order=order, offset=offset)
        return int(found.count), [(0.0, address) for _, address in found.hits]
    if searcher.num_segments == 1:  # inside a segment equal scores come newest first (the index is sorted by day)
        found = searcher.search(query, limit, offset=offset)
        return int(found.count), found.hits
    return _ranked_across(searcher, query, limit, offset)


def _ranked_across(searcher: tantivy.Searcher, query: Query, limit: int, offset: int) -> tuple[int, list[Ranked]]:
    """A page by score from several segments: each group of equal scores that touches it is read whole and sorted by day."""
    end = offset + limit
    reach = end + _AHEAD
    found: Any = searcher.search(query, reach)
    total = int(found.count)
    hits: list[Ranked] = found.hits
    while len(hits) == reach < total and hits[-1][0] == hits[end - 1][0]:
        reach *= 4
        hits = searcher.search(query, reach, count=False).hits
    first, last = offset, min(end, len(hits))
    if first >= last:
        return total, []
    while first > 0 and hits[first - 1][0] == hits[offset][0]:
        first -= 1
    while last < len(hits) and hits[last][0] == hits[last - 1][0]:
        last += 1
    near = hits[first:last]
    days = searcher.fast_field_values("day", [address for _, address in near])
    order = sorted(range(len(near)), key=lambda at: (-near[at][0], -(days[at] or 0)))
    return total, [near[at] for at in order[offset - first : end - first]]
