"""Legal events and status words of offices -> the categories of WIPO ST.27 (patents) and ST.61 (marks), and a status.

Two things that must not be mixed: `UNKNOWN` = nothing was stated; `UNASSIGNED` (category "") = something was stated that
our tables do not cover. Neither changes a status, but only the first means that the source is silent.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct

from kapok.codes.declared import LANGUAGES, read_rows

Status = Literal["pending", "in_force", "not_in_force", "unknown"]
"""Where a right stands on a day."""

Verdict = Literal["pending", "in_force", "not_in_force", "live"]
"""What an office's own word says; `live` = pending or in force, as the other dates of the record say."""

Subject = Literal["patent", "mark", "design", "geographical_indication"]
"""Whose codes: offices use the same letters for different things in their registers."""

UNKNOWN = "unknown"
"""Nothing was stated."""

UNASSIGNED = ""
"""Something was stated that no category covers."""

_PHRASES: tuple[tuple[str, Verdict, str], ...] = (
    ("abandon", "not_in_force", "abandoned"),
    ("surrender", "not_in_force", "surrendered"),
    ("withdrawn", "not_in_force", "withdrawn"),
    ("refused", "not_in_force", "refused"),
    ("rejected", "not_in_force", "refused"),
    ("expired", "not_in_force", "expired"),
    ("lapsed", "not_in_force", "lapsed"),
    ("invalidated", "not_in_force", "invalid"),
    ("revoked", "not_in_force", "invalid"),
    ("has been cancelled", "not_in_force", "invalid"),
    ("registration cancelled", "not_in_force", "invalid"),
    ("registration canceled", "not_in_force", "invalid"),
    ("has been renewed", "in_force", ""),
    ("registered", "in_force", ""),
    ("in force", "in_force", ""),
    ("granted", "in_force", ""),
    ("pending", "pending", ""),
    ("under examination", "pending", ""),
    ("has been published", "pending", ""),
)
"""Parts of English status sentences, in the order in which they decide; only where no table has the whole text."""

_NEGATIONS = ("not registered", "not in force", "not granted", "no longer", "not abandoned", "opposition rejected")


class LegalCategory(Struct, frozen=True):
    """One category: `effect` is what an event of it does (`pending`, `in_force`, `not_in_force`, `none`)."""

    letter: str
    stage: str
    effect: str
    names: dict[str, str]


class EventMeaning(Struct, frozen=True):
    """What an office's event code means: category letter, why the right ended ("" else), our words."""

    category: str
    reason: str
    words: str


class OfficeStatus(Struct, frozen=True):
    """What an office's status word or code means: verdict, why not in force ("" else), our words."""

    verdict: Verdict
    reason: str
    words: str


@cache
def legal_categories() -> dict[str, LegalCategory]:
    """All categories by letter."""
    return {
        row["letter"]: LegalCategory(
            row["letter"], row["stage"], row["effect"], {language: row[language] for language in LANGUAGES}
        )
        for row in read_rows("legal_categories")
    }


@cache
def effects() -> dict[str, str]:
    """Category letter -> effect, for the letters that have one."""
    return {letter: each.effect for letter, each in legal_categories().items() if each.effect != "none"}


@cache
def legal_words() -> dict[str, dict[str, str]]:
    """Names of statuses and reasons (`in_force`, `lapsed` …) by language."""
    return {row["key"]: {language: row[language] for language in LANGUAGES} for row in read_rows("legal_words")}


def legal_word(key: str, language: str = "en") -> str:
    """The name of a status or reason in one of the four languages; the key itself where it has none."""
    names = legal_words().get(key)
    return names.get(language, names["en"]) if names else key


@cache
def event_meanings() -> dict[tuple[str, str, str], EventMeaning]:
    """(office, subject, code) -> meaning, for the codes of our table."""
    return {
        (row["office"], row["subject"], row["code"]): EventMeaning(row["category"], row["reason"], row["words"])
        for row in read_rows("office_events")
    }


def find_event_meaning(office: str, code: str, subject: str = "patent") -> EventMeaning | None:
    """What an event code of an office means; `None` where our tables do not cover it (category `UNASSIGNED`)."""
    return event_meanings().get((office, subject, code.strip()))


def event_category(office: str, code: str, subject: str = "patent") -> str:
    """The category letter of an event code, `UNASSIGNED` ("") where it is not covered. For readers of registers."""
    meaning = find_event_meaning(office, code, subject)
    return meaning.category if meaning else UNASSIGNED


@cache
def _statuses() -> dict[tuple[str, str, str], OfficeStatus]:
    table: dict[tuple[str, str, str], OfficeStatus] = {}
    for row in read_rows("office_statuses"):
        verdict: Verdict = row["verdict"]  # type: ignore[assignment]  # the test of the table holds it to the four values
        table[(row["office"], row["subject"], row["status"].casefold())] = OfficeStatus(verdict, row["reason"], row["words"])
    return table


@lru_cache(maxsize=1 << 14)
def find_office_status(office: str, text: str, subject: str = "mark") -> OfficeStatus | None:
    """What a status word or code of an office means: the declared tables first, then parts of English sentences.

    `None` where nothing covers it: the text is shown as it stands and decides nothing.
    """
    plain = " ".join(text.split()).casefold().rstrip(".")
    for key in ((office, subject, plain), ("*", subject, plain)):
        if key in _statuses():
            return _statuses()[key]
    if plain.isdigit() and (office, subject, plain.zfill(3)) in _statuses():
        return _statuses()[(office, subject, plain.zfill(3))]
    if any(negation in plain for negation in _NEGATIONS):
        return None
    for phrase, verdict, reason in _PHRASES:
        if phrase in plain:
            return OfficeStatus(verdict, reason, text)
    return None
