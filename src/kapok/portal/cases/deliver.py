"""Service of documents: on the platform, by mail, on paper. Every step leaves its trace; proven service starts clocks.

Whoever signs up agrees to service on the platform: a document is served when it has entered the addressee's page (Civil
Procedure Law 90: arrival in the confirmed address). Mail beside it tells that something has come. Who is not on the platform
gets paper, whose return the office records.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from kapok import clock
from kapok.errors import BackendError, InputError, NotFound
from kapok.portal.accounts.audit import keep_verdict
from kapok.portal.accounts.membership import memberships_of
from kapok.portal.accounts.models import Membership, Organisation, Person
from kapok.portal.accounts.signed_in import person_of, signed_in
from kapok.portal.cases.models import Case, Delivery
from kapok.portal.cases.procedures import get_procedure, say
from kapok.portal.cases.shown import local_text
from kapok.portal.cases.store import store
from kapok.portal.error_words import told
from kapok.portal.jobs.queue import enqueue, handles
from kapok.portal.language import href
from kapok.procedures.clocks import local_day
from kapok.procedures.engine import SYSTEM
from kapok.procedures.events import CaseEvent, Command
from kapok.procedures.fold import fold, is_from
from kapok.procedures.model import Procedure, Transition
from kapok.procedures.state import CaseState, Due
from kapok.procedures.versions import version_named
from kapok.services.act_on_case import act_on_case


def queue_deliveries(case: Case, procedure: Procedure, state: CaseState, due: Due, event: CaseEvent) -> None:
    """Queue service of a document on everybody whom its declaration names; in the transaction that attaches it.

    Where the procedure makes service an act of its own (consent, post, public notice), nothing is sent before that act.
    """
    if serving(procedure, due.document):
        return
    _queue_all(case, procedure, state, due)
    enqueue("served", f"served/{case.key}/{due.sequence}/{due.document}", {"case": case.key, "document": due.document})


def serving(procedure: Procedure, document: str) -> dict[str, Transition]:
    """The actions by which service of a document is recorded in the case."""
    found = procedure.transitions.items()
    return {action: each for action, each in found if each.serves is not None and each.serves.document == document}


def arriving(procedure: Procedure, state: CaseState) -> list[tuple[str, str]]:
    """(Document, action) of what was sent electronically and whose arrival the platform records by itself."""
    return [
        (each.serves.document, action)
        for action, each in procedure.transitions.items()
        if each.serves is not None
        and "system" in each.by
        and not each.timer
        and each.serves.document not in state.served
        and is_from(procedure, each, state.limbs.get(each.limb, "") if each.limb else state.state)
    ]


def _queue_all(case: Case, procedure: Procedure, state: CaseState, due: Due) -> None:
    """A delivery for each party in a role that the document is for: on the platform and by mail, or on paper."""
    now = clock.now()
    for role in procedure.documents[due.document].for_roles:
        for party in state.parties.get(role, ()):
            addressee = party.organisation or party.person
            if addressee:
                _queue(case, due, addressee, role, Delivery.Channel.PLATFORM, sent=now)
                for address in mail_addresses(addressee):
                    assert address
                    delivery = _queue(case, due, addressee, role, Delivery.Channel.MAIL)
                    enqueue("mail", f"mail/{delivery.key}", {"delivery": delivery.key})
                    break
            else:
                _queue(case, due, (party.identifier or party.name)[:32], role, Delivery.Channel.PAPER)


def _queue(case: Case, due: Due, addressee: str, role: str, channel: str, sent: datetime | None = None) -> Delivery:
    trace = [] if sent is None else [{"at": sent.isoformat(), "what": "entered the page of the addressee"}]
    delivery, _made = Delivery.objects.get_or_create(
        case=case,
        event=due.sequence,
        document=due.document,
        addressee=addressee,
        channel=channel,
        defaults={
            "key": f"s-{secrets.token_hex(10)}",
            "role": role,
            "sent_at": sent,
            "served_at": sent,
            "trace": trace,
        },
    )
    return delivery


def mail_addresses(addressee: str) -> list[str]:
    """Where mail for a person, or for an organisation's members, goes."""
    person = Person.objects.filter(key=addressee, is_active=True).first()
    if person is not None:
        return [person.email]
    members = Membership.objects.filter(organisation__key=addressee, revoked_at=None, person__is_active=True)
    return list(dict.fromkeys(members.order_by("id").values_list("person__email", flat=True)))[:10]


@handles("mail", outside=True)
def send_mail(payload: dict[str, Any]) -> None:
    """Tell by mail that a document has come. The message id is the delivery's, so that a second copy is known as one."""
    delivery = Delivery.objects.select_related("case").get(pk=str(payload["delivery"]))
    if delivery.arrived_at is not None or delivery.returned:
        return
    addresses = mail_addresses(delivery.addressee)
    if not addresses:
        _note(delivery, "no address", returned="no mail address is known")
        return
    reader = Person.objects.filter(email__in=addresses).first()
    procedure = get_procedure(delivery.case.procedure)
    with translation.override(reader.language if reader else "zh-hans"):
        message = EmailMessage(
            subject=_("A document for you: %(name)s") % {"name": say(procedure.documents[delivery.document].name)},
            body=_mail_text(delivery, procedure),
            to=addresses,
            headers={"Message-ID": f"<{delivery.key}@kapok>"},
        )
    try:
        message.send()
    except OSError as error:
        _note(delivery, f"not taken: {error}")
        raise BackendError("The mail server could not be reached", str(error), "It is tried again") from error
    now = clock.now()
    Delivery.objects.filter(pk=delivery.pk).update(sent_at=now, arrived_at=now)
    _note(delivery, "taken by the mail server")


def _mail_text(delivery: Delivery, procedure: Procedure) -> str:
    address = f"{settings.KAPOK_CONFIG.public_origin}/deliveries/{delivery.key}"
    lines = [
        f"{say(procedure.name)} {delivery.case.number}",
        say(procedure.documents[delivery.document].name),
        "",
        _("Sign in and open it here:"),
        address,
    ]
    return "\n".join(str(line) for line in lines)


def _note(delivery: Delivery, what: str, *, returned: str = "") -> None:
    """Add a step to the trace of a delivery."""
    with transaction.atomic():
        held = Delivery.objects.select_for_update().get(pk=delivery.pk)
        held.trace = [*held.trace, {"at": clock.now().isoformat(), "what": what}]
        held.returned = returned or held.returned
        held.save(update_fields=["trace", "returned"])


@handles("served")
def record_service(payload: dict[str, Any]) -> None:
    """When a document has been served on all whom it was for, say so in the case, if its procedure has the platform say it."""
    case = Case.objects.get(pk=str(payload["case"]))
    document = str(payload["document"])
    procedure = get_procedure(case.procedure)
    state = fold(procedure, store.history(case.key), clock.now())
    current = version_named(procedure, state.version) or procedure
    action = dict(arriving(current, state)).get(document, "")
    if not action:
        return
    made = [each.sequence for each in state.documents if each.kind == document and each.direction == "out"]
    _queue_all(case, current, state, Due(document, made[-1] if made else state.last_sequence))
    deliveries = list(Delivery.objects.filter(case=case, document=document))
    wanted = {each.addressee for each in deliveries}
    served = {each.addressee for each in deliveries if each.served_at is not None}
    if not wanted or wanted - served:
        return
    day = max(local_day(each.served_at, procedure.zone) for each in deliveries if each.served_at is not None)
    on = current.transitions[action].serves
    values = {on.on: day.isoformat()} if on is not None and on.on else {}
    command = Command(action, values, key=f"served/{document}/{state.last_sequence}")
    act_on_case(store, procedure, case.key, command, SYSTEM, clock.now())


@signed_in("POST")
def delivery_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/deliveries/<key>`: the receipt; opening it is kept in the trace. The office records the return of paper here."""
    person = person_of(request)
    delivery = Delivery.objects.filter(pk=key).select_related("case").first()
    mine = delivery is not None and delivery.addressee in {
        person.key,
        *(each.organisation.key for each in memberships_of(person)),
    }
    office = delivery is not None and memberships_of(person).filter(organisation__key=delivery.case.office).exists()
    if delivery is None or not (mine or office):
        keep_verdict(person, "open delivery", key, allowed=False, reason="neither addressee nor of the office")
        raise NotFound("There is no such delivery for you", "", "Look at your page")
    if request.method == "POST":
        if not office or delivery.channel != Delivery.Channel.PAPER:
            raise InputError(
                "Nothing can be recorded here", "only the office records the return of paper", "Go back to the case"
            )
        _record_return(delivery, request.POST.get("result", ""), request.POST.get("note", ""), person)
        return HttpResponseRedirect(href(f"/cases/{delivery.case_id}", [("told", "done")]))
    if mine and delivery.arrived_at is None:
        Delivery.objects.filter(pk=key, arrived_at=None).update(arrived_at=clock.now())
        _note(delivery, "opened by the addressee")
        delivery.refresh_from_db()
    procedure = get_procedure(delivery.case.procedure)
    state = fold(procedure, store.history(delivery.case_id), clock.now())
    documents = [each for each in state.documents if each.kind == delivery.document and each.direction == "out"]
    organisation = Organisation.objects.filter(key=delivery.addressee).first()
    context = {
        "delivery": delivery,
        "case": delivery.case,
        "name": say(procedure.documents[delivery.document].name),
        "procedure_name": say(procedure.name),
        "addressee": organisation.name if organisation else person.name,
        "documents": [
            {"name": each.name, "address": f"/cases/{delivery.case_id}/documents/{each.sha256}"} for each in documents
        ],
        "steps": [
            {"at": local_text(datetime.fromisoformat(each["at"]), procedure.zone), "what": told(each["what"])}
            for each in delivery.trace
        ],
        "served": local_text(delivery.served_at, procedure.zone) if delivery.served_at else "",
        "records": office and delivery.channel == Delivery.Channel.PAPER and not delivery.served_at and not delivery.returned,
    }
    return render(request, "cases/delivery.html", context)


def _record_return(delivery: Delivery, result: str, note: str, person: Person) -> None:
    """Paper came back: signed for, or returned unopened."""
    text = " ".join(note.split())[:200]
    if result not in ("signed", "returned") or not text:
        raise InputError("The return cannot be recorded", "result or note is missing", "Say what came back and what it says")
    with transaction.atomic():
        if result == "signed":
            now = clock.now()
            Delivery.objects.filter(pk=delivery.pk, served_at=None).update(sent_at=now, arrived_at=now, served_at=now)
        _note(delivery, f"{result}: {text} ({person.key})", returned=text if result == "returned" else "")
        enqueue(
            "served",
            f"served/{delivery.case_id}/{delivery.event}/{delivery.document}",
            {"case": delivery.case_id, "document": delivery.document},
        )
