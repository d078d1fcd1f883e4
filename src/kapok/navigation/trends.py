"""Trends by year, and the life cycle that the declared rule reads out of them."""

from __future__ import annotations

from kapok.lake.tables import Tables
from kapok.navigation import conditions
from kapok.navigation.declared import rules
from kapok.navigation.model import Period, Trends, YearRow


def complete_through(data_date: str, lag_months: int = 0) -> int:
    """The last year of which everything is published by a day (ISO), when publication takes so many months; 0 for no day."""
    if len(data_date) < 7:
        return int(data_date) - 1 if data_date and not lag_months else 0
    year, month = int(data_date[:4]), int(data_date[5:7])
    last_day = len(data_date) == 10 and data_date[5:] == "12-31"
    whole_months = year * 12 + month - 1 + last_day - lag_months  # months before this one are whole
    return whole_months // 12 - 1


def trends(connection: Tables, data_date: str) -> Trends:
    """Applications and distinct applicants by filing year and by year of publication, years without any included."""
    whole = complete_through(data_date, rules().publication_lag_months)
    whole_published = complete_through(data_date)
    return Trends(
        filing=_years(connection, "filing_year", "ad", whole),
        publication=_years(connection, "publication_year", "pd", whole_published),
        complete_through=whole,
        publication_complete_through=whole_published,
    )


def _years(connection: Tables, column: str, index: str, whole: int) -> tuple[YearRow, ...]:
    counts = dict(
        connection.execute(f"SELECT {column}, count(DISTINCT unit) FROM doc WHERE {column} IS NOT NULL GROUP BY 1").fetchall()
    )
    if not counts:
        return ()
    applicants = dict(
        connection.execute(
            f"SELECT doc.{column}, count(DISTINCT applicant.name_group) FROM doc JOIN applicant ON applicant.doc = doc.doc "
            f"WHERE doc.{column} IS NOT NULL GROUP BY 1"
        ).fetchall()
    )
    last = max(counts)
    first = max(min(counts), last - rules().lists.years + 1)
    return tuple(
        YearRow(year, counts.get(year, 0), applicants.get(year, 0), year <= whole, conditions.year(index, year))
        for year in range(first, last + 1)
    )


def life_cycle(connection: Tables, found: Trends) -> tuple[Period, ...]:
    """Periods of whole years up to the last complete one, each with its phase by the declared rule."""
    rule = rules().life_cycle
    years = [row.year for row in found.filing if row.complete]
    if not years:
        return ()
    last, first = years[-1], years[0]
    bounds = []
    while last - rule.period_years + 1 >= first:
        bounds.append((last - rule.period_years + 1, last))
        last -= rule.period_years
    periods: list[Period] = []
    for begin, end in reversed(bounds):
        row = connection.execute(
            "SELECT count(DISTINCT unit) FROM doc WHERE filing_year BETWEEN $1 AND $2", [begin, end]
        ).fetchone()
        who = connection.execute(
            "SELECT count(DISTINCT name_group) FROM doc JOIN applicant ON applicant.doc = doc.doc "
            "WHERE filing_year BETWEEN $1 AND $2",
            [begin, end],
        ).fetchone()
        assert row is not None
        assert who is not None
        before = periods[-1] if periods else None
        change = _change(before.count, row[0]) if before else None
        applicants_change = _change(before.applicants, who[0]) if before else None
        phase = ""
        if row[0] >= rule.least_applications:
            phase = next((each.phase for each in rule.phases if each.fits(change, applicants_change)), "")
        periods.append(
            Period(
                first_year=begin,
                last_year=end,
                count=row[0],
                applicants=who[0],
                count_change=change,
                applicants_change=applicants_change,
                phase=phase,
            )
        )
    return tuple(periods)


def _change(before: int, after: int) -> float | None:
    """Percent, None where there was nothing before."""
    return round(100 * (after - before) / before, 1) if before else None
