"""The working behind a legal status in the language of the page.

The core tells its reasons in English sentences of fixed form (`kapok.records.legal_status`); each form stands here once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_noop

from kapok.portal.library.labels import status_label
from kapok.portal.retell import Forms

FORMS = Forms(
    gettext_noop("Filed on %(day)s"),
    gettext_noop("Granted on %(day)s"),
    gettext_noop("Registered on %(day)s"),
    gettext_noop("Published on %(day)s"),
    gettext_noop("Published as granted (%(kind)s) on %(day)s"),
    gettext_noop("The office states on %(day)s: %(words)s"),
    gettext_noop("The office states without a date: %(words)s"),
    gettext_noop("It ended at some time after %(day)s; %(reason)s"),
    gettext_noop("Abandoned on %(day)s: %(words)s"),
    gettext_noop("Withdrawn on %(day)s: %(words)s"),
    gettext_noop("Refused on %(day)s: %(words)s"),
    gettext_noop("Lapsed on %(day)s: %(words)s"),
    gettext_noop("Declared invalid on %(day)s: %(words)s"),
    gettext_noop("Expired on %(day)s: %(words)s"),
    gettext_noop("Surrendered on %(day)s: %(words)s"),
    gettext_noop("Ended without a right on %(day)s: %(words)s"),
    gettext_noop("Ended on %(day)s: %(words)s"),
    gettext_noop("Expired: the last day was %(day)s, %(term)s"),
    gettext_noop("The longest term that it could have had ended on %(day)s, %(term)s"),
    gettext_noop("The term that the data know ended on %(day)s; a renewal is not in them (%(term)s)"),
    gettext_noop("A statutory invention registration gives no exclusive right"),
    gettext_noop("The records say nothing about a legal status"),
    gettext_noop("The first known date of this right is %(day)s"),
    gettext_noop(
        "The international phase ended %(count)s months after %(day)s; the national phases are other rights (%(words)s)"
    ),
    gettext_noop("the register states the expiry date %(day)s"),
    gettext_noop("%(term)s (%(words)s)"),
    gettext_noop("%(term)s, renewed on %(day)s"),
    gettext_noop("%(term)s, plus %(count)s days of adjustment"),
    gettext_noop("%(term)s, or %(reason)s, whichever is later"),
    gettext_noop("%(count)s years from filing on %(day)s"),
    gettext_noop("%(count)s years from the earliest filing on %(day)s"),
    gettext_noop("%(count)s years from grant on %(day)s"),
    gettext_noop("%(count)s years from registration on %(day)s"),
    gettext_noop("%(day)s: %(words)s"),
)
"""Every form, the more special one first. `term` and `reason` hold another form, `words` the words of the office or a law."""


class Interval(Protocol):
    """One span of a status, as `kapok.records.legal_status` works it out."""

    @property
    def from_day(self) -> str:
        """First day."""

    @property
    def to_day(self) -> str:
        """Last day."""

    @property
    def status(self) -> str:
        """Status."""

    @property
    def reason(self) -> str:
        """Why, a sentence."""


@dataclass(frozen=True)
class Step:
    """One span of a status for a page: `to_day` is "" while it lasts."""

    from_day: str
    to_day: str
    status: str
    status_name: str
    reason: str
    language: str


def intervals_of(history: Any) -> Sequence[Interval]:
    """The spans of a `LegalHistory`."""
    intervals: Sequence[Interval] = history.intervals
    return intervals


def steps(intervals: Iterable[Interval]) -> list[Step]:
    """The spans of a right's history, oldest first."""
    rows = []
    for interval in intervals:
        reason, language = FORMS.retell(interval.reason)
        to_day = "" if interval.to_day.startswith("9999") else interval.to_day
        rows.append(Step(interval.from_day, to_day, interval.status, status_label(interval.status), reason, language))
    return rows
