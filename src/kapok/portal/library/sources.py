"""Sources: what is loaded, how fresh it is, whether it is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from kapok.portal import gateway
from kapok.portal.library.parameters import SearchParameters

HEALTH = {
    "healthy": gettext_noop("Healthy"),
    "held": gettext_noop("Held back"),
    "accepted": gettext_noop("Accepted as it is"),
}


@require_safe
def sources_page(request: HttpRequest) -> HttpResponse:
    """`/sources`."""
    rows = [
        {
            "info": info,
            "health": _(HEALTH[info.status]) if info.status in HEALTH else info.status,
            "address": SearchParameters(text=f"source=={info.name}", language="cql").address(),
        }
        for info in gateway.current().sources()
    ]
    return render(request, "sources.html", {"rows": rows, "total": sum(row["info"].records for row in rows)})
