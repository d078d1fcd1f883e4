"""Sources: what is loaded, how fresh it is, whether it is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kapok.portal import gateway
from kapok.portal.library.parameters import SearchParameters
from kapok.portal.methods import read_only

HEALTH = {
    "healthy": gettext_noop("Healthy"),
    "held": gettext_noop("Held back"),
    "accepted": gettext_noop("Accepted as it is"),
}


@read_only
def sources_page(request: HttpRequest) -> HttpResponse:
    """`/sources`."""
    infos = gateway.current().sources()
    rows = [
        {
            "info": info,
            "health": _(HEALTH[info.status]) if info.status in HEALTH else info.status,
            "address": SearchParameters(text=f'source="{info.name}"', category=info.category, language="cql").address(),
        }
        for info in infos
    ]
    return render(request, "sources.html", {"rows": rows, "total": sum(info.records for info in infos)})
