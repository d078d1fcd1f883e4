"""What one record says about the legal status of its right: pieces of evidence, each a day and what held from then on.

Read by `kapok.records.legal_status`. Kept to tuples and cached rules, because it runs over every record of the lake.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kapok.codes.kinds import Kind, find_kind
from kapok.codes.legal_status import Status, effects, event_meanings, find_office_status
from kapok.records.dates import first_day, last_day
from kapok.records.record import Design, GeographicalIndication, Mark, Patent, Record
from kapok.timelimits.arithmetic import add_months, add_years, day_after
from kapok.timelimits.periods import get_period
from kapok.timelimits.terms import Expiry, compute_expiry

Evidence = tuple[str, int, Status, str, str, str]
"""(day, rank, status, reason, basis, reason not in force). On one day the higher rank wins."""

FILING_RANK, GRANT_RANK, EVENT_RANK, TERM_RANK, OFFICE_RANK = 0, 2, 3, 5, 9

_PARENTS = frozenset(("parent", "division", "continuation", "continuation_in_part", "pct_application", "reissue"))
_REASON_OF_CATEGORY = {"B": "discontinued", "H": "lapsed"}
_END_WORDS = {
    "abandoned": "Abandoned", "withdrawn": "Withdrawn", "refused": "Refused", "lapsed": "Lapsed", "invalid": "Declared invalid",
    "expired": "Expired", "surrendered": "Surrendered", "discontinued": "Ended without a right",
}  # fmt: skip
_NO_RIGHT = "statutory_invention_registration"


def read_record(record: Record, evidence: list[Evidence]) -> None:
    """Add what a record says to `evidence`; records of kinds that have no legal status add nothing."""
    if isinstance(record, (Patent, Design)):
        _read_publication(record, evidence)
        subject = "patent" if isinstance(record, Patent) else "design"
    elif isinstance(record, Mark):
        _read_registration(record, evidence)
        subject = "mark"
    elif isinstance(record, GeographicalIndication) or record.category == "layout_design":
        _read_registration(record, evidence)
        subject = record.category
    else:
        return
    if record.legal_events:
        _read_events(record, subject, evidence)
    if record.office_status_text:
        _read_office_status(record, subject, evidence)


def _read_publication(record: Patent | Design, evidence: list[Evidence]) -> None:
    """Filing -> pending; grant date, registration date or the kind of the document -> in force."""
    filed = record.filing_date or (record.application.date if record.application else "")
    if filed:
        evidence.append((first_day(filed), FILING_RANK, "pending", f"Filed on {filed}", "filing", ""))
    published = record.publication_date
    kind = find_kind(record.office_code, record.kind_code, published) if record.kind_code else None
    granted = record.grant_date or record.registration_date
    if (isinstance(record, Patent) and record.patent_type == _NO_RIGHT) or (kind is not None and kind.right == _NO_RIGHT):
        reason = "A statutory invention registration gives no exclusive right"
        evidence.append((first_day(granted or published or filed), GRANT_RANK, "not_in_force", reason, "kind", "discontinued"))
        return
    if granted:
        words = "Granted" if record.grant_date else "Registered"
        basis = "grant" if record.grant_date else "registration"
        evidence.append((first_day(granted), GRANT_RANK, "in_force", f"{words} on {granted}", basis, ""))
    elif kind is not None and kind.is_granted and published:
        reason = f"Published as granted ({record.kind_code}) on {published}"
        evidence.append((first_day(published), GRANT_RANK, "in_force", reason, f"kind {record.kind_code}", ""))
    elif kind is None and published and record.registration is not None and record.registration.number:
        reason = f"Published with its patent number on {published}"
        evidence.append((first_day(published), GRANT_RANK, "in_force", reason, "registration", ""))
    elif published and not filed:
        evidence.append((first_day(published), FILING_RANK, "pending", f"Published on {published}", "publication", ""))
    if record.office_code == "WO" and not isinstance(record, Design):
        _read_international_phase(record, filed, evidence)


def _read_international_phase(record: Patent, filed: str, evidence: list[Evidence]) -> None:
    """A PCT application is pending until the national phases take over; what becomes of them is not in it."""
    dates = [each.priority_date for each in record.priorities if each.priority_date] + ([filed] if filed else [])
    if not dates:
        return
    period = get_period("pct_international_phase")
    day = day_after(add_months(last_day(min(dates)), period.months))
    reason = f"The international phase ended {period.months} months after {min(dates)}; the national phases are other rights"
    evidence.append((day, TERM_RANK, "unknown", f"{reason} ({period.citation})", "period pct_international_phase", ""))


def _read_registration(record: Record, evidence: list[Evidence]) -> None:
    """Marks and other registered rights: filing -> pending, registration -> in force."""
    filed = record.filing_date or (record.application.date if record.application else "")
    if filed:
        evidence.append((first_day(filed), FILING_RANK, "pending", f"Filed on {filed}", "filing", ""))
    registered = record.registration_date
    if registered:
        reason = f"Registered on {registered}"
        evidence.append((first_day(registered), GRANT_RANK, "in_force", reason, "registration", ""))


def _read_events(record: Record, subject: str, evidence: list[Evidence]) -> None:
    """Events whose category has an effect. Events of another office (national events of an EP patent) decide nothing."""
    office = record.office_code
    meanings = event_meanings()
    effect_of = effects()
    for event in record.legal_events:
        if event.office_code and event.office_code != office:
            continue
        meaning = meanings.get((office, subject, event.office_event_code.strip()))
        category = meaning.category if meaning else event.category
        effect = effect_of.get(category)
        day = event.effective_date or event.event_date
        if effect is None or not day:
            continue
        why = ""
        words = meaning.words if meaning else event.office_text
        if effect == "not_in_force":
            why = (meaning.reason if meaning else "") or _REASON_OF_CATEGORY.get(category, "")
            reason = f"{_END_WORDS.get(why, 'Ended')} on {day}: {words}"
        else:
            reason = f"{day}: {words}"
        status: Status = effect  # type: ignore[assignment]  # effects are statuses, held by the test of the table
        rank = FILING_RANK if category == "A" else EVENT_RANK
        evidence.append((first_day(day), rank, status, reason, f"event {category} {event.office_event_code}".rstrip(), why))


def _read_office_status(record: Record, subject: str, evidence: list[Evidence]) -> None:
    """The office's own word, from its date on (else the date of the data, else the latest date in the record)."""
    code = record.attributes.get("status_code", "") if record.attributes else ""
    text = record.office_status_text
    found = find_office_status(record.office_code, code, subject) if code else None
    found = found or find_office_status(record.office_code, text, subject)
    if found is None:
        return
    status: Status = found.verdict if found.verdict != "live" else _live_status(record)
    day = record.office_status_date or record.provenance.document_date
    if day:
        reason = f"The office states on {day}: {text}"
        evidence.append((first_day(day), OFFICE_RANK, status, reason, "office", found.reason))
        return
    latest = _latest_date(record)
    if not latest:
        return
    reason = f"The office states without a date: {text}"
    read = record.provenance.read_at[:10]
    if status != "not_in_force":
        if isinstance(record, Mark) and status == "in_force" and read > latest:
            latest = read  # a register shows a mark as registered only while it is renewed
        evidence.append((first_day(latest), OFFICE_RANK, status, reason, "office", ""))
        return
    if found.reason == "expired" and record.expiry_date:
        return  # the stated expiry date says the same with its day
    ended = day_after(last_day(latest))
    if read > ended:
        unknown = f"It ended at some time after {latest}; {reason[0].lower()}{reason[1:]}"
        evidence.append((ended, OFFICE_RANK, "unknown", unknown, "office", ""))
        ended = read
    evidence.append((ended, OFFICE_RANK, "not_in_force", reason, "office", found.reason))


def _live_status(record: Record) -> Status:
    """What "live" means for a record: in force where it was registered or granted, else pending."""
    return "in_force" if record.registration_date or getattr(record, "grant_date", "") else "pending"


def _latest_date(record: Record) -> str:
    """The latest date that a record states about its own history; "" if it states none."""
    dates = [record.filing_date, record.publication_date, record.registration_date, getattr(record, "grant_date", "")]
    dates += [event.event_date for event in record.legal_events]
    return max(dates)


def find_expiry(records: Sequence[Record], alive: str = "") -> Expiry | None:
    """The end of the term of a right from all its publications: stated by the register, else computed by the term rules.

    `alive`: the last day on which the office itself states it in force; a renewable right was renewed by then.
    """
    stated = filed = granted = registered = renewed = parents = ""
    right, adjustment, years = "", 0, 0
    for record in records:
        stated = max(stated, record.expiry_date)
        filed = _earlier(filed, record.filing_date)
        registered = _earlier(registered, record.registration_date)
        if isinstance(record, Patent):
            adjustment = max(adjustment, record.term_adjustment_days)
            kind = find_kind(record.office_code, record.kind_code, record.publication_date) if record.kind_code else None
            granted = _earlier(granted, record.grant_date or _published_grant(kind, record))
            own = kind.right if kind is not None and record.patent_type == "invention" else record.patent_type
            right = "invention" if own == "reissue" else own
        elif isinstance(record, Design):
            kind = find_kind(record.office_code, record.kind_code, record.publication_date) if record.kind_code else None
            granted = _earlier(granted, record.grant_date or _published_grant(kind, record))
            right, years = "design", max(years, record.term_years)
        elif isinstance(record, Mark):
            right, renewed = "mark", max(renewed, record.renewal_date)
        elif record.category == "layout_design":
            right = "layout_design"
        if record.related:
            for each in record.related:
                if each.relation in _PARENTS:
                    parents = _earlier(parents, each.related_date)
    if stated:
        return Expiry(last_day(stated), f"the register states the expiry date {stated}", citation="register")
    if not right or right == _NO_RIGHT:
        return None
    if alive and right in ("mark", "design"):
        renewed = max(renewed, add_years(alive, -1))  # renewals are counted from a year before an end
    office = records[0].office_code
    earliest = _earlier(parents, filed) if office == "US" else filed
    return find_term(office, right, filed, earliest, granted, registered, renewed, adjustment, years)


@lru_cache(maxsize=1 << 12)
def find_term(
    office: str, right: str, filed: str, earliest: str, granted: str, registered: str, renewed: str, adjustment: int, years: int
) -> Expiry | None:
    """`compute_expiry` by position: its cache answers faster, and a file repeats its dates."""
    return compute_expiry(
        office,
        right,
        filing_date=filed,
        earliest_filing_date=earliest,
        grant_date=granted,
        registration_date=registered,
        renewal_date=renewed,
        adjustment_days=adjustment,
        term_years=years,
    )


def _published_grant(kind: Kind | None, record: Record) -> str:
    """The publication date of a document that grants, "" for any other."""
    return record.publication_date if kind is not None and kind.stage == "grant" else ""


def _earlier(left: str, right: str) -> str:
    """The earlier of two ISO dates; "" counts as not known."""
    return min(left, right) if left and right else left or right


def add_expiry(expiry: Expiry, evidence: list[Evidence]) -> None:
    """Add the end of the term. A renewable right whose renewal is not in the data is unknown after it, not expired.

    An office that states it in force on a later day has the last word: the end is then left out.
    """
    day = _after(expiry.last_day)
    was_right = False
    for each in evidence:
        if each[2] == "in_force":
            was_right = True
            if each[1] == OFFICE_RANK and each[0] >= day:
                return
    if expiry.renewable:
        if was_right:
            reason = f"The term that the data know ended on {expiry.last_day}; a renewal is not in them ({expiry.working})"
            evidence.append((day, TERM_RANK, "unknown", reason, "term", ""))
    elif was_right:
        reason = f"Expired: the last day was {expiry.last_day}, {expiry.working}"
        evidence.append((day, TERM_RANK, "not_in_force", reason, "term", "expired"))
    else:
        reason = f"The longest term that it could have had ended on {expiry.last_day}, {expiry.working}"
        evidence.append((day, TERM_RANK, "not_in_force", reason, "term", "expired"))


_after = lru_cache(maxsize=1 << 16)(day_after)
