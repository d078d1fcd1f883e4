"""The proof of a certificate or an event for a court: the bundle of the evidence log, to be checked without this platform."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kapok.errors import NotFound
from kapok.portal.cases.models import IssuedDocument, Outbox
from kapok.portal.cases.public import find_entry
from kapok.portal.cases.uploads import open_kept
from kapok.portal.methods import read_only
from kapok.services.prove_evidence import prove_entry


@read_only
def certificate_proof(request: HttpRequest, number: str) -> HttpResponse:
    """`/certificates/<number>/proof`: the certificate with its place in the evidence log, as one file."""
    entry = find_entry(number)
    issued = (
        IssuedDocument.objects.filter(case=entry.case, number=entry.certificate_number).first()
        if entry and entry.case and entry.certificate_number
        else None
    )
    logged = Outbox.objects.filter(sha256=issued.sha256, kind="document", log_index__isnull=False).first() if issued else None
    if issued is None or logged is None:
        raise NotFound(
            "There is no proof of this entry", "it has no certificate in the evidence log yet", "Try again in a minute"
        )
    with open_kept(issued.sha256) as file:
        content = file.read()
    bundle = prove_entry(
        settings.KAPOK_CONFIG.home, logged.log_index, content=content, name=f"{entry.registration_number}.pdf" if entry else ""
    )
    response = HttpResponse(bundle, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}-proof.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response
