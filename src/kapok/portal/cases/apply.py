"""Beginning a case: choose the procedure, write a draft, save and resume it, hand it in. The form comes from the definition."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from kapok import clock
from kapok.errors import InputError, NotAllowed, NotFound
from kapok.portal.accounts.audit import keep_verdict
from kapok.portal.accounts.models import Organisation, Person
from kapok.portal.accounts.signed_in import person_of, signed_in
from kapok.portal.cases.action_form import FROM_FILE, ActionForm
from kapok.portal.cases.actors import Standing, offices_for, standings
from kapok.portal.cases.form_fields import Choices
from kapok.portal.cases.models import Draft, Upload
from kapok.portal.cases.procedures import get_procedure, procedures, say
from kapok.portal.cases.shown import cited
from kapok.portal.cases.store import store
from kapok.portal.language import href
from kapok.procedures.engine import ActionRefused, FormRefused, available
from kapok.procedures.events import Command
from kapok.procedures.model import Procedure
from kapok.services.act_on_case import begin_case
from kapok.services.ports_cases import Opening

LONGEST_DRAFT = 400_000
"""Characters of all fields of a draft together."""


@signed_in()
def apply_page(request: HttpRequest) -> HttpResponse:
    """`/apply/`: the procedures that can be begun here."""
    person = person_of(request)
    offered = []
    for key, procedure in procedures().items():
        actions = begin_choices(person, procedure)
        if actions:
            offered.append(
                {
                    "key": key,
                    "name": say(procedure.name),
                    "summary": say(procedure.summary),
                    "open": bool(offices_for(procedure)),
                }
            )
    return render(request, "cases/apply.html", {"offered": offered})


def begin_choices(person: Person, procedure: Procedure) -> list[tuple[str, Standing]]:
    """(Action, capacity) of everything by which a person may begin a case."""
    found = []
    for standing in standings(person, procedure):
        for verdict in available(procedure, (), standing.actor, clock.now()):
            if verdict.allowed and procedure.transitions[verdict.action].begins:
                found.append((verdict.action, standing))
    return found


@signed_in("POST")
def begin_page(request: HttpRequest, procedure: str) -> HttpResponse:
    """`/apply/<procedure>`: what it is, for whom and at which office; makes a draft."""
    person = person_of(request)
    found = get_procedure(procedure)
    choices = begin_choices(person, found)
    offices = offices_for(found)
    if request.method == "POST":
        wanted = request.POST.get("as", "")
        chosen = next((each for each in choices if f"{each[0]}:{each[1].key}" == wanted), None)
        office = next((each for each in offices if each.key == request.POST.get("office")), None)
        if chosen is None or office is None:
            raise InputError("The choice cannot be used", "", "Choose for whom you act and the office, then go on")
        action, standing = chosen
        draft = Draft.objects.create(
            key=f"d-{secrets.token_hex(10)}",
            procedure=found.key,
            person=person.key,
            applicant=standing.actor.organisation,
            agency=standing.key,
            case=office.key,
            action=action,
        )
        return HttpResponseRedirect(href(f"/drafts/{draft.key}"))
    limits = [
        {
            "name": say(limit.name),
            "length": f"{limit.length} {_unit(limit.unit)}",
            "source": cited(found, limit.source),
            "verified": limit.verified,
        }
        for limit in found.time_limits.values()
    ]
    context = {
        "procedure": found,
        "name": say(found.name),
        "summary": say(found.summary),
        "choices": [
            {"value": f"{action}:{standing.key}", "name": standing.name, "action": say(found.transitions[action].name)}
            for action, standing in choices
        ],
        "several": len({action for action, _standing in choices}) > 1,
        "offices": offices,
        "limits": limits,
    }
    return render(request, "cases/begin.html", context)


def _unit(unit: str) -> str:
    names = {
        "years": _("years"),
        "months": _("months"),
        "weeks": _("weeks"),
        "days": _("days"),
        "working_days": _("working days"),
        "hours": _("hours"),
    }
    return str(names.get(unit, unit))


@signed_in("POST")
def draft_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/drafts/<key>`: fill in, save, hand in, throw away."""
    person = person_of(request)
    draft = own_draft(person, key)
    procedure = get_procedure(draft.procedure)
    if draft.filed_as:
        return HttpResponseRedirect(href(f"/cases/{draft.filed_as}"))
    if request.method != "POST":
        form = ActionForm(
            procedure, draft.action, choices_of(person, procedure, draft), initial=initial_of(draft), bundle=draft.key
        )
        return _show(request, procedure, draft, form)
    asked = request.POST.get("do", "save")
    if asked == "discard":
        with transaction.atomic():
            Upload.objects.filter(draft=draft.key).delete()
            draft.delete()
        return HttpResponseRedirect(href("/me/"))
    form = ActionForm(
        procedure,
        draft.action,
        choices_of(person, procedure, draft),
        data=request.POST,
        files=request.FILES,
        bundle=draft.key,
        partial=asked == "save",
    )
    valid = form.is_valid()
    _save(draft, form, request)
    form.drop_files(request.POST.getlist("drop"))
    form.keep_files(person.key)
    if asked == "save":
        if valid:
            return HttpResponseRedirect(href(f"/drafts/{draft.key}", [("told", "saved")]))
        return _show(request, procedure, draft, form, status=400)
    if valid:
        try:
            case = file_draft(person, procedure, draft, form)
        except FormRefused as error:
            form.take_problems(error.problems)
        except ActionRefused as error:
            keep_verdict(person, draft.action, draft.key, allowed=False, reason=error.why)
            refused = {"reason": say(error.verdict.reason), "needed": say(error.verdict.needed)}
            return _show(request, procedure, draft, form, refused=refused, status=403)
        else:
            return HttpResponseRedirect(href(f"/cases/{case}", [("told", "begun")]))
    return _show(request, procedure, draft, form, status=400)


def choices_of(person: Person, procedure: Procedure, draft: Draft) -> Choices:
    """The party that begins the case can only be the one that the draft was begun for."""
    transition = procedure.transitions[draft.action]
    own = {
        field
        for role, field in transition.binds.items()
        if role in transition.by and field in procedure.fields and procedure.fields[field].type in ("party", "parties")
    }
    key = draft.applicant or person.key
    name = Organisation.objects.filter(key=key).values_list("name", flat=True).first() or person.name
    return Choices(parties={field: {key: name} for field in own})


def own_draft(person: Person, key: str) -> Draft:
    """A draft of this person. Raises NotFound for one of another, as for one that is not there."""
    draft = Draft.objects.filter(pk=key, person=person.key).first()
    if draft is None:
        keep_verdict(person, "open draft", key, allowed=False, reason="not a draft of this person")
        raise NotFound("There is no such draft among yours", "", "Look at your page")
    return draft


def initial_of(draft: Draft) -> dict[str, Any]:
    """What was saved, as the form shows it again."""
    return {name: value for name, value in draft.values.items() if value not in ("", [])}


def _save(draft: Draft, form: ActionForm, request: HttpRequest) -> None:
    """Keep what was sent as it was sent, so that nothing is lost by a mistake in one field. Two windows do not overwrite."""
    if request.POST.get("version", str(draft.version)) != str(draft.version):
        raise StaleDraft()
    values: dict[str, Any] = {}
    for name, asked in form.asked.items():
        if asked.field.type in ("file", "files"):
            continue
        sent = [each.replace("\x00", "") for each in request.POST.getlist(name)]  # PostgreSQL keeps no NUL
        many = asked.field.type in ("choices", "parties", "officers") and len(sent) > 1
        values[name] = sent if many else (sent[0] if sent else "")
        if form.is_bound and name + FROM_FILE in form.fields and (taken := form.cleaned_data.get(name)):
            values[name] = taken
    if sum(len(str(value)) for value in values.values()) > LONGEST_DRAFT:
        raise InputError(
            "The draft is too long", f"all fields together may have {LONGEST_DRAFT} characters", "Shorten the texts"
        )
    draft.values, draft.saved_at = values, clock.now()
    changed = Draft.objects.filter(pk=draft.pk, version=draft.version).update(
        values=values, saved_at=draft.saved_at, version=draft.version + 1
    )
    if not changed:
        raise StaleDraft()
    draft.version += 1


class StaleDraft(NotAllowed):
    """The draft was saved from another window in the meantime."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "The draft was saved from another window in the meantime",
            "your changes here would overwrite those",
            "Open the draft again and write them there",
        )


def file_draft(person: Person, procedure: Procedure, draft: Draft, form: ActionForm) -> str:
    """Begin the case with what the draft holds; returns its key. Doing it twice begins one case."""
    standing = next((each for each in standings(person, procedure) if each.key == draft.agency), None)
    if standing is None:
        raise NotAllowed("You cannot act in this capacity", "it is not, or no longer, yours", "Begin a new draft")
    case = f"k-{secrets.token_hex(8)}"
    command = Command(draft.action, form.values(), form.documents(), key=draft.key)
    with transaction.atomic():
        held = Draft.objects.select_for_update().get(pk=draft.pk)
        if held.filed_as:
            return held.filed_as
        opening = Opening(office=draft.case, applicant=draft.applicant)
        begin_case(store, procedure, case, opening, command, standing.actor, clock.now())
        held.filed_as = case
        held.save(update_fields=["filed_as"])
        Upload.objects.filter(draft=draft.key).update(case=case)
    return case


def _show(
    request: HttpRequest,
    procedure: Procedure,
    draft: Draft,
    form: ActionForm,
    *,
    refused: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    transition = procedure.transitions[draft.action]
    names = dict(Organisation.objects.filter(key__in=[draft.applicant, draft.case]).values_list("key", "name"))
    context = {
        "draft": draft,
        "form": form,
        "rows": form.rows(),
        "name": say(procedure.name),
        "action": say(transition.name),
        "help": say(transition.help),
        "applicant": names.get(draft.applicant, "") or person_of(request).name,
        "office": names.get(draft.case, ""),
        "saved": draft.saved_at,
        "refused": refused,
    }
    return render(request, "cases/draft.html", context, status=status)
