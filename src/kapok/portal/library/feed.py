"""A search as an Atom feed: the newest matching records, for a feed reader. An alert that needs no account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from kapok.portal import gateway, vocabulary
from kapok.portal.language import HTML_TAGS
from kapok.portal.library.addresses import record_path
from kapok.portal.library.hits import hit_rows
from kapok.portal.library.parameters import read_parameters
from kapok.portal.methods import read_only

ROWS = 50


@read_only
def search_feed(request: HttpRequest) -> HttpResponse:
    """`/search/feed`: the parameters of a search; the order is always newest first."""
    parameters = read_parameters(request.GET)
    choices = {**parameters.choices(), "sort": "publication_date:desc"}
    answer = gateway.current().search(parameters.text, limit=ROWS, highlight=False, **choices)
    origin = f"{request.scheme}://{request.get_host()}"
    name = parameters.text or vocabulary.category_name(parameters.category) or _("All categories")
    feed = Atom1Feed(
        title=f"Kapok: {name}",
        link=origin + parameters.address(),
        feed_url=origin + request.get_full_path(),
        description=_("New records that match this search"),
        language=HTML_TAGS.get(request.LANGUAGE_CODE, "en"),
    )
    for row, hit in zip(hit_rows(answer.hits, parameters), answer.hits, strict=True):
        feed.add_item(
            title=f"{row.title} ({row.number})",
            link=origin + record_path(row.key),
            description=" · ".join(part for part in (row.category_name, row.names, row.status_name) if part),
            unique_id=origin + record_path(row.key),
            updateddate=_instant(hit.summary),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _instant(summary: dict[str, Any]) -> datetime:
    """The newest of a record's days as an instant; partial days count from their beginning."""
    days = [str(summary.get(name) or "") for name in ("publication_date", "registration_date", "filing_date")]
    newest = max(days)
    if not newest:
        return datetime(1970, 1, 1, tzinfo=UTC)
    year, month, day = [*newest.split("-"), "1", "1"][:3]
    return datetime(int(year), int(month), int(day), tzinfo=UTC)
