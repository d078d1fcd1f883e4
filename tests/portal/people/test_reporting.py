"""Reporting forms, reminders, questions; the public pages of figures and the cases behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kapok import clock
from kapok.errors import NotFound
from kapok.portal.accounts.models import Membership, Verdict
from kapok.portal.jobs.models import Job
from kapok.portal.jobs.queue import run_due
from kapok.portal.statistics.models import Reminder, ReportingOffice
from kapok.portal.statistics.reporters import bind_office, new_token
from kapok.services.ask_authority import open_questions, versions_of
from kapok.statistics.sources import EventRow, events_folder, write_events
from kapok.statistics.store import Report, read_lines, reports_path
from tests.portal.people.conftest import Walk, World

MARCH = datetime(2026, 3, 2, 2, tzinfo=UTC)


def grant(world: World, name: str, organisation: str, role: str) -> None:
    Membership.objects.create(
        person=world.people[name], organisation=world.organisations[organisation], role=role, valid_from=date(2020, 1, 1),
        granted_by="test",
    )  # fmt: skip


@pytest.fixture
def bound(world: World) -> Iterator[World]:
    """The centre compiles the paper, the other centre reports for the courts; it is March 2026 and 2025 is due."""
    with clock.fixed(MARCH):
        grant(world, "clerk", "centre", "compiler")
        grant(world, "foreign", "elsewhere", "reporter")
        bind_office(world.organisations["centre"].key, "market_regulation")
        bind_office(world.organisations["elsewhere"].key, "courts")
        yield world


def home() -> Path:
    found: Path = settings.KAPOK_CONFIG.home
    return found


def page(client: Client, address: str, status: int = 200, **sent: Any) -> str:
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_the_forms_are_for_those_who_report(bound: World) -> None:
    assert "High People" in page(bound.clients["foreign"], "/reports/")
    assert "0 of 13 reported" in page(bound.clients["foreign"], "/reports/")
    assert "You report for no authority" in page(bound.clients["public"], "/reports/")
    page(bound.clients["public"], "/reports/courts/2025", 403)
    page(bound.clients["foreign"], "/reports/customs/2025", 403)
    page(bound.clients["foreign"], "/reports/courts/2026", 404)
    page(bound.clients["foreign"], "/reports/nobody/2025", 404)
    assert Client().get("/reports/").status_code == 302
    refused = Verdict.objects.filter(allowed=False, object="figures/courts")
    assert refused.count() == 1


def test_an_authority_reports_on_the_page_and_corrects_with_a_reason(bound: World) -> None:
    client = bound.clients["foreign"]
    shown = page(client, "/reports/courts/2025?section=II")
    assert 'name="v-II-01"' in shown
    sent = {"v-II-01": "96000", "v-II-02": "98000", "v-II-04": ""}
    assert client.post("/reports/courts/2025?section=II", sent).status_code == 302
    [first] = versions_of(home(), "II-01", 2025)
    assert (first.figure.value, first.authority, first.figure.version) == ("96000", "courts", 1)
    again = page(client, "/reports/courts/2025?section=II", 400, **{"v-II-01": "97000", "v-II-02": "98000"})
    assert "a correction needs a reason" in again
    assert (
        client.post("/reports/courts/2025?section=II", {"v-II-01": "97000", "r-II-01": "A court was missing"}).status_code
        == 302
    )
    assert [each.figure.value for each in versions_of(home(), "II-01", 2025)] == ["96000", "97000"]
    assert "A court was missing" in page(client, "/reports/courts/2025/II-01")


BAD = [
    ({"v-II-01": "-5"}, "negative"),
    ({"v-II-01": "９６０００"}, "no number"),
    ({"v-II-01": "96,000"}, "no number"),
    ({"v-II-04": "140"}, "more than the whole"),
    ({"v-II-01": "1.5"}, "too many decimals"),
    ({"v-III-03": "12"}, "is reported by market_regulation"),
]


@pytest.mark.parametrize(("sent", "why"), BAD)
def test_a_bad_figure_is_told_at_its_field_and_nothing_is_taken(bound: World, sent: dict[str, str], why: str) -> None:
    assert why in page(bound.clients["foreign"], "/reports/courts/2025?section=II", 400, **sent)
    assert read_lines(reports_path(home()), Report) == []


def test_a_table_is_handed_in_as_a_file_and_swapped_columns_are_found(bound: World) -> None:
    client = bound.clients["foreign"]
    good = SimpleUploadedFile("r.csv", b"id,year,value,unit\nII-01,2025,96000,cases\nII-02,2025,99000,cases\n")
    assert client.post("/reports/courts/2025", {"file": good}).status_code == 302
    swapped = SimpleUploadedFile("r.csv", b"id,value,year,unit\nII-05,2025,14000,cases\nII-06,2025,14200,cases\n")
    told = client.post("/reports/courts/2025", {"file": swapped})
    assert told.status_code == 400
    assert "swapped" in told.content.decode()
    assert len(read_lines(reports_path(home()), Report)) == 2


def test_the_province_asks_and_the_authority_answers(bound: World) -> None:
    clerk, court = bound.clients["clerk"], bound.clients["foreign"]
    court.post("/reports/courts/2025", {"v-II-01": "96000"})
    place = "/reports/courts/2025/II-01"
    page(court, place, 403, do="ask", text="Not mine to ask")
    assert clerk.post(place, {"do": "ask", "text": "Does it hold the Guangzhou court?"}).status_code == 302
    assert "a question waits" in page(court, "/reports/courts/2025?section=II")
    assert "1 open questions" in page(clerk, "/reports/")
    page(clerk, place, 403, do="answer", text="I answer myself")
    assert court.post(place, {"do": "answer", "text": "Yes, all courts of the province."}).status_code == 302
    assert open_questions(home(), 2025) == {}
    assert "all courts of the province" in page(clerk, place)


def test_who_owes_figures_is_reminded_once_for_a_day(bound: World) -> None:
    assert Job.objects.filter(kind="remind_reports", done_at=None).count() == 1
    with clock.fixed(datetime(2026, 3, 17, 2, tzinfo=UTC)):
        run_due()
        assert [each.to for each in mail.outbox] == [["foreign@example.org"]]
        assert "13 are missing" in mail.outbox[0].subject
        assert (Reminder.objects.get().year, Reminder.objects.get().day) == (2025, date(2026, 3, 17))
        waiting = Job.objects.get(kind="remind_reports", done_at=None)
        assert waiting.run_at.date() == date(2026, 3, 28)
        run_due()
        assert len(mail.outbox) == 1
        page(bound.clients["foreign"], "/reports/", 403, remind="courts", year="2025")
    with clock.fixed(datetime(2026, 3, 20, 2, tzinfo=UTC)):
        assert bound.clients["clerk"].post("/reports/", {"remind": "courts", "year": "2025"}).status_code == 302
        assert len(mail.outbox) == 2
        page(bound.clients["clerk"], "/reports/", 403, remind="customs", year="2025")
        page(bound.clients["clerk"], "/reports/", 400, remind="courts", year="2" * 5000)
        page(bound.clients["clerk"], f"/reports/?year=2025{'0' * 5000}")


def test_an_office_is_bound_to_an_authority_that_is_there(bound: World) -> None:
    bind_office(bound.organisations["elsewhere"].key, "courts")
    assert ReportingOffice.objects.count() == 2
    with pytest.raises(NotFound, match="no authority"):
        bind_office(bound.organisations["elsewhere"].key, "nobody")
    with pytest.raises(NotFound, match="no such office"):
        bind_office(bound.organisations["company"].key, "courts")


def test_a_system_reports_through_the_api_with_its_secret(bound: World) -> None:
    office = ReportingOffice.objects.get(authority="courts")
    secret = new_token(office)
    body = "id,year,value,unit\nII-01,2025,96000,cases\nII-02,2025,-1,cases\n"

    def send(authority: str, token: str) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return Client().post(f"/api/figures/reports/{authority}", body, content_type="text/csv", headers=headers)

    assert send("courts", "wrong").status_code == send("customs", secret).status_code == send("courts", "").status_code == 403
    done = json.loads(send("courts", secret).content)
    assert (done["taken"], done["refused"][0]["row"]) == (1, 3)
    assert office.token not in secret
    figures = json.loads(Client().get("/api/figures?year=2025").content)
    assert [each["value"] for each in figures if each["id"] == "II-01"] == ["96000"]


def test_public_pages_of_figures(bound: World) -> None:
    rows = [
        EventRow(f"c-{n}", 1, "P11", "approve_filing", "investigating", f"2025-0{n % 3 + 1}-05", "440306", "o")
        for n in range(30)
    ]
    rows += [EventRow(f"d-{n}", 1, "P11", "approve_filing", "investigating", "2025-02-05", "440106", "o") for n in range(2)]
    write_events(events_folder(home(), 2025), rows)
    client = Client(headers={"Accept-Language": "en"})
    assert "9,686" in page(client, "/whitepaper/2023/administrative")
    assert "57.4 % fits none" in page(client, "/whitepaper/")
    shown = page(client, "/indicators/III-03?year=2025&city=440300")
    assert "Shenzhen" in shown
    assert "fewer than 5" in page(client, "/indicators/III-03/cases?year=2025&region=440100")
    assert "c-1" not in page(client, "/indicators/III-03/cases?year=2025")
    assert "By city and month" in shown
    assert "<svg" in page(client, "/whitepaper/2025/administrative")
    for address, status in (
        ("/indicators/III-03/cases?year=1", 400), ("/indicators/III-03/cases?month=13", 400), ("/indicators/X/cases", 404),
        (f"/indicators/III-03/cases?month={'1' * 5000}", 400), (f"/indicators/III-03?year=02023{'9' * 5000}", 400),
        ("/indicators/III-03/cases?region=110000", 404), ("/whitepaper/1999/", 404), ("/whitepaper/2023/none", 404),
    ):  # fmt: skip
        page(client, address, status)
    for tag in ("zh-Hans", "zh-Hant", "pt"):
        assert f'lang="{tag}"' in page(client, f"/whitepaper/2023/judicial?lang={tag}")


def test_a_figure_opens_the_cases_that_each_reader_may_see(world: World) -> None:
    open_case, closed_case = Walk(world).published().key, Walk(world, b"other,data\n" * 40).filed().key
    key = "VII-13-received"
    rows = [EventRow(each, 1, "P01", "accept", "publicity", "2026-03-05", "440000", "o") for each in (open_case, closed_case)]
    rows += [EventRow(f"other-{n}", 1, "P01", "accept", "publicity", "2026-03-05", "440300", "o") for n in range(9)]
    write_events(events_folder(home(), 2026), rows)
    anyone = page(Client(headers={"Accept-Language": "en"}), f"/indicators/{key}/cases?year=2026")
    assert f"/notices/{open_case}" in anyone
    assert closed_case not in anyone
    assert "10 cases are not open to you" in anyone
    officer = page(world.clients["examiner"], f"/reports/figures/{key}?year=2026")
    assert f"/cases/{open_case}" in officer
    assert f"/cases/{closed_case}" in officer
    owner = page(world.clients["applicant"], f"/reports/figures/{key}?year=2026")
    assert f"/cases/{closed_case}" in owner
    stranger = page(world.clients["foreign"], f"/reports/figures/{key}?year=2026")
    assert f"/notices/{open_case}" in stranger
    assert closed_case not in stranger
