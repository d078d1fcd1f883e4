"""`/similar/`: ask for marks like one, by words, picture and goods; works without a script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from kapok.codes.nice import nice_classes
from kapok.codes.offices import office_name
from kapok.errors import InputError
from kapok.portal import gateway, vocabulary
from kapok.portal.error_words import told
from kapok.portal.library.labels import status_label
from kapok.portal.sent_numbers import whole_number
from kapok.portal.similar.asked import REPORT, Asked, read_asked
from kapok.portal.similar.cards import cards
from kapok.services.similar_question import ASKED_STATUSES
from kapok.similarity.profile import profiles


@csrf_exempt  # it changes nothing, and people without an account send pictures here
def similar_page(request: HttpRequest) -> HttpResponse:
    """`/similar/`. What cannot be asked is told beside the form (400)."""
    asked = Asked()
    context: dict[str, Any] = {}
    status = 200
    try:
        asked = read_asked(request)
        if not asked.is_empty or request.method == "POST" or "mark" in request.GET:
            answer = gateway.current().similar(asked.mark, locale=vocabulary.name_key(), **asked.choices())
            context = {
                "answer": answer,
                "cards": (shown := cards(answer)),
                "remote": sum(card.level == "remote" for card in shown),
                "guessed": [(each, nice_classes()[each].titles) for each in answer.guessed_classes],
                "report": asked.address(REPORT),
                "permalink": asked.address(),
            }
    except InputError as error:
        status = 400
        context = {"fault": {"what": told(error.what), "why": told(error.why), "next_step": told(error.next_step)}}
    return render(request, "similar.html", {"asked": asked, **form_choices(asked, context), **context}, status=status)


def form_choices(asked: Asked, context: dict[str, Any]) -> dict[str, Any]:
    """What the form offers: profiles and the 45 classes, with those that are chosen or were found from the goods."""
    answer = context.get("answer")
    chosen = set(asked.classes) | {f"{whole_number(each, 45) or 0:02d}" for each in asked.classes}
    found = set(answer.guessed_classes) if answer else set()
    language = vocabulary.name_key()
    return {
        "profiles": [
            (code, vocabulary.localised(profile.names), code == (asked.office or "CN")) for code, profile in profiles().items()
        ],
        "classes": [
            (symbol, entry.titles.get(language, entry.titles["en"]), symbol in chosen, symbol in found)
            for symbol, entry in nice_classes().items()
        ],
        "any_class": bool(asked.classes),
        "registers": [
            (code, office_name(code, language), code in asked.registers)
            for code in dict.fromkeys((*gateway.current().mark_offices(), *asked.registers))
        ],
        "statuses": [(each, status_label(each), each == asked.status) for each in ASKED_STATUSES],
    }
