"""`/reports/…`: an authority reports its figures, signs, answers questions; whoever compiles the paper asks and reminds."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kapok import clock
from kapok.errors import InputError, NotAllowed, NotFound
from kapok.portal.accounts.signed_in import person_of, signed_in
from kapok.portal.cases.people import names_of
from kapok.portal.language import HTML_TAGS, href
from kapok.portal.sent_numbers import whole_number
from kapok.portal.statistics.error_words import told_row
from kapok.portal.statistics.reminders import send_reminder, years_to_report
from kapok.portal.statistics.reporters import is_compiler, reports_for, require_compiler, require_reporter
from kapok.services.ask_authority import (
    Owed,
    answer_question,
    ask_question,
    due_of,
    open_questions,
    overview,
    said_of,
    versions_of,
)
from kapok.services.report_figures import ReportResult, take_report
from kapok.statistics.amounts import render_amount
from kapok.statistics.compute import read_cells
from kapok.statistics.declared import authorities, indicators, province, require_indicator, units
from kapok.statistics.outline import chapters
from kapok.statistics.paper import definition
from kapok.statistics.store import reported_figures

LONGEST_NUMBER = 30
LAST_YEAR = 9999


def _language(request: HttpRequest) -> str:
    return HTML_TAGS.get(request.LANGUAGE_CODE, "en")


def _year(year: int) -> int:
    if not 2000 <= year < clock.today().year:
        raise NotFound(_("There is no form for this year"), _("a year is reported when it is over"), _("Choose another year"))
    return year


@signed_in("POST")
def reports_page(request: HttpRequest) -> HttpResponse:
    """`/reports/`: what my offices owe by year; for whoever compiles the paper, every authority, and reminding one."""
    person, home = person_of(request), settings.KAPOK_CONFIG.home
    compiler, language = is_compiler(person), _language(request)
    years = years_to_report(home)
    if request.method == "POST":
        _remind(request, years)
        return HttpResponseRedirect(href("/reports/", [("year", request.POST.get("year", "")), ("told", "reminded")]))
    asked = whole_number(request.GET.get("year", ""), LAST_YEAR)
    year = asked if asked in years else years[0]
    mine = list(dict.fromkeys(each.authority for each in reports_for(person)))
    names = {key: words.in_language(language) for key, words in authorities().items()}
    own = [_line(names[key], each) for key in mine for each in overview(home, year, key)]
    everyone = [_line(names[each.authority], each) for each in overview(home, year) if each.due] if compiler else []
    context = {"years": years, "year": year, "own": own, "everyone": everyone, "compiler": compiler}
    return render(request, "statistics/reports.html", context)


def _line(name: str, owed: Owed) -> dict[str, Any]:
    """One authority as the list shows it."""
    return {"name": name, "owed": owed, "done": owed.reported == owed.due, "place": f"/reports/{owed.authority}/{owed.year}"}


def _remind(request: HttpRequest, years: list[int]) -> None:
    from kapok.portal.statistics.models import ReportingOffice

    authority, sent = request.POST.get("remind", ""), request.POST.get("year", "")
    require_compiler(person_of(request), "remind", f"figures/{authority[:40]}")
    year = whole_number(sent, LAST_YEAR) or 0
    if year not in years or authority not in authorities():
        raise InputError(_("There is nothing to remind of"), "", _("Choose an authority from the list"))
    offices = list(ReportingOffice.objects.select_related("organisation").filter(authority=authority))
    if not [send_reminder(office, year, clock.today()) for office in offices]:
        raise NotAllowed(
            _("Nobody can be reminded"), _("no office reports for this authority"), _("Bind an office to it first")
        )


@signed_in("POST")
def report_page(request: HttpRequest, authority: str, year: int) -> HttpResponse:
    """`/reports/<authority>/<year>`: the form of figures, one chapter at a time, and a table as a file."""
    person, home = person_of(request), settings.KAPOK_CONFIG.home
    if authority not in authorities():
        raise NotFound(_("There is no such authority"), "", _("Choose one from the list"))
    if not is_compiler(person) or request.method == "POST":
        require_reporter(person, authority, "report" if request.method == "POST" else "see reports")
    result = None
    if request.method == "POST":
        result = take_report(home, _sent(request, _year(year)), f"{authority}-{year}.csv", authority, person.key)
        if not result.refused:
            back = [("told", str(result.taken)), ("section", request.GET.get("section", ""))]
            return HttpResponseRedirect(href(f"/reports/{authority}/{year}", back))
    return _show(request, authority, _year(year), result)


def _sent(request: HttpRequest, year: int) -> bytes:
    """What was sent as one table: the file, or the fields that were filled in and changed."""
    if (file := request.FILES.get("file")) is not None:
        return bytes(file.read())
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["id", "year", "value", "unit", "qualifier", "reason"])
    known = indicators(year)
    for name, value in request.POST.items():
        key = name.removeprefix("v-")
        if key != name and key in known and str(value).strip():
            unit = known[key].unit
            qualifier, reason = request.POST.get(f"q-{key}", ""), request.POST.get(f"r-{key}", "")
            row = [key, year, str(value).strip()[:LONGEST_NUMBER], unit, qualifier, " ".join(reason.split())[:500]]
            writer.writerow(row)
    return stream.getvalue().encode()


def _show(request: HttpRequest, authority: str, year: int, result: ReportResult | None) -> HttpResponse:
    home, language = settings.KAPOK_CONFIG.home, _language(request)
    known, said = indicators(year), reported_figures(home, year)
    before, questions = reported_figures(home, year - 1), open_questions(home, year)
    due = due_of(home, authority, year)
    sections = list(dict.fromkeys(known[key].section for key in due))
    asked = request.GET.get("section", "")
    missing = [known[key].section for key in due if (key, province()[0]) not in said]
    section = asked if asked in sections else (missing or sections or [""])[0]
    refused = {each.id: told_row(each.why) for each in result.refused} if result else {}
    flagged = {each.id: told_row(each.why) for each in result.flagged} if result else {}
    sent = request.POST if result else {}
    rows = []
    for key in due:
        each, place = known[key], (key, province()[0])
        if each.section != section:
            continue
        figure, earlier = said.get(place), before.get(place)
        rows.append(
            {
                "id": key,
                "name": each.names.in_language(language),
                "unit": units()[each.unit].names.in_language(language),
                "value": sent.get(f"v-{key}", figure.value if figure else ""),
                "qualifier": figure.qualifier if figure else each.qualifier,
                "known": figure is not None,
                "version": figure.version if figure else 0,
                "before": render_amount(earlier.value, earlier.qualifier, language) if earlier else "",
                "refused": refused.get(key, ""),
                "flagged": flagged.get(key, ""),
                "reason": sent.get(f"r-{key}", ""),
                "asked": place in questions,
                "place": f"/reports/{authority}/{year}/{key}",
            }
        )
    titles = {each.section: each.title.in_language(language) for each in chapters()}
    [owed] = overview(home, year, authority)
    context = {
        "page": f"/reports/{authority}/{year}",
        "name": authorities()[authority].in_language(language),
        "year": year,
        "owed": owed,
        "rows": rows,
        "sections": [(each, titles.get(each, each), each == section, missing.count(each)) for each in sections],
        "section": section,
        "result": result,
        "can_report": any(each.authority == authority for each in reports_for(person_of(request))),
        "counted": _counted(home, authority, year, language),
        "outside": [
            (each.row, each.id, told_row(each.why)) for each in (result.refused if result else []) if each.id not in due
        ],
    }
    return render(request, "statistics/report.html", context, status=400 if result and result.refused else 200)


def _counted(home: Any, authority: str, year: int, language: str) -> list[tuple[str, str, str]]:
    """What Kapok counts itself for this authority: shown so that nobody reports it a second time."""
    known = indicators(year)
    cells = {each.id: each.value for each in read_cells(home, year, region=province()[0], month=0)}
    return [
        (key, each.names.in_language(language), render_amount(cells[key], "exact", language))
        for key, each in known.items()
        if each.producer.authority == authority and key in cells
    ]


@signed_in("POST")
def figure_page(request: HttpRequest, authority: str, year: int, key: str) -> HttpResponse:
    """`/reports/<authority>/<year>/<id>`: every version of a figure, what was asked and answered; ask or answer."""
    person, home = person_of(request), settings.KAPOK_CONFIG.home
    indicator, language = require_indicator(key, _year(year)), _language(request)
    if indicator.producer.authority != authority:
        raise NotFound(_("There is no such figure here"), "", _("Choose one from the list"))
    compiler = is_compiler(person)
    if request.method == "POST":
        text = request.POST.get("text", "")
        if request.POST.get("do") == "ask":
            require_compiler(person, "ask", f"figures/{authority}/{key}")
            ask_question(home, key, year, "", person.key, text)
        else:
            require_reporter(person, authority, "answer")
            answer_question(home, key, year, "", person.key, text)
        return HttpResponseRedirect(href(f"/reports/{authority}/{year}/{key}", [("told", "said")]))
    if not compiler:
        require_reporter(person, authority, "see reports")
    talk = said_of(home, key, year, province()[0])
    names = names_of({each.person for each in talk})
    unit = units()[indicator.unit].names.in_language(language)
    context = {
        "back": f"/reports/{authority}/{year}", "name": indicator.names.in_language(language), "year": year, "unit": unit,
        "definition": definition(indicator, language), "whose": authorities()[authority].in_language(language),
        "versions": [
            (each, render_amount(each.figure.value, each.figure.qualifier, language), [told_row(flag) for flag in each.flags])
            for each in versions_of(home, key, year)
        ],
        "talk": [(names.get(each.person, each.person), each) for each in talk],
        "open": (key, province()[0]) in open_questions(home, year), "compiler": compiler,
        "reporter": any(each.authority == authority for each in reports_for(person)),
    }  # fmt: skip
    return render(request, "statistics/figure.html", context)
