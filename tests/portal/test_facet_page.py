"""All values of a facet on a page of their own, without JavaScript."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from kapok.portal.library.facets import SHOWN, facet_groups, facets_of
from kapok.portal.library.parameters import SearchParameters
from kapok.search.ports import Bucket


def test_more_values_than_shown_have_a_page_of_their_own() -> None:
    parameters = SearchParameters(text="tea", category="mark", page=3)
    buckets = [Bucket(f"Holder {n}", 50 - n) for n in range(SHOWN + 1)]
    (group,) = facet_groups({"applicant": buckets}, parameters)
    assert len(group.values) == SHOWN
    assert group.more == "/search/facet?q=tea&in=mark&of=applicant"
    (whole,) = facet_groups({"applicant": buckets[:SHOWN]}, parameters)
    assert whole.more == ""


def test_the_page_lists_values_that_lead_back_narrowed(client: Client) -> None:
    html = client.get("/search/facet?q=SOLAR&in=mark&of=year").content.decode()
    links = [unescape(link) for link in re.findall(r'href="(/search\?[^"]*f=year[^"]*)"', html)]
    assert len(links) > 3
    assert client.get(links[0]).status_code == 200
    assert 'href="/search?q=SOLAR&amp;in=mark"' in html, "the way back"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search/facet?q=SOLAR", 400),
        ("/search/facet?q=SOLAR&of=nonsense", 400),
        ("/search/facet?q=(&of=year", 400),
        ("/search/facet?q=unreachable&of=year", 503),
        ("/search/facet?q=zzzz&of=year", 200),
    ],
)
def test_what_cannot_be_listed_is_told(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_schemes_with_levels_are_facets_of_their_category() -> None:
    assert "vienna_category" in facets_of(SearchParameters(category="mark"))
    assert "locarno_class" in facets_of(SearchParameters(category="design"))
    narrowed = SearchParameters(category="design", filters=(("locarno_class", "06"),))
    assert facets_of(narrowed)[-3:-1] == ("locarno_class", "locarno_subclass")
