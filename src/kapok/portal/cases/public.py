"""Public pages of cases: notices, the register, checking a certificate. No session, no cookie; an ETag of their own.

Only what the procedure publishes is shown: the fields, documents and parties that a publication names, nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import msgspec
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _

from kapok import clock
from kapok.errors import NotFound
from kapok.portal.assets import portal_version
from kapok.portal.cases.case_page import file_answer
from kapok.portal.cases.found_pages import FoundPages, newest_entry, with_words
from kapok.portal.cases.models import Case, IssuedDocument, Outbox, RegisterEntry
from kapok.portal.cases.procedures import get_procedure, procedures, say
from kapok.portal.cases.register import folded
from kapok.portal.cases.shown import clock_rows, fact_rows, party_rows
from kapok.portal.cases.store import store
from kapok.portal.methods import read_only
from kapok.procedures.clocks import local_day
from kapok.procedures.fold import fold
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PAGE_SIZE = 25
FEED_SIZE = 50


def public_page(view: View[P]) -> View[P]:
    """A read-only page from the database: asked again each time, answered with 304 while nothing has changed."""

    @wraps(view)
    def checked(request: HttpRequest, /, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
        newest = Case.objects.aggregate(at=Max("changed_at"))["at"]
        entry = RegisterEntry.objects.aggregate(at=Max("changed_at"))["at"]
        parts = (request.get_full_path(), request.LANGUAGE_CODE, portal_version(), str(newest), str(entry), str(clock.today()))
        tag = f'W/"{hashlib.blake2b(chr(0).join(parts).encode(), digest_size=12).hexdigest()}"'
        if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response: HttpResponseBase = HttpResponseNotModified()
        else:
            response = view(request, *arguments, **named)
        if response.status_code in (200, 304) and not response.has_header("Cache-Control"):
            response.headers["ETag"] = tag
            response.headers["Cache-Control"] = "public, no-cache"
        return response

    return read_only(checked)


@public_page
def notices_page(request: HttpRequest) -> HttpResponse:
    """`/notices`: what is under public notice now, the one that ends first at the top."""
    cases = Case.objects.filter(in_notice=True).order_by("urgency", "key")
    pages = Paginator(cases, PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    rows = [
        {
            "address": f"/notices/{case.key}",
            "title": case.title,
            "number": case.number,
            "procedure": say(procedures()[case.procedure].name) if case.procedure in procedures() else case.procedure,
            "deadline": case.next_deadline.isoformat() if case.next_deadline else "",
        }
        for case in page.object_list
    ]
    return render(request, "cases/notices.html", {"rows": rows, "page": page, "total": pages.count})


def published_view(key: str) -> tuple[Case, Procedure, CaseState, dict[str, Any]]:
    """What is public of a case now. Raises NotFound for a case of which nothing is, as for one that is not there."""
    case = Case.objects.filter(pk=key, published_from__isnull=False).first()
    if case is None:
        raise NotFound("There is no public notice at this address", "it may have been withdrawn", "Look at the list of notices")
    procedure = get_procedure(case.procedure)
    state = fold(procedure, store.history(key), clock.now())
    out = [procedure.publications[each.publication] for each in state.published if not each.until]
    fields = list(dict.fromkeys(field for publication in out for field in publication.fields))
    documents = {kind for publication in out for kind in publication.documents}
    roles = {role for publication in out for role in publication.parties}
    limits = {limit for publication in out for limit in publication.limits}
    public = [row for row in state.obligations if row.limit in limits]
    today = local_day(clock.now(), procedure.zone)
    view = {
        "facts": fact_rows(procedure, {name: state.values.get(name) for name in fields}, fields),
        "parties": [row for role in roles for row in party_rows(procedure, _only(state, role))],
        "clocks": clock_rows(procedure, msgspec.structs.replace(state, obligations=tuple(public)), today),
        "documents": [
            {
                "name": say(procedure.documents[each.kind].name),
                "number": each.number,
                "address": f"/notices/{key}/documents/{each.sha256}",
                "sha256": each.sha256,
            }
            for each in state.documents
            if each.kind in documents and procedure.documents[each.kind].public and not procedure.documents[each.kind].secret
        ],
        "publications": [say(publication.name) for publication in out],
        "open_to_anyone": _open_to_anyone(procedure, state),
    }
    return case, procedure, state, view


def _only(state: CaseState, role: str) -> CaseState:
    return msgspec.structs.replace(state, parties={role: state.parties.get(role, ())})


def _open_to_anyone(procedure: Procedure, state: CaseState) -> list[tuple[str, str]]:
    """(Action, name) of what anyone may do in the state that the case is in."""
    found = []
    for action, transition in procedure.transitions.items():
        if any(procedure.roles[role].anyone for role in transition.by) and state.state in transition.from_:
            found.append((action, say(transition.name)))
    return found


@public_page
def notice_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/notices/<case>`: the public part of a case."""
    case, procedure, state, view = published_view(key)
    entry = RegisterEntry.objects.filter(case=case).first()
    context = {
        **view,
        "case": case,
        "procedure_name": say(procedure.name),
        "state_name": say(procedure.states[state.state].name),
        "register_address": f"/certificates/{entry.registration_number}" if entry else "",
    }
    return render(request, "cases/notice.html", context)


@public_page
def notice_document(request: HttpRequest, key: str, sha256: str) -> HttpResponseBase:
    """`/notices/<case>/documents/<sha256>`: a published document."""
    _case, _procedure, state, view = published_view(key)
    if not any(each["sha256"] == sha256 for each in view["documents"]):
        raise NotFound("There is no such public document", "", "Follow a link on the public page")
    found = next(each for each in state.documents if each.sha256 == sha256)
    return file_answer(sha256, found.name, found.media_type)


def search_entries(parameters: Any) -> Any:
    """The entries that `q` (words of title, holder, numbers), `status` and `procedure` choose, the newest first."""
    text = str(parameters.get("q", "")).replace("\x00", "")[:200]
    entries = RegisterEntry.objects.all()
    if (numbered := find_entry(text)) is not None:
        entries = entries.filter(pk=numbered.pk)
    else:
        entries = with_words(entries, folded(text).split()[:8])
    if (status := parameters.get("status", "")) in RegisterEntry.Status.values:
        entries = entries.filter(status=status)
    if procedure := str(parameters.get("procedure", ""))[:20]:
        entries = entries.filter(procedure=procedure)
    return entries.order_by("-registered_on", "-id")


def pages_of_entries(parameters: Any, size: int) -> FoundPages:
    """What `search_entries` chooses, in pages."""
    name = ("register", *(str(parameters.get(each, ""))[:200] for each in ("q", "status", "procedure")))
    return FoundPages(search_entries(parameters), size, name, newest_entry)


def status_name(status: str) -> str:
    """How an entry stands, in the language of the page."""
    names = {
        "in_force": _("in force"),
        "expired": _("expired"),
        "cancelled": _("cancelled"),
        "revoked": _("revoked"),
    }
    return str(names.get(status, status))


MOODS = {"in_force": "good", "expired": "", "cancelled": "", "revoked": "bad"}


def entry_row(entry: RegisterEntry) -> dict[str, Any]:
    """One entry in a list."""
    return {
        "address": f"/certificates/{entry.registration_number}",
        "number": entry.registration_number,
        "certificate": entry.certificate_number,
        "title": entry.title,
        "holder": entry.holder,
        "status": entry.status,
        "status_name": status_name(entry.status),
        "mood": MOODS[entry.status],
        "registered_on": entry.registered_on.isoformat(),
        "expires_on": entry.expires_on.isoformat() if entry.expires_on else "",
    }


@public_page
def register_page(request: HttpRequest) -> HttpResponse:
    """`/certificates`: the public register; `q`, `status`, `page`."""
    pages = pages_of_entries(request.GET, PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "rows": [entry_row(entry) for entry in page.object_list],
        "page": page,
        "total": pages.count,
        "text": request.GET.get("q", "")[:200],
        "status": request.GET.get("status", ""),
        "statuses": [(value, status_name(value)) for value in RegisterEntry.Status.values],
    }
    return render(request, "cases/register.html", context)


@public_page
def register_feed(request: HttpRequest) -> HttpResponse:
    """`/certificates/feed`: the entries that changed last, as Atom (RFC 4287)."""
    entries = list(search_entries(request.GET).order_by("-changed_at", "-id")[:FEED_SIZE])
    origin = settings.KAPOK_CONFIG.public_origin
    updated = entries[0].changed_at.isoformat() if entries else clock.now().date().isoformat() + "T00:00:00Z"
    items = "".join(
        f"<entry><id>{origin}/certificates/{entry.registration_number}</id><title>{escape(entry.title)}</title>"
        f"<updated>{entry.changed_at.isoformat()}</updated><author><name>{escape(entry.holder)}</name></author>"
        f'<link href="{origin}/certificates/{entry.registration_number}"/>'
        f"<summary>{escape(entry.registration_number)} {escape(status_name(entry.status))}</summary></entry>"
        for entry in entries
    )
    body = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{origin}/certificates</id><title>{escape(str(_('Register of data IP')))}</title><updated>{updated}</updated>"
        f'<link rel="self" href="{origin}/certificates/feed"/>{items}</feed>'
    )
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def find_entry(number: str) -> RegisterEntry | None:
    """The entry with this registration or certificate number, written in any way."""
    text = "".join(number.split()).upper()[:40]
    if not text:
        return None
    return RegisterEntry.objects.filter(Q(registration_number=text) | Q(certificate_number=text)).first()


@public_page
def entry_page(request: HttpRequest, number: str) -> HttpResponse:
    """`/certificates/<number>`: one entry, for ever at this address."""
    entry = find_entry(number)
    if entry is None:
        raise NotFound("There is no register entry with this number", "", "Check the number, or search the register")
    return render(request, "cases/entry.html", {"entry": entry, **entry_context(entry)})


def entry_context(entry: RegisterEntry) -> dict[str, Any]:
    """What a page shows of an entry."""
    procedure = procedures().get(entry.procedure)
    names = {note["action"] for note in entry.notes}
    numbered = bool(entry.case and entry.certificate_number)  # a certificate has its number only once it is made
    issued = IssuedDocument.objects.filter(case=entry.case, number=entry.certificate_number).first() if numbered else None
    logged = Outbox.objects.filter(sha256=issued.sha256, kind="document").first() if issued and issued.sha256 else None
    return {
        "row": entry_row(entry),
        "facts": fact_rows(procedure, {**entry.facts, "registration_number": ""}) if procedure else [],  # it stands above
        "notes": [
            {
                "day": note["day"],
                "name": say(procedure.transitions[note["action"]].name)
                if procedure and note["action"] in procedure.transitions
                else note["action"],
            }
            for note in entry.notes
            if names
        ],
        "issued": issued,
        # logged in the transaction that attaches it: before, the file lies ready but is no document of the case yet
        "document_address": f"/notices/{entry.case_id}/documents/{issued.sha256}" if issued and logged else "",
        "log_index": logged.log_index if logged else None,
        "imported": entry.case is None,
    }
