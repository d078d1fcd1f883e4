"""The documents that events order: made, numbered, signed, kept under their digest, attached by an event of their own.

A job, run again after a kill: what was made before is found by its row, a number is given once, and attaching twice is
harmless because the command has a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from kapok import clock
from kapok.documents.certificate import Certificate
from kapok.documents.notice import Notice, render_notice
from kapok.evidence.digest import digests
from kapok.portal.accounts.models import Organisation, Person
from kapok.portal.cases.deliver import queue_deliveries
from kapok.portal.cases.fill import serial_text
from kapok.portal.cases.models import Case, IssuedDocument, RegisterEntry
from kapok.portal.cases.people import names_of, party_name
from kapok.portal.cases.procedures import get_procedure, say
from kapok.portal.cases.register import NUMBER_FIELD
from kapok.portal.cases.shown import local_text, value_text
from kapok.portal.cases.store import store
from kapok.portal.cases.uploads import instance_of, keep_bytes, path_of
from kapok.portal.jobs.queue import handles
from kapok.procedures.clocks import local_day
from kapok.procedures.engine import SYSTEM
from kapok.procedures.events import CaseEvent, Command, Document
from kapok.procedures.fold import ATTACH, fold
from kapok.procedures.model import DocumentKind, Procedure
from kapok.procedures.state import CaseState, Due
from kapok.procedures.versions import version_named
from kapok.services.act_on_case import act_on_case
from kapok.services.issue_certificate import render_signed
from kapok.services.sign_case_document import sign_case_document

CERTIFICATE = "data_ip_certificate"
"""The template that has a layout of its own; every other document has that of a notice."""
LANGUAGE = "zh-hans"
"""The language of official documents."""


@handles("documents", outside=True)
def make_documents(payload: dict[str, Any]) -> None:
    """Make every document that a case has ordered and does not have yet."""
    key = str(payload["case"])
    case = Case.objects.get(pk=key)
    procedure = get_procedure(case.procedure)
    for _round in range(20):
        history = store.history(key)
        state = fold(procedure, history, clock.now())
        if not state.pending_documents:
            return
        with translation.override(LANGUAGE):
            _make(case, version_named(procedure, state.version) or procedure, history, state, state.pending_documents[0])


def _make(case: Case, procedure: Procedure, history: tuple[CaseEvent, ...], state: CaseState, due: Due) -> None:
    declared = procedure.documents[due.document]
    event = history[due.sequence - 1]
    issued = _numbered(case, procedure, declared, due, event.at)
    if not issued.sha256 or not path_of(issued.sha256).is_file():
        data = _pdf(case, procedure, declared, event, state, issued)
        issued.sha256, issued.size, issued.made_at = keep_bytes(data), len(data), clock.now()
        issued.instance = instance_of(data)
        issued.save(update_fields=["sha256", "size", "made_at", "instance"])
    name = f"{case.number}-{due.document}.pdf"
    document = Document(due.document, name, issued.sha256, issued.size, "application/pdf")
    values = {"sequence": due.sequence, **({"number": issued.number} if issued.number else {})}
    command = Command(ATTACH, values, (document,), key=f"attach/{due.sequence}/{due.document}")
    with transaction.atomic():
        act_on_case(store, procedure, case.key, command, SYSTEM, clock.now())
        found = digests(path_of(issued.sha256).read_bytes())
        store.log_digest("document", f"document/{case.key}/{due.sequence}/{due.document}", found["sha256"], found["sm3"])
        queue_deliveries(case, procedure, state, due, event)


def _numbered(case: Case, procedure: Procedure, declared: DocumentKind, due: Due, at: datetime) -> IssuedDocument:
    """The row of a document, with its number: given once, even where making it has to be tried again."""
    with transaction.atomic():
        issued, made = IssuedDocument.objects.select_for_update().get_or_create(
            case=case, event=due.sequence, kind=due.document, defaults={"language": LANGUAGE}
        )
        if made and declared.number:
            day = local_day(at, procedure.zone)
            series = f"document/{procedure.key}/{due.document}/{day.year}"
            issued.number = serial_text(declared.number, store, series, day, procedure.key)
            issued.save(update_fields=["number"])
    return issued


def _pdf(
    case: Case, procedure: Procedure, declared: DocumentKind, event: CaseEvent, state: CaseState, issued: IssuedDocument
) -> bytes:
    """The document as a signed PDF."""
    office = Organisation.objects.filter(key=case.office).first()
    signer = _signer(declared, event, state)
    names = names_of({party.organisation or party.person for parties in state.parties.values() for party in parties})
    values = {**state.values, **event.values}
    rows = _rows(procedure, declared.shows, values)
    addressees = [
        party_name(party, names) for role in declared.for_roles for party in state.parties.get(role, ()) if role != "public"
    ]
    address = (
        f"{settings.KAPOK_CONFIG.public_origin}/verify/{values.get('registration_number') or issued.number}"
        if declared.qr
        else ""
    )
    if declared.template == CERTIFICATE and (entry := RegisterEntry.objects.filter(case=case).first()):
        skipped = {NUMBER_FIELD, procedure.title}
        certificate = Certificate(
            language="zh-Hans",
            office=office.name if office else "",
            certificate_number=issued.number,
            registration_number=entry.registration_number,
            asset_name=entry.title,
            holder=entry.holder,
            registered_on=entry.registered_on,
            expires_on=entry.expires_on,
            rows=tuple(_rows(procedure, [key for key in declared.shows if key not in skipped], values)),
            address=address,
        )
        return render_signed(settings.KAPOK_CONFIG.home, certificate, timestamped=declared.timestamped)
    notice = Notice(
        language="zh-Hans",
        title=say(declared.name),
        office=office.name if office else "",
        number=issued.number,
        addressee="、".join(dict.fromkeys(addressees)),
        rows=[(say(procedure.name), case.number), *rows],
        paragraphs=[],
        signed_by=signer,
        day=local_text(event.at, procedure.zone)[:10],
        foot=f"{case.number} · {issued.number or case.key}",
        address=address,
    )
    return sign_case_document(settings.KAPOK_CONFIG.home, render_notice(notice), timestamped=declared.timestamped)


def _rows(procedure: Procedure, shown: Iterable[str], values: dict[str, Any]) -> list[tuple[str, str]]:
    """(Name, value) of the fields that a document shows and the case states; parties stand on it anyway."""
    return [
        (say(procedure.fields[key].name), value_text(procedure.fields[key], values[key]))
        for key in shown
        if key in procedure.fields and values.get(key) not in (None, "", []) and procedure.fields[key].type != "party"
    ]


def _signer(declared: DocumentKind, event: CaseEvent, state: CaseState) -> str:
    """The name of the officer whose act the document is."""
    person = Person.objects.filter(key=event.person).first()
    return person.name if person is not None and declared.signed_by else ""
