"""The periods of one mark with their working: term, opposition, renewal, late renewal; where the register says otherwise, both.

The end of the term follows `timelimits/terms.yaml`, the windows `timelimits/mark_windows.yaml`. A mark that came by the Madrid
system (a relation `madrid`) has the term of its international registration and the windows of that route.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from kapok import clock
from kapok.codes.declared import read_yaml
from kapok.records.record import Mark
from kapok.timelimits.arithmetic import add_years, day_before, end_of_month
from kapok.timelimits.deadline_words import unit_words
from kapok.timelimits.mark_windows import MarkWindow, mark_windows
from kapok.timelimits.terms import TermRule, find_term_rule

MADRID = "madrid"
MOST_TERMS = 30
"""Renewals that are followed; a stated end that lies beyond them is a mistake of the source, or its word for "no end"."""


class MarkPeriod(Struct, frozen=True, kw_only=True):
    """One period of a mark in words. `kind`: term, opposition, renewal, late_renewal; `state`: open, past, future.

    `working`: how it was found, one sentence each; `stated_last_day`: what the register states where that is another day.
    """

    kind: str
    name: str
    first_day: str
    last_day: str
    state: str
    state_name: str
    working: tuple[str, ...]
    citation: str
    unverified: bool = False
    stated_last_day: str = ""


class _Words:
    """The declared words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts: dict[str, Any] = read_yaml("mark_window_words", "kapok.timelimits")

    def __call__(self, group: str, key: str, **values: object) -> str:
        texts = self._texts[group][key]
        return str(texts.get(self.language, texts["en"])).format(**values)


def is_international(mark: Mark) -> bool:
    """Whether the mark is a designation of an international registration."""
    return any(right.relation == MADRID for right in mark.related)


def mark_periods(mark: Mark, language: str = "en", today: str = "") -> list[MarkPeriod]:
    """The periods of a mark that its dates allow, in the order in which they come; none where no rule is declared."""
    words, today = _Words(language), today or clock.today().isoformat()
    term = _term(mark, words, today)
    found = [term] if term else []
    windows = mark_windows(
        mark.office_code,
        route="international" if is_international(mark) else "national",
        publication_date=mark.publication_date,
        registration_date=mark.registration_date,
        expiry_date=term.stated_last_day or term.last_day if term else "",
    )
    stated = {"opposition": mark.opposition_end_date}
    found += [_window(window, words, today, stated.get(window.kind, "")) for window in windows]
    order = ("opposition", "term", "renewal", "late_renewal")
    return sorted(found, key=lambda period: order.index(period.kind))


def _window(window: MarkWindow, words: _Words, today: str, stated: str) -> MarkPeriod:
    rule = window.rule
    what = words("counted_from", rule.counted_from)
    period = unit_words(rule.length, rule.unit, words.language)
    if rule.direction == "before":
        working = [words("sentences", "before", period=period, what=what, start=window.start)]
    elif rule.delay_months:
        delay = unit_words(rule.delay_months, "months", words.language)
        working = [words("sentences", "delayed", period=delay, what=what, start=window.start)]
    else:
        working = [words("sentences", "day", what=what, start=window.start)]
    if rule.from_end_of_month:
        working.append(words("sentences", "end_of_month"))
    working.append(window.deadline.explain(words.language))
    if window.unmoved:
        working.append(words("sentences", "unmoved"))
    return _period(
        window.kind, window.first_day, window.last_day, working, rule.citation, rule.unverified, words, today, stated
    )


def _term(mark: Mark, words: _Words, today: str) -> MarkPeriod | None:
    """The current term: the one that ends on the day the register states, else the first one not over (with renewals)."""
    if not (mark.registration_date or mark.expiry_date):
        return None
    office = "WO" if is_international(mark) else mark.office_code
    rule = find_term_rule(office, "mark", mark.filing_date, mark.registration_date)
    if rule is None:
        return None
    days = {"registration_date": mark.registration_date, "grant_date": mark.registration_date}
    start = days.get(rule.counted_from, mark.filing_date)
    if len(start) != 10:
        return None
    period = unit_words(rule.years, "years", words.language)
    end = _end(rule, start, rule.years)
    what = words("counted_from", rule.counted_from)
    working = [words("sentences", "term", period=period, what=what, start=start, end=end)]
    wanted = mark.expiry_date or (mark.renewal_date and add_years(mark.renewal_date, 1)) or end
    years = rule.years
    if wanted > _end(rule, start, rule.years + MOST_TERMS * rule.renewable):
        wanted = end
    while end < wanted and rule.renewable:
        years += rule.renewable
        end = _end(rule, start, years)
        more = unit_words(rule.renewable, "years", words.language)
        working.append(words("sentences", "renewed", period=more, end=end))
    stated = mark.expiry_date if len(mark.expiry_date) == 10 else ""
    return _period("term", start, end, working, rule.citation, rule.unverified, words, today, stated)


def _end(rule: TermRule, start: str, years: int) -> str:
    end = add_years(start, years)
    if rule.last_day == "day_before":
        return day_before(end)
    return end_of_month(end) if rule.last_day == "end_of_month" else end


def _period(
    kind: str,
    first_day: str,
    last_day: str,
    working: list[str],
    citation: str,
    unverified: bool,
    words: _Words,
    today: str,
    stated: str,
) -> MarkPeriod:
    differs = stated if stated and stated != last_day else ""
    if differs:
        working = [*working, words("sentences", "stated", day=differs)]
    if unverified:
        working = [*working, words("sentences", "unverified")]
    state = "future" if today < first_day else "past" if today > max(last_day, differs) else "open"
    return MarkPeriod(
        kind=kind,
        name=words("names", kind),
        first_day=first_day,
        last_day=last_day,
        state=state,
        state_name=words("states", state),
        working=tuple(working),
        citation=citation,
        unverified=unverified,
        stated_last_day=differs,
    )
