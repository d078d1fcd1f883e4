"""The subject databases: the list, and each with its scope, its query and its records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kapok.catalogue import SubjectDatabase
from kapok.errors import KapokError, NotFound
from kapok.portal import gateway
from kapok.portal.library.hits import hit_rows
from kapok.portal.library.parameters import SearchParameters
from kapok.portal.methods import read_only
from kapok.portal.vocabulary import category_name, localised

NEWEST = 10


@dataclass(frozen=True)
class SubjectCard:
    """One subject database in the language of the page. `count` is None when it could not be counted."""

    key: str
    name: str
    scope: str
    exclusions: str
    category_name: str
    subject: SubjectDatabase
    parameters: SearchParameters
    count: int | None = None


def subject_card(subject: SubjectDatabase, count: int | None = None) -> SubjectCard:
    """A subject database for a page."""
    return SubjectCard(
        key=subject.key,
        name=localised(subject.names),
        scope=localised(subject.scopes),
        exclusions=localised(subject.exclusions),
        category_name=category_name(subject.category),
        subject=subject,
        parameters=SearchParameters(text=subject.query, category=subject.category, language="cql"),
        count=count,
    )


def _search(subject: SubjectDatabase, limit: int) -> Any:
    return gateway.current().search(
        subject.query,
        language="cql",
        category=subject.category,
        limit=limit,
        sort="publication_date:desc" if limit else "relevance",
        highlight=False,
    )


def count_of(subject: SubjectDatabase) -> int | None:
    """How many records are in a subject database now; None when it could not be counted."""
    try:
        return int(_search(subject, 0).total)
    except KapokError:
        return None


@read_only
def subjects_page(request: HttpRequest) -> HttpResponse:
    """`/subjects/`."""
    cards = [subject_card(subject, count_of(subject)) for subject in gateway.current().subjects()]
    return render(request, "subjects.html", {"cards": cards})


@read_only
def subject_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/subjects/<key>`."""
    subject = next((s for s in gateway.current().subjects() if s.key == key), None)
    if subject is None:
        raise NotFound(
            _("There is no subject database '%(key)s'") % {"key": key[:60]},
            _("it may have been renamed"),
            _("Choose one from the list of subject databases"),
        )
    answer = _search(subject, NEWEST)
    card = subject_card(subject, answer.total)
    newest = card.parameters.address(sort="publication_date:desc")
    rows = hit_rows(answer.hits, card.parameters)
    return render(request, "subject.html", {"card": card, "rows": rows, "all_address": newest})
