"""What the core says about a wrong query reaches people in their language."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from kapok.errors import QueryError
from kapok.portal.error_words import FORMS, told
from kapok.portal.problems import describe
from kapok.search.languages import parse_query

WRONG = (
    "ti=(solar",
    "ti=solar)",
    'ti="solar',
    "solar and",
    "and solar",
    "colour=red",
    "pd=banana",
    "pd within 2020",
    'pd within "2020 2010"',
    "ipc=???",
    "nice=99",
    "status=green",
    "office=Atlantis",
    'ti=""',
    "pn=banana",
    "ti<5",
)
"""Queries that people get wrong."""


@pytest.mark.parametrize("query", WRONG)
def test_common_mistakes_are_told_in_chinese(query: str) -> None:
    with pytest.raises(QueryError) as caught, translation.override("zh-hans"):
        parse_query(query, "cql")
    with translation.override("zh-hans"):
        problem = describe(caught.value)
    assert problem is not None
    assert re.search(r"[\u4e00-\u9fff]", problem.what), f"not told: {problem.what}"


@pytest.mark.parametrize("form", FORMS.forms)
def test_every_form_recognises_itself(form: str) -> None:
    values = {"text": "abc", "other": "xyz", "low": "2020", "high": "2010", "count": "7", "kind": "PNG"}
    sentence = form % values
    with translation.override("en"):
        assert FORMS.retell(sentence) == (sentence, "")


def test_what_is_not_known_stays() -> None:
    with translation.override("pt"):
        assert told("A sentence that nobody wrote") == "A sentence that nobody wrote"
        assert told("") == ""
