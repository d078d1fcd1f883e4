"""Small counts stay hidden: by hand for small tables, and for any table by linear algebra."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.statistics.suppress import REST, SMALLEST_PUBLIC, public_parts, public_table

WHOLE = "440000"


def counts_of(rows: dict[str, list[int]], own: int = 0) -> dict[tuple[str, int], int]:
    """Months from 1 of every place, with the totals as the cells have them."""
    found = {(place, month): value for place, values in rows.items() for month, value in enumerate(values, 1)}
    for place, values in rows.items():
        found[place, 0] = sum(values)
    for month in range(1, len(next(iter(rows.values()))) + 1):
        found[WHOLE, month] = sum(values[month - 1] for values in rows.values()) + own
    found[WHOLE, 0] = sum(found[WHOLE, month] for month in range(1, len(next(iter(rows.values()))) + 1))
    return found


def can_be_worked_out(shown: dict[tuple[str, int], int | None]) -> list[tuple[str, int]]:
    """Hidden values that the sums of rows and columns determine (Gauss, exact)."""
    hidden = [key for key, value in shown.items() if value is None]
    places = {place for place, _ in shown}
    months = {month for _, month in shown}
    equations = []
    for place in places:
        equations.append({(place, month): (-1 if month == 0 else 1) for month in months})
    for month in months:
        equations.append({(place, month): (-1 if place == WHOLE else 1) for place in places})
    rows = [[Fraction(each.get(key, 0)) for key in hidden] for each in equations]
    pivots: list[int] = []
    for column in range(len(hidden)):
        at = next((n for n in range(len(pivots), len(rows)) if rows[n][column]), None)
        if at is None:
            continue
        rank = len(pivots)
        rows[rank], rows[at] = rows[at], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for n, row in enumerate(rows):
            if n != rank and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[rank], strict=True)]
        pivots.append(column)
    return [hidden[column] for n, column in enumerate(pivots) if sum(value != 0 for value in rows[n]) == 1]


TABLES = st.integers(2, 4).flatmap(
    lambda months: st.dictionaries(
        st.sampled_from(["440100", "440200", "440300", "440400"]),
        st.lists(st.integers(0, 30), min_size=months, max_size=months),
        min_size=2,
        max_size=4,
    )
)


@settings(max_examples=150, deadline=None)
@given(TABLES, st.integers(0, 12))
def test_nothing_small_is_shown_and_nothing_hidden_can_be_worked_out(rows: dict[str, list[int]], own: int) -> None:
    counts = counts_of(rows, own)
    shown = public_table(counts, WHOLE)
    assert shown[WHOLE, 0] == counts[WHOLE, 0]
    small = [key for key, value in shown.items() if value is not None and 0 < value < SMALLEST_PUBLIC and key != (WHOLE, 0)]
    assert small == []
    assert can_be_worked_out(shown) == []


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_the_cities_add_up_to_the_province_where_nothing_is_hidden(rows: dict[str, list[int]]) -> None:
    large = {place: [value + SMALLEST_PUBLIC for value in values] for place, values in rows.items()}
    shown = public_table(counts_of(large), WHOLE)
    assert None not in shown.values()
    for month in range(len(next(iter(rows.values()))) + 1):
        parts = [value or 0 for (place, when), value in shown.items() if when == month and place != WHOLE]
        assert sum(parts) == shown[WHOLE, month]


def test_a_lone_gap_is_never_alone() -> None:
    shown = public_table(counts_of({"440100": [3, 40], "440300": [50, 60]}), WHOLE)
    assert shown["440100", 1] is None
    assert sum(value is None for (_, month), value in shown.items() if month == 1) >= 2
    assert sum(value is None for (place, _), value in shown.items() if place == "440100") >= 2


def test_the_offices_of_the_province_are_a_row_of_their_own() -> None:
    assert public_table(counts_of({"440100": [20, 20], "440300": [30, 30]}, own=7), WHOLE)[REST, 1] == 7


@pytest.mark.parametrize(
    ("parts", "whole", "hidden"),
    [
        ({"a": 3, "b": 9, "c": 50}, 62, {"a", "b"}),
        ({"a": 9, "b": 50}, 59, set()),
        ({"a": 3, "b": 50}, None, {"a"}),
        ({"a": 9, "b": 50}, None, {"a"}),
    ],
)
def test_counties_of_a_city(parts: dict[str, int], whole: int | None, hidden: set[str]) -> None:
    assert {key for key, value in public_parts(parts, whole).items() if value is None} == hidden
