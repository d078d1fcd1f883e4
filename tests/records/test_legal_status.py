"""Legal status of rights: small lives of rights, each with the days on which somebody would ask."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.records.legal_status import FOREVER, in_force_intervals, legal_history, legal_status_on
from kapok.records.provenance import Provenance
from kapok.records.record import (
    Design,
    GeneralRecord,
    GeographicalIndication,
    LegalEvent,
    Mark,
    Number,
    Patent,
    Priority,
    Record,
    RelatedRight,
)

SOURCE = Provenance(source="test", format="test", read_at="2026-11-23T10:00:00Z")


def patent(office: str, kind: str, published: str, **fields: Any) -> Patent:
    return Patent(
        key=f"patent/{office}/1/{kind}", category="patent", office_code=office, number="1", kind_code=kind,
        publication_date=published, **{"filing_date": "2002-04-16", "provenance": SOURCE, **fields},
    )  # fmt: skip


def mark(office: str, **fields: Any) -> Mark:
    return Mark(
        key=f"mark/{office}/1", category="mark", office_code=office, number="1",
        **{"filing_date": "2000-05-10", "provenance": SOURCE, **fields},
    )  # fmt: skip


def design(office: str, **fields: Any) -> Design:
    return Design(key=f"design/{office}/1", category="design", office_code=office, number="1", provenance=SOURCE, **fields)


GRANT = patent("US", "B2", "2007-09-18", grant_date="2007-09-18", term_adjustment_days=100)
LAPSED = patent(
    "US", "B2", "2007-09-18", grant_date="2007-09-18",
    legal_events=(
        LegalEvent("2011-04-25", "REMI"),
        LegalEvent("2011-10-17", "LAPS", "Lapse", "H"),
        LegalEvent("2012-05-01", "REIN"),
    ),
)  # fmt: skip

# records of one right, day, status, a word of the reason, reason not in force
LIVES: list[tuple[str, list[Record], str, str, str, str]] = [
    ("before filing", [GRANT], "2002-04-15", "unknown", "first known date", ""),
    ("application", [GRANT], "2002-04-16", "pending", "Filed", ""),
    ("day of grant", [GRANT], "2007-09-18", "in_force", "Granted", ""),
    ("last day with adjustment", [GRANT], "2022-07-25", "in_force", "Granted", ""),
    ("day after the term", [GRANT], "2022-07-26", "not_in_force", "100 days of adjustment", "expired"),
    ("published application", [patent("US", "A1", "2003-10-16")], "2010-01-01", "pending", "Filed", ""),
    ("application and grant", [patent("US", "A1", "2003-10-16"), GRANT], "2010-01-01", "in_force", "Granted", ""),
    ("term over without grant", [patent("US", "A1", "2003-10-16")], "2022-04-17", "not_in_force", "longest term", "expired"),
    ("fee unpaid", [LAPSED], "2012-01-01", "not_in_force", "fee not paid", "lapsed"),
    ("reinstated", [LAPSED], "2012-05-01", "in_force", "reinstated", ""),
    ("grant of 1976", [patent("US", "A", "1976-01-06", filing_date="1974-05-10")], "1993-01-06", "in_force", "granted (A)", ""),
    (
        "17 years over",
        [patent("US", "A", "1976-01-06", filing_date="1974-05-10")],
        "1993-01-07",
        "not_in_force",
        "17 years",
        "expired",
    ),
    ("US A1 is no grant", [patent("US", "A1", "2001-03-15", filing_date="2000-11-29")], "2002-01-01", "pending", "Filed", ""),
    (
        "term from the parent",
        [patent("US", "B1", "2007-09-18", related=(RelatedRight("continuation", related_date="1999-03-01"),))],
        "2019-03-02",
        "not_in_force",
        "earliest filing on 1999-03-01",
        "expired",
    ),
    (
        "registration without a right",
        [patent("US", "H1", "2004-01-06")],
        "2005-01-01",
        "not_in_force",
        "no exclusive right",
        "discontinued",
    ),
    (
        "CN B before 1993 is examined only",
        [patent("CN", "B", "1992-11-25", filing_date="1990-05-10")],
        "1993-01-01",
        "pending",
        "Filed",
        "",
    ),
    (
        "CN B since 2010 is granted",
        [patent("CN", "B", "2012-11-28", filing_date="2009-05-10")],
        "2013-01-01",
        "in_force",
        "granted (B)",
        "",
    ),
    (
        "CN term ends the day before",
        [patent("CN", "B", "2012-11-28", filing_date="2004-03-01")],
        "2024-03-01",
        "not_in_force",
        "20 years",
        "expired",
    ),
    ("CN last day", [patent("CN", "B", "2012-11-28", filing_date="2004-03-01")], "2024-02-29", "in_force", "granted", ""),
    (
        "CN utility model, 10 years",
        [patent("CN", "U", "2012-11-28", filing_date="2012-03-01")],
        "2022-03-01",
        "not_in_force",
        "10 years",
        "expired",
    ),
    (
        "CN annual fee",
        [patent("CN", "B", "2012-11-28", legal_events=(LegalEvent("2015-06-03", "CF01"),))],
        "2015-06-03",
        "not_in_force",
        "annual fee",
        "lapsed",
    ),
    (
        "CN deemed withdrawn",
        [patent("CN", "A", "2004-11-28", legal_events=(LegalEvent("2006-06-03", "WD01"),))],
        "2006-06-03",
        "not_in_force",
        "deemed withdrawn",
        "withdrawn",
    ),
    (
        "EP grant",
        [patent("EP", "A1", "2004-01-07"), patent("EP", "B1", "2008-01-09")],
        "2008-01-09",
        "in_force",
        "granted (B1)",
        "",
    ),
    (
        "EP lapse in one state only",
        [patent("EP", "B1", "2008-01-09", legal_events=(LegalEvent("2009-01-09", "PG25", "LAPSED", "H"),))],
        "2010-01-01",
        "in_force",
        "granted",
        "",
    ),
    (
        "EP national event of another office",
        [patent("EP", "B1", "2008-01-09", legal_events=(LegalEvent("2009-01-09", "R119", "", "H", office_code="DE"),))],
        "2010-01-01",
        "in_force",
        "granted",
        "",
    ),
    (
        "EP revoked",
        [patent("EP", "B1", "2008-01-09", legal_events=(LegalEvent("2010-02-01", "27W"),))],
        "2010-02-01",
        "not_in_force",
        "revoked",
        "invalid",
    ),
    (
        "KR notice of grounds is no end",
        [patent("KR", "A", "2004-01-09", legal_events=(LegalEvent("2005-02-01", "E902", "", "B"),))],
        "2006-01-01",
        "pending",
        "Filed",
        "",
    ),
    (
        "an event that no table covers decides nothing",
        [patent("FI", "B", "2008-01-09", legal_events=(LegalEvent("2010-02-01", "XYZ"),))],
        "2010-03-01",
        "in_force",
        "granted",
        "",
    ),
    (
        "an event with a category of the reader",
        [patent("FI", "B", "2008-01-09", legal_events=(LegalEvent("2010-02-01", "XYZ", "Lapsed", "H"),))],
        "2010-03-01",
        "not_in_force",
        "Lapsed",
        "lapsed",
    ),
    (
        "effective date counts",
        [
            patent(
                "FI", "B", "2008-01-09", legal_events=(LegalEvent("2010-02-01", "X", "end", "H", effective_date="2010-05-01"),)
            )
        ],
        "2010-03-01",
        "in_force",
        "granted",
        "",
    ),
    (
        "PCT application in its international phase",
        [patent("WO", "A1", "2004-11-25", filing_date="2004-05-10", priorities=(Priority(Number("US", "1"), "2003-05-12"),))],
        "2005-11-12",
        "pending",
        "Filed",
        "",
    ),
    (
        "PCT application after it",
        [patent("WO", "A1", "2004-11-25", filing_date="2004-05-10", priorities=(Priority(Number("US", "1"), "2003-05-12"),))],
        "2005-11-13",
        "unknown",
        "international phase ended",
        "",
    ),
    ("mark registered", [mark("US", registration_date="2001-11-25")], "2011-11-25", "in_force", "Registered", ""),
    ("renewal not in the data", [mark("US", registration_date="2001-11-25")], "2011-11-26", "unknown", "renewal is not", ""),
    (
        "renewed",
        [mark("US", registration_date="2001-11-25", renewal_date="2011-10-02")],
        "2021-11-25",
        "in_force",
        "Registered",
        "",
    ),
    (
        "office says renewed, by code",
        [mark("US", registration_date="2001-11-25", office_status_text="800", office_status_date="2012-01-02")],
        "2020-01-01",
        "in_force",
        "",
        "",
    ),
    (
        "office says abandoned",
        [mark("US", office_status_text="602", office_status_date="2003-01-02")],
        "2003-01-02",
        "not_in_force",
        "602",
        "abandoned",
    ),
    (
        "office silences earlier end",
        [
            mark(
                "US",
                registration_date="2001-11-25",
                legal_events=(LegalEvent("2008-01-01", "C8.."),),
                office_status_text="700",
                office_status_date="2008-06-01",
            )
        ],
        "2008-06-01",
        "in_force",
        "office states",
        "",
    ),
    (
        "status code in the attributes",
        [
            mark(
                "US",
                office_status_text="An unknown sentence",
                office_status_date="2003-01-02",
                attributes={"status_code": "900"},
            )
        ],
        "2003-01-02",
        "not_in_force",
        "sentence",
        "expired",
    ),
    ("Korean word without a date", [mark("KR", office_status_text="거절")], "2026-11-23", "not_in_force", "거절", "refused"),
    (
        "between its last date and the reading nothing is known",
        [mark("KR", office_status_text="거절")],
        "2010-01-01",
        "unknown",
        "at some time after",
        "",
    ),
    (
        "expiry stated by the register",
        [mark("TW", registration_date="2022-03-16", expiry_date="2032-03-15")],
        "2032-03-16",
        "not_in_force",
        "states the expiry",
        "expired",
    ),
    (
        "a status word that no table covers decides nothing",
        [mark("BR", registration_date="2020-01-01", office_status_text="registro???")],
        "2021-01-01",
        "in_force",
        "Registered",
        "",
    ),
    (
        "US design 14 years",
        [design("US", kind_code="S1", filing_date="2012-01-02", publication_date="2013-05-07", grant_date="2013-05-07")],
        "2027-05-08",
        "not_in_force",
        "14 years",
        "expired",
    ),
    (
        "EU design expired by its own word",
        [
            design(
                "EM",
                filing_date="2017-09-08",
                registration_date="2017-09-08",
                expiry_date="2022-09-08",
                office_status_text="EXPIRED",
            )
        ],
        "2020-01-01",
        "in_force",
        "Registered",
        "",
    ),
    ("partial dates", [patent("US", "A", "1976", filing_date="1974-05")], "1994-01-01", "not_in_force", "17 years", "expired"),
]


LIVES += [
    (
        "the word of the office outweighs an event of its day or later",
        [
            mark(
                "US",
                registration_date="2005-11-25",
                legal_events=(LegalEvent("2012-03-01", "C8.."),),
                office_status_text="702",
                office_status_date="2012-03-01",
            )
        ],
        "2013-01-01",
        "in_force",
        "",
        "",
    ),
    (
        "an event before it counts until then",
        [
            mark(
                "US",
                registration_date="2005-11-25",
                legal_events=(LegalEvent("2011-03-01", "C8.."),),
                office_status_text="702",
                office_status_date="2012-03-01",
            )
        ],
        "2012-02-29",
        "not_in_force",
        "section 8",
        "lapsed",
    ),
    (
        "an event after it does not count",
        [
            mark(
                "US",
                registration_date="2005-11-25",
                legal_events=(LegalEvent("2012-06-01", "C8.."),),
                office_status_text="702",
                office_status_date="2012-03-01",
            )
        ],
        "2013-01-01",
        "in_force",
        "",
        "",
    ),
    (
        "live and registered",
        [mark("US", registration_date="2016-01-05", office_status_text="LIVE")],
        "2020-01-01",
        "in_force",
        "",
        "",
    ),
    ("live, not registered", [mark("US", office_status_text="LIVE")], "2020-01-01", "pending", "", ""),
    (
        "registered as read, so renewed",
        [mark("KR", registration_date="2003-06-05", office_status_text="등록")],
        "2026-11-23",
        "in_force",
        "",
        "",
    ),
    (
        "and the renewed term ends",
        [mark("KR", registration_date="2003-06-05", office_status_text="등록")],
        "2033-06-06",
        "unknown",
        "renewals of 10 years",
        "",
    ),
    (
        "a patent whose register word has no date still expires",
        [patent("KR", "B1", "2005-01-09", office_status_text="등록")],
        "2022-04-17",
        "not_in_force",
        "20 years",
        "expired",
    ),
    (
        "a patent number without a kind is a grant",
        [patent("IN", "", "2018-01-05", registration=Number("IN", "291162"))],
        "2018-01-05",
        "in_force",
        "patent number",
        "",
    ),
]


@pytest.mark.parametrize(
    ("records", "day", "status", "word", "why"), [life[1:] for life in LIVES], ids=[life[0] for life in LIVES]
)
def test_status_on_a_day(records: list[Record], day: str, status: str, word: str, why: str) -> None:
    verdict = legal_status_on(records, day)
    assert (verdict.status, verdict.reason_not_in_force) == (status, why), verdict
    assert word in verdict.reason
    assert legal_status_on(list(reversed(records)), day).status == status, "the order of the records must not matter"


def test_verdict_tells_since_until_and_the_steps() -> None:
    verdict = legal_status_on([LAPSED], "2012-01-01")
    assert (verdict.since, verdict.until) == ("2011-10-17", "2012-04-30")
    assert [step.split(":")[0] for step in verdict.working] == ["2002-04-16", "2007-09-18", "2011-10-17"]


def test_in_force_intervals_are_joined_and_open_at_the_end() -> None:
    assert in_force_intervals(legal_history([LAPSED])) == [("2007-09-18", "2011-10-16"), ("2012-05-01", "2022-04-16")]
    protected = GeographicalIndication(
        key="g", category="geographical_indication", office_code="EU", number="1", provenance=SOURCE,
        filing_date="2001-01-01", registration_date="2003-01-01", office_status_text="registered",
    )  # fmt: skip
    assert in_force_intervals(legal_history([protected])) == [("2003-01-01", FOREVER)]


def test_records_without_a_right_are_unknown() -> None:
    law = GeneralRecord(key="law/CN/1", category="law", office_code="CN", number="1", provenance=SOURCE)
    assert legal_status_on([law], "2020-01-01").status == "unknown"
    assert legal_history([]).intervals == ()


days = st.dates().map(lambda day: f"{max(day.year, 1800):04}-{day.month:02}-{day.day:02}" if day.month != 2 else "2001-02-03")
events = st.builds(
    LegalEvent, days, st.sampled_from(["", "LAPS", "REIN", "ZZ"]), st.just("x"), st.sampled_from(["", *"ABCDEFGHKLMZ"])
)


@given(
    st.lists(events, max_size=6),
    days,
    days,
    st.sampled_from(["US", "CN", "EP", "XX"]),
    st.sampled_from(["A", "A1", "B1", "", "U"]),
)
def test_any_history_is_gapless_and_in_order(
    legal_events: list[LegalEvent], filed: str, published: str, office: str, kind: str
) -> None:
    record = patent(office, kind, published, filing_date=filed, legal_events=tuple(legal_events))
    intervals = legal_history([record]).intervals
    assert intervals[-1].to_day == FOREVER
    for before, after in pairwise(intervals):
        assert before.from_day <= before.to_day < after.from_day
        assert before.status != after.status
    for interval in intervals:
        assert legal_status_on([record], interval.from_day).status == interval.status


def test_it_is_quick_enough_for_millions() -> None:
    rounds = 2000
    best = min(_seconds(rounds) for _ in range(5))
    assert best / rounds < 120e-6, "an ordinary record must stay far below this even on a busy machine"


def _seconds(rounds: int) -> float:
    began = time.process_time()
    for _ in range(rounds):
        legal_history([LAPSED])
    return time.process_time() - began
