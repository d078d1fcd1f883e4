"""How long a right lasts: the rules of `terms.yaml` applied to the dates of one right, with their working in words.

Days are ISO texts; a partial date counts as its last day, so that a right never ends too early in the answer.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from kapok.codes.declared import read_yaml
from kapok.errors import DefinitionError
from kapok.timelimits.arithmetic import add_days, add_years, day_before, days_in_month, end_of_month

_NEVER_GRANT = ("WO", "IB")
"""A PCT application never becomes a right itself: its national phases do."""

_COUNTED_FROM = ("filing_date", "earliest_filing_date", "grant_date", "registration_date")
_WORDS = {"filing_date": "filing", "earliest_filing_date": "the earliest filing", "grant_date": "grant",
          "registration_date": "registration"}  # fmt: skip


class SecondCount(Struct, frozen=True, forbid_unknown_fields=True):
    """The other count of an `or_later` rule, for rights granted on or after `granted_from`."""

    years: int
    counted_from: str
    granted_from: str = ""


class TermRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: see the head of `terms.yaml` for what each key means."""

    office: str
    right: str
    in_force_from: str
    years: int
    counted_from: str
    last_day: str
    citation: str
    until: str = ""
    applies_by: str = "filing_date"
    or_later: SecondCount | None = None
    renewable: int = 0
    max_years: int = 0
    unverified: bool = False


class Expiry(Struct, frozen=True):
    """The end of a right: `last_day` is the last day in force (ISO), `working` says how it was found.

    `renewable`: the right can be prolonged beyond it, so that a later day is not certainly out of force.
    """

    last_day: str
    working: str
    renewable: bool = False
    citation: str = ""
    unverified: bool = False


@cache
def term_rules() -> tuple[TermRule, ...]:
    """All declared rules; `DefinitionError` naming the entry that is wrong."""
    rules = []
    for place, entry in enumerate(read_yaml("terms", "kapok.timelimits"), start=1):
        rules.append(_read_rule(place, entry))
    return tuple(rules)


def _read_rule(place: int, entry: dict[str, Any]) -> TermRule:
    plain = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in entry.items()}
    if isinstance(plain.get("or_later"), dict):
        plain["or_later"] = {key: str(value) if key == "granted_from" else value for key, value in plain["or_later"].items()}
    try:
        rule = msgspec.convert(plain, TermRule)
    except msgspec.ValidationError as error:
        raise DefinitionError(f"Rule {place} of terms.yaml cannot be used", str(error), "Correct that entry") from error
    if rule.counted_from not in _COUNTED_FROM or rule.last_day not in ("anniversary", "day_before", "end_of_month"):
        raise DefinitionError(
            f"Rule {place} of terms.yaml cannot be used",
            f"counted_from '{rule.counted_from}' or last_day '{rule.last_day}' is unknown",
            f"Take one of {_COUNTED_FROM}; anniversary, day_before or end_of_month",
        )
    return rule


@cache
def _rules_of(office: str, right: str) -> tuple[TermRule, ...]:
    """The rules for one right of an office, newest first; those of "*" where a granting office has none."""
    own = [rule for rule in term_rules() if rule.office == office and rule.right == right]
    general = [rule for rule in term_rules() if rule.office == "*" and rule.right == right and office not in _NEVER_GRANT]
    return tuple(sorted(own or general, key=lambda rule: rule.in_force_from, reverse=True))


def find_term_rule(
    office: str, right: str, filing_date: str = "", registration_date: str = "", grant_date: str = ""
) -> TermRule | None:
    """The rule that holds for a right of these dates; `None` where no rule is declared for it."""
    for rule in _rules_of(office, right):
        if rule.applies_by == "filing_date":
            day = filing_date or registration_date or grant_date
        else:
            day = registration_date or grant_date or filing_date
        if day and rule.in_force_from <= day and (not rule.until or day[: len(rule.until)] <= rule.until):
            return rule
    return None


@lru_cache(maxsize=1 << 12)
def compute_expiry(
    office: str,
    right: str,
    *,
    filing_date: str = "",
    earliest_filing_date: str = "",
    grant_date: str = "",
    registration_date: str = "",
    renewal_date: str = "",
    adjustment_days: int = 0,
    term_years: int = 0,
) -> Expiry | None:
    """The last day in force of a right by the rules of its office; `None` where no rule or no date is known.

    `earliest_filing_date`: of the parents whose filing date the term runs from. `adjustment_days`: added by the office
    (35 U.S.C. 154(b)). `term_years`: a term that the document itself states, instead of the years of the rule.
    `renewal_date`: the last known renewal.
    """
    rule = find_term_rule(office, right, filing_date, registration_date, grant_date)
    if rule is None:
        return None
    dates = {
        "filing_date": filing_date,
        "earliest_filing_date": earliest_filing_date or filing_date,
        "grant_date": grant_date or registration_date,
        "registration_date": registration_date or grant_date,
    }
    years = term_years or rule.years
    start = _last(dates[rule.counted_from])
    if not start:
        return None
    end = _end(start, years, rule.last_day)
    words = f"{years} years from {_WORDS[rule.counted_from]} on {start}"
    second = rule.or_later
    if second is not None and not term_years:
        other = _last(dates[second.counted_from])
        if other and (dates["grant_date"] or "9") >= second.granted_from:
            other_end = _end(other, second.years, rule.last_day)
            words += f", or {second.years} years from {_WORDS[second.counted_from]} on {other}, whichever is later"
            end = max(end, other_end)
    if adjustment_days:
        end = add_days(end, adjustment_days)
        words += f", plus {adjustment_days} days of adjustment"
    if rule.renewable and renewal_date:
        end, words = _renew(rule, start, end, renewal_date, words)
    renewable = bool(rule.renewable) and not _is_exhausted(rule, start, end)
    return Expiry(end, f"{words} ({rule.citation})", renewable, rule.citation, rule.unverified)


def _last(partial: str) -> str:
    """The last day that a partial ISO date may mean; "" stays ""."""
    if len(partial) == 10 or not partial:
        return partial
    if len(partial) == 4:
        return f"{partial}-12-31"
    return f"{partial}-{days_in_month(int(partial[:4]), int(partial[5:])):02}"


def _end(start: str, years: int, last_day: str) -> str:
    end = add_years(start, years)
    if last_day == "day_before":
        return day_before(end)
    return end_of_month(end) if last_day == "end_of_month" else end


def _renew(rule: TermRule, start: str, end: str, renewal_date: str, words: str) -> tuple[str, str]:
    """Prolong by renewals: one made from a year before an end until its grace period leads to the next end."""
    reached = add_years(_last(renewal_date), 1)
    years = rule.years
    while end < reached and (not rule.max_years or years + rule.renewable <= rule.max_years):
        years += rule.renewable
        end = _end(start, years, rule.last_day)
    return end, f"{words}, with renewals of {rule.renewable} years" if years > rule.years else words


def _is_exhausted(rule: TermRule, start: str, end: str) -> bool:
    return bool(rule.max_years) and end >= _end(start, rule.max_years, rule.last_day)
