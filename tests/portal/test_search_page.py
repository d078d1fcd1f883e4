"""The result page: totals, pager, facets, order, what a wrong query looks like."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.test import Client

from kapok.errors import InputError
from kapok.portal.library.facets import facets_of
from kapok.portal.library.pager import make_pager
from kapok.portal.library.parameters import SearchParameters, read_parameters


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def test_total_is_exact_and_pages_go_to_the_end(client: Client) -> None:
    html = page(client, "/search?q=SOLAR&in=mark")
    assert "<strong>130</strong> results" in html
    assert html.count('<li class="hit">') == 20
    last = page(client, "/search?q=SOLAR&in=mark&page=7")
    assert last.count('<li class="hit">') == 10
    assert "Rows 121 to 130 of 130." in last


def test_a_page_past_the_end_says_so(client: Client) -> None:
    html = page(client, "/search?q=SOLAR&in=mark&page=99")
    assert "this result ends with page 7" in html
    assert "page=7" in html


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [
        (1, 0, []),
        (1, 20, []),
        (1, 21, [1, 2]),
        (1, 2_000, [1, 2, 3, 100]),
        (50, 2_000, [1, 48, 49, 50, 51, 52, 100]),
        (100, 2_000, [1, 98, 99, 100]),
    ],
)
def test_pager_shows_both_ends_and_those_around(number: int, total: int, shown: list[int]) -> None:
    pager = make_pager(SearchParameters(page=number), total)
    assert [link.number for link in pager.links] == shown


def test_matches_are_marked_and_nothing_else_is_markup(client: Client) -> None:
    assert "<mark>SOLAR</mark>" in page(client, "/search?q=SOLAR")
    hostile = page(client, "/search?q=hostile")
    assert "<script>" not in hostile
    assert "&lt;b&gt;&lt;&lt;/b&gt; <mark>x</mark>" in hostile


def test_a_query_is_shown_back_escaped(client: Client) -> None:
    html = page(client, "/search?q=%22%3E%3Cscript%3E")
    assert "<script>" not in html
    assert 'value="&quot;&gt;&lt;script&gt;"' in html


def test_facets_switch_on_and_off(client: Client) -> None:
    html = page(client, "/search?q=SOLAR")
    on = re.search(r'href="([^"]*f=year%3A2012[^"]*)"', html)
    assert on is not None
    narrowed = page(client, on.group(1).replace("&amp;", "&"))
    assert "<strong>9</strong> results" in narrowed
    assert 'aria-current="true"' in narrowed
    assert 'href="/search?q=SOLAR"' in narrowed, "the same link takes it off"


def test_a_chosen_value_stays_visible_when_nothing_is_left(client: Client) -> None:
    html = page(client, "/search?q=SOLAR&f=year:1950")
    assert "Nothing found" in html
    assert "Take all filters off" in html
    assert ">1950</span>" in html


def test_class_facets_go_one_level_down() -> None:
    def levels(*filters: tuple[str, str]) -> list[str]:
        return [key for key in facets_of(SearchParameters(category="patent", filters=filters)) if key.startswith("ipc")]

    assert levels() == ["ipc_section"]
    assert levels(("ipc_section", "H")) == ["ipc_section", "ipc_class"]
    assert levels(("ipc_section", "H"), ("ipc_class", "H01"))[-1] == "ipc_subclass"
    assert levels(("ipc_main_group", "H01M 50/00")) == ["ipc_main_group"]


def test_nothing_found_and_could_not_look_differ(client: Client) -> None:
    nothing = client.get("/search?q=zzzz")
    assert nothing.status_code == 200
    assert "Nothing found" in nothing.content.decode()
    failed = client.get("/search?q=unreachable")
    assert failed.status_code == 503
    assert "Nothing found" not in failed.content.decode()
    assert "could not look" in failed.content.decode()
    assert failed.headers["Retry-After"] == "30"


def test_a_wrong_query_is_shown_with_its_place(client: Client) -> None:
    response = client.get("/search?q=ti%3D(solar")
    assert response.status_code == 400
    html = response.content.decode()
    assert 'ti=<span class="here">(</span>solar' in html
    assert "At character 4." in html
    assert "Expected here:" in html
    assert 'aria-invalid="true"' in html


def test_the_address_is_canonical() -> None:
    asked = read_parameters(QueryDict("page=2&f=year:2012&q= a b &in=mark&sort=relevance&f=year:2012&group=publication"))
    assert asked.address(page=asked.page) == "/search?q=a+b&in=mark&f=year%3A2012&page=2"
    again = read_parameters(QueryDict(asked.address(page=2).partition("?")[2]))
    assert again == asked


def test_changing_a_choice_goes_back_to_the_first_page() -> None:
    assert "page" not in SearchParameters(text="a", page=9).address(sort="filing_date:asc")


def test_an_endless_query_is_refused() -> None:
    query = QueryDict(mutable=True)
    query["q"] = "a" * 100_001
    with pytest.raises(InputError, match="100001"):
        read_parameters(query)


def test_how_it_was_understood_and_exports_are_there(client: Client) -> None:
    html = page(client, "/search?q=SOLAR+lamps&f=year:2012&page=1")
    assert "How was this understood?" in html
    assert "/search/export?q=SOLAR+lamps&amp;f=year%3A2012&amp;format=csv" in html
    assert "/search/feed?q=SOLAR+lamps&amp;f=year%3A2012" in html
    assert "/api/search?q=SOLAR+lamps&amp;f=year%3A2012" in html


def test_titles_follow_the_language_of_the_page_and_say_theirs(client: Client) -> None:
    html = client.get("/search?q=88123401&lang=zh-Hans").content.decode()
    assert 'lang="zh-Hans">具有陶瓷层的电池隔膜及其制备方法</a>' in html


def test_export_is_whole_and_named(client: Client) -> None:
    response = client.get("/search/export?q=SOLAR&format=csv")
    body = b"".join(response.streaming_content).decode()
    assert len(body.splitlines()) == 130
    assert response.headers["Content-Disposition"] == 'attachment; filename="kapok-results.csv"'
    assert response.headers["Content-Type"].startswith("text/csv")


def test_a_wrong_query_in_an_export_has_a_status(client: Client) -> None:
    assert client.get("/search/export?q=(&format=csv").status_code == 400
    assert client.get("/search/export?q=unreachable&format=csv").status_code == 503


def test_the_feed_lists_the_newest(client: Client) -> None:
    response = client.get("/search/feed?q=battery")
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    text = response.content.decode()
    assert text.count("<entry>") == 2
    assert "<updated>2026-06-30T00:00:00+00:00</updated>" in text
