"""Checking a certificate, by anyone: by its number, by the address in its QR code, or by handing in the PDF.

The answer never depends on who asks; nothing that is handed in is kept.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kapok.errors import NotFound
from kapok.portal.accounts.signed_in import wrong_method
from kapok.portal.cases.models import IssuedDocument, RegisterEntry
from kapok.portal.cases.public import entry_context, find_entry, public_page, status_name
from kapok.portal.cases.uploads import instance_of, open_kept
from kapok.portal.error_words import told
from kapok.portal.sentences import sentence
from kapok.services.check_issued import check_issued

LARGEST = 20 << 20
METHODS = ("GET", "HEAD", "POST")


def verify_page(request: HttpRequest) -> HttpResponse:
    """`/verify`: the form, and the answer to it. POST takes a PDF or a number; nothing can be forged, so no token is asked."""
    if request.method not in METHODS:
        return wrong_method(request, METHODS)
    context: dict[str, Any] = {}
    if request.method == "POST" or request.GET.get("number"):
        file = request.FILES.get("file") if request.method == "POST" else None
        number = (request.POST if request.method == "POST" else request.GET).get("number", "").replace("\x00", "")[:60]
        context = by_file(file.read(LARGEST + 1)) if file is not None else by_number(number)
        context["number"] = number
    response = render(request, "cases/verify.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@public_page
def verify_number_page(request: HttpRequest, number: str) -> HttpResponse:
    """`/verify/<number>`: where the QR code of a certificate leads."""
    return render(request, "cases/verify.html", {**by_number(number), "number": number})


def by_number(number: str) -> dict[str, Any]:
    """The verdict on a number."""
    entry = find_entry(number)
    if entry is None:
        return {
            "verdict": "unknown",
            "title": _("No certificate has this number"),
            "steps": [_("The register holds no entry with the number %(number)s.") % {"number": number}],
        }
    return _on_entry(entry, [_("The register holds the number %(number)s.") % {"number": entry.registration_number}])


def by_file(data: bytes) -> dict[str, Any]:
    """The verdict on a file: is it byte for byte what was issued, is its signature whole, how does its entry stand."""
    if len(data) > LARGEST:
        return {"verdict": "unknown", "title": _("The file is too large for a certificate"), "steps": []}
    digest = hashlib.sha256(data).hexdigest()
    issued = IssuedDocument.objects.filter(sha256=digest).select_related("case").first()
    finding = check_issued(settings.KAPOK_CONFIG.home, data, _original(data))
    checked = [sentence(told(step.rstrip("."))) for step in finding.steps]
    steps = [_("SHA-256 of the file: %(digest)s") % {"digest": digest}]
    if issued is not None:
        steps.append(_("The file is byte for byte the one that was issued."))
        steps += checked
        entry = RegisterEntry.objects.filter(case=issued.case).first()
        if entry is not None and entry.certificate_number == issued.number:
            return _on_entry(entry, steps)
        return {"verdict": "genuine", "title": _("Genuine"), "steps": steps}
    steps += checked
    if finding.verdict == "altered":
        return {"verdict": "altered", "title": _("Altered after it was signed"), "steps": steps}
    if finding.verdict == "genuine":
        steps.append(_("It carries our signature but was not issued in this form: something was added behind the signature."))
        return {"verdict": "altered", "title": _("Altered after it was signed"), "steps": steps}
    steps.append(_("It is none of the documents that were issued here."))
    return {"verdict": "unknown", "title": _("Not issued here"), "steps": steps}


def _original(data: bytes) -> bytes | None:
    """The document as it was issued, found by the instance that its metadata state, so that an alteration can be located."""
    issued = IssuedDocument.objects.filter(instance=instance_of(data)).exclude(instance="").first()
    if issued is None:
        return None
    try:
        with open_kept(issued.sha256) as file:
            return file.read()
    except NotFound:
        return None


def _on_entry(entry: RegisterEntry, steps: list[str]) -> dict[str, Any]:
    """Genuine; in force or ended."""
    known = {"entry": entry, **entry_context(entry)}
    if entry.status == RegisterEntry.Status.IN_FORCE:
        until = _("In force until %(day)s.") % {"day": entry.expires_on} if entry.expires_on else _("In force.")
        return {"verdict": "genuine", "title": _("Genuine and in force"), "steps": [*steps, until], **known}
    day = entry.ended_on or entry.expires_on
    steps = [*steps, _("It is %(status)s since %(day)s.") % {"status": status_name(entry.status), "day": day}]
    title = _("Genuine, but %(status)s") % {"status": status_name(entry.status)}
    return {"verdict": "ended", "title": title, "steps": steps, **known}
