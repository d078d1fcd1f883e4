"""The classification browser: one scheme, one symbol, its children with what the library holds under each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kapok.codes.classes import sort_key
from kapok.errors import NotFound
from kapok.portal import gateway
from kapok.portal.library.record_rows import search_address
from kapok.portal.methods import read_only
from kapok.portal.vocabulary import name_key

SCHEMES = {
    "nice": (gettext_lazy("Nice"), gettext_lazy("Goods and services of marks, 45 classes")),
    "ipc": (gettext_lazy("IPC"), gettext_lazy("International Patent Classification")),
    "cpc": (gettext_lazy("CPC"), gettext_lazy("Cooperative Patent Classification")),
    "locarno": (gettext_lazy("Locarno"), gettext_lazy("Products of industrial designs")),
    "vienna": (gettext_lazy("Vienna"), gettext_lazy("Figurative elements of marks")),
}
"""Scheme -> its name and what it classifies. Those with official titles are shown with them, others as loaded."""


@read_only
def schemes_page(request: HttpRequest) -> HttpResponse:
    """`/classes/`."""
    schemes = [{"key": key, "name": name, "note": note} for key, (name, note) in SCHEMES.items()]
    return render(request, "schemes.html", {"schemes": schemes})


@read_only
def class_page(request: HttpRequest, scheme: str, symbol: str = "") -> HttpResponse:
    """`/classes/<scheme>/` and `/classes/<scheme>/<symbol>`."""
    if scheme not in SCHEMES:
        raise NotFound(
            _("There is no classification '%(scheme)s' here") % {"scheme": scheme[:40]},
            _("the schemes are %(schemes)s") % {"schemes": ", ".join(SCHEMES)},
            _("Choose one of them"),
        )
    node = gateway.current().browse(scheme, symbol, name_key())
    children = sorted(node.children, key=lambda child: sort_key(scheme, child.symbol))
    context = {
        "scheme": scheme,
        "children": children,
        "scheme_name": SCHEMES[scheme][0],
        "scheme_note": SCHEMES[scheme][1],
        "node": node,
        "search_address": search_address(scheme, symbol) if symbol else "",
    }
    return render(request, "class.html", context)
