"""The page of one case: where it stands, what can be done now, by whom, why not; clocks, documents, history, messages."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kapok import clock
from kapok.errors import InputError, NotFound
from kapok.portal.accounts.audit import keep_verdict
from kapok.portal.accounts.signed_in import person_of, signed_in
from kapok.portal.cases.act import OpenedCase
from kapok.portal.cases.action_form import ActionForm
from kapok.portal.cases.actors import Standing
from kapok.portal.cases.models import Delivery, Message
from kapok.portal.cases.near_deposits import near_deposits
from kapok.portal.cases.people import names_of
from kapok.portal.cases.procedures import say
from kapok.portal.cases.shown import (
    clock_rows,
    document_row,
    fact_rows,
    happened_rows,
    local_text,
    party_rows,
    pending_rows,
    state_mood,
)
from kapok.portal.cases.uploads import open_kept
from kapok.portal.language import href
from kapok.procedures.clocks import local_day
from kapok.procedures.engine import ActionRefused, FormRefused, Verdict, available
from kapok.services.ports_cases import StaleCase

LONGEST_MESSAGE = 4000


@signed_in("POST")
def case_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/cases/<key>`: look, or do an action (`do`), or write a message."""
    opened = OpenedCase(person_of(request), key)
    if request.method == "POST" and request.POST.get("do") != "message":
        return _act(request, opened)
    opened.require_sight()
    if request.method == "POST":
        return _write_message(request, opened)
    return _show(request, opened)


def _act(request: HttpRequest, opened: OpenedCase) -> HttpResponse:
    """Do an action with its form; on trouble the page comes again with what is wrong, and files need not be sent twice."""
    action = request.POST.get("do", "")
    if action not in opened.procedure.transitions:
        raise InputError("There is no such action", "", "Open the case again and choose one that is offered")
    standing = opened.standing(request.POST.get("as", ""))
    bundle = _bundle(request.POST.get("key", ""), key=opened.case.key)
    form = ActionForm(opened.procedure, action, opened.choices(standing), data=request.POST, files=request.FILES, bundle=bundle)
    valid = form.is_valid()
    form.drop_files(request.POST.getlist("drop"))
    form.keep_files(opened.person.key)
    if valid:
        expected = request.POST.get("expected", "")
        seen = int(expected[:9]) if expected.isascii() and expected.isdigit() else None
        try:
            opened.act(standing, action, form.values(), form.documents(), seen, bundle)
        except FormRefused as error:
            form.take_problems(error.problems)
        except StaleCase as error:
            return _show(request, opened, stale=error, status=409)
        except ActionRefused as error:
            return _show(request, opened, refused=error.verdict, status=403)
        else:
            place = f"/cases/{opened.case.key}" if opened.sees else "/me/"
            return HttpResponseRedirect(href(place, [("told", "done")]))
    if not opened.sees:
        return _show_action(request, opened, standing, action, form, status=400)
    return _show(request, opened, wrong=(action, standing, form), status=400)


def _bundle(sent: str, key: str) -> str:
    """The key of a command, made with the page: 16 to 40 characters; a new one where a stranger's was sent."""
    return sent if 16 <= len(sent) <= 40 and sent.replace("-", "").isalnum() else new_bundle()


def new_bundle() -> str:
    """A key for one filling-in of one form."""
    return f"c-{secrets.token_hex(12)}"


def _show(
    request: HttpRequest,
    opened: OpenedCase,
    *,
    wrong: tuple[str, Standing, ActionForm] | None = None,
    stale: StaleCase | None = None,
    refused: Verdict | None = None,
    status: int = 200,
) -> HttpResponse:
    opened.require_sight()
    if stale is not None:
        opened = OpenedCase(opened.person, opened.case.key)
    procedure, state = opened.procedure, opened.state
    today = local_day(opened.now, procedure.zone)
    context: dict[str, Any] = {
        "opened": opened,
        "case": opened.case,
        "procedure": procedure,
        "procedure_name": say(procedure.name),
        "state_name": say(procedure.states[state.state].name),
        "state_note": say(procedure.states[state.state].note),
        "mood": state_mood(procedure, state.state),
        "limbs": [
            (say(procedure.limbs[limb].name), say(procedure.states[at].name))
            for limb, at in state.limbs.items()
            if at != procedure.limbs[limb].initial  # what has not begun is told where it can be begun
        ],
        "offers": offers(opened, wrong),
        "clocks": (clocks := clock_rows(procedure, state, today)),
        "met_clocks": sum(not each.open for each in clocks),
        "parties": party_rows(procedure, state),
        "facts": fact_rows(procedure, state.values if opened.sees_whole else _visible_values(opened)),
        "documents": [document_row(procedure, each, opened.case.key) for each in state.documents if opened.sees_document(each)],
        "pending": pending_rows(procedure, state),
        "happened": happened_rows(procedure, opened.history, opened.case.key, mine=None if opened.sees_whole else opened.mine),
        "messages": _messages(opened),
        "deliveries": _deliveries(opened),
        "near": near_deposits(opened.case) if opened.in_office else [],
        "public_address": f"/notices/{opened.case.key}" if state.published else "",
        "stale": [happened_rows(procedure, stale.since, opened.case.key)] if stale else [],
        "refused": {"reason": say(refused.reason), "needed": say(refused.needed), "source": refused.source}
        if refused
        else None,
        "expected": len(opened.history),
    }
    return render(request, "cases/case.html", context, status=status)


def _visible_values(opened: OpenedCase) -> dict[str, Any]:
    """What somebody sees who is only near the case: what is published, and what they stated themselves."""
    fields = opened.procedure.fields
    public = {key: value for key, value in opened.state.values.items() if key in fields and fields[key].public}
    for event in opened.history:
        if {event.person, event.organisation} & opened.mine:
            public.update(event.values)
    return public if opened.state.published else {key: value for key, value in public.items() if key == opened.procedure.title}


def offers(opened: OpenedCase, wrong: tuple[str, Standing, ActionForm] | None = None) -> list[dict[str, Any]]:
    """What can be done now: for each action the first capacity that may, with its form; else who may, and why not."""
    outside = opened.outside()
    best: dict[str, tuple[Verdict, Standing]] = {}
    for standing in opened.standings:
        for verdict in available(opened.procedure, opened.history, standing.actor, opened.now, outside=outside):
            known = best.get(verdict.action)
            if known is None or _rank(verdict) > _rank(known[0]):
                best[verdict.action] = (verdict, standing)
    shown = [_offer(opened, verdict, standing, wrong) for verdict, standing in best.values()]
    return sorted(shown, key=lambda offer: not offer["allowed"])


def _rank(verdict: Verdict) -> int:
    """A verdict that allows counts most; then one that is about time or facts; one about the role counts least."""
    if verdict.allowed:
        return 2
    return 0 if verdict.rule in ("role", "bound", "unnamed") else 1


def _offer(
    opened: OpenedCase, verdict: Verdict, standing: Standing, wrong: tuple[str, Standing, ActionForm] | None
) -> dict[str, Any]:
    procedure = opened.procedure
    transition = procedure.transitions[verdict.action]
    form = None
    if verdict.allowed:
        mine = wrong is not None and wrong[0] == verdict.action
        if wrong and mine:
            form = wrong[2]
        else:
            form = ActionForm(procedure, verdict.action, opened.choices(standing), bundle=new_bundle(), fresh=True)
    return {
        "action": verdict.action,
        "name": say(transition.name),
        "help": say(transition.help),
        "allowed": verdict.allowed,
        "by": ", ".join(say(procedure.roles[role].name) for role in verdict.by if role in procedure.roles),
        "role": say(procedure.roles[verdict.role].name) if verdict.role in procedure.roles else "",
        "as": standing,
        "reason": say(verdict.reason),
        "needed": say(verdict.needed),
        "source": verdict.source,
        "verified": transition.verified,
        "conditions": [say(each) for each in verdict.conditions],
        "form": form,
        "rows": form.rows() if form else [],
        "bundle": form.bundle if form else "",
        "open": form is not None and form.is_bound,
        "issues": [say(procedure.documents[kind].name) for kind in transition.issues if kind in procedure.documents],
    }


def _write_message(request: HttpRequest, opened: OpenedCase) -> HttpResponse:
    text = request.POST.get("text", "").strip()
    if not text or len(text) > LONGEST_MESSAGE or "\x00" in text:
        raise InputError("The message cannot be sent", f"it needs 1 to {LONGEST_MESSAGE} characters", "Write it again")
    standing = next(each for each in opened.standings if each.sees)
    Message.objects.create(
        case=opened.case, person=opened.person.key, organisation=standing.actor.organisation, text=text, at=clock.now()
    )
    return HttpResponseRedirect(href(f"/cases/{opened.case.key}", [("told", "sent")]) + "#messages")


def _messages(opened: OpenedCase) -> list[dict[str, str]]:
    rows = list(Message.objects.filter(case=opened.case).order_by("at", "id"))
    names = names_of({key for row in rows for key in (row.person, row.organisation)})
    return [
        {
            "who": names.get(row.organisation) or names.get(row.person, ""),
            "at": local_text(row.at, opened.procedure.zone),
            "text": row.text,
        }
        for row in rows
    ]


def _deliveries(opened: OpenedCase) -> list[dict[str, Any]]:
    rows = list(Delivery.objects.filter(case=opened.case).order_by("queued_at"))
    names = names_of({row.addressee for row in rows})
    channels = {"platform": _("on the platform"), "mail": _("by mail"), "paper": _("on paper")}
    procedure = opened.procedure
    return [
        {
            "document": say(procedure.documents[row.document].name) if row.document in procedure.documents else row.document,
            "to": names.get(row.addressee, row.addressee),
            "channel": str(channels[row.channel]),
            "sent": local_text(row.sent_at, procedure.zone) if row.sent_at else "",
            "arrived": local_text(row.arrived_at, procedure.zone) if row.arrived_at else "",
            "served": local_text(row.served_at, procedure.zone) if row.served_at else "",
            "returned": row.returned,
        }
        for row in rows
    ]


@signed_in()
def action_page(request: HttpRequest, key: str, action: str) -> HttpResponse:
    """`/cases/<key>/act/<action>`: one action with its form, for those who may do it without seeing the case (an objection)."""
    opened = OpenedCase(person_of(request), key)
    if opened.sees:
        return HttpResponseRedirect(href(f"/cases/{key}"))
    transition = opened.procedure.transitions.get(action)
    if (
        transition is None
        or not opened.state.published
        or not any(opened.procedure.roles[role].anyone for role in transition.by)
    ):
        opened.require_sight()
    found = [each for each in offers(opened) if each["action"] == action]
    if not found:
        raise NotFound("This cannot be done in the case now", "", "Look at its public page")
    standing: Standing = found[0]["as"]
    return _show_action(request, opened, standing, action, found[0]["form"], offer=found[0])


def _show_action(
    request: HttpRequest,
    opened: OpenedCase,
    standing: Standing,
    action: str,
    form: ActionForm | None,
    *,
    offer: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = offer or next((each for each in offers(opened, (action, standing, form)) if each["action"] == action), None)  # type: ignore[arg-type]
    if shown is None:
        raise NotFound("This cannot be done in the case now", "", "Look at its public page")
    context = {"opened": opened, "case": opened.case, "offer": shown, "expected": len(opened.history)}
    return render(request, "cases/action.html", context, status=status)


@signed_in()
def document_file(request: HttpRequest, key: str, sha256: str) -> FileResponse:
    """`/cases/<key>/documents/<sha256>`: a document of the case, for those who see the case."""
    opened = OpenedCase(person_of(request), key)
    opened.require_sight()
    found = next((each for each in opened.state.documents if each.sha256 == sha256), None)
    if found is None or not opened.sees_document(found):
        if found is not None:
            keep_verdict(opened.person, "read", f"{key} {found.kind}", allowed=False, reason="not for this person")
        raise NotFound("The case has no such document", "", "Follow a link on the case page")
    return file_answer(sha256, found.name, found.media_type)


def file_answer(sha256: str, name: str, media_type: str) -> FileResponse:
    """A kept file: PDF and pictures are shown, everything else is downloaded and never run."""
    shown = media_type in ("application/pdf", "image/png", "image/jpeg", "image/webp")
    response = FileResponse(open_kept(sha256), as_attachment=not shown, filename=name)
    response.headers["Content-Type"] = media_type if shown else "application/octet-stream"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
