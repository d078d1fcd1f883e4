"""What must hold for any text that people type or sources hold."""

from __future__ import annotations

import html
import re

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kapok.portal import vocabulary
from kapok.portal.library.about import CQL_EXAMPLES, PLAIN_EXAMPLES
from kapok.portal.library.home import EXAMPLES
from kapok.portal.library.parameters import GROUPS, LANGUAGES, SORTS, SearchParameters, read_parameters
from kapok.portal.sentences import sentence, sentences
from kapok.portal.template_tags import count, marked
from kapok.search.languages import parse_query

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
SEARCHES = st.builds(
    SearchParameters,
    text=TEXT.map(str.strip),
    category=st.sampled_from(["", *vocabulary.categories()]),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 10**9),
    group=st.sampled_from(GROUPS),
    language=st.sampled_from(LANGUAGES),
    filters=st.lists(
        st.tuples(st.sampled_from(sorted(vocabulary.facet_fields())), TEXT.filter(bool)), unique=True, max_size=4
    ).map(tuple),
)


@given(SEARCHES)
def test_a_permalink_is_the_search(asked: SearchParameters) -> None:
    address = asked.address(page=asked.page)
    assert address.isascii()
    assert read_parameters(QueryDict(address.partition("?")[2])) == asked


@given(SEARCHES, st.sampled_from(sorted(vocabulary.facet_fields())), TEXT.filter(bool))
def test_a_filter_switched_twice_is_as_before(asked: SearchParameters, field: str, value: str) -> None:
    once = read_parameters(QueryDict(asked.toggled(field, value).partition("?")[2]))
    twice = read_parameters(QueryDict(once.toggled(field, value).partition("?")[2]))
    assert set(twice.filters) == set(asked.filters)


@given(st.lists(st.sampled_from(["<mark>", "</mark>", "<script>", "<", ">", "&lt;", '"', "a", "字"]), max_size=12).map("".join))
def test_only_marks_survive_as_markup(fragment: str) -> None:
    left = re.sub(r"</?mark>", "", str(marked(fragment)))
    assert "<" not in left
    assert ">" not in left
    assert html.unescape(str(marked(fragment))) == html.unescape(fragment)


@given(TEXT)
def test_a_sentence_is_not_finished_twice(text: str) -> None:
    assert sentence(sentence(text)) == sentence(text)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("the page is gone", "", "go back"), "The page is gone. Go back."),
        (("页面已移走", "请返回"), "页面已移走。请返回。"),
        (("Already done.", "now what?"), "Already done. Now what?"),
        ((), ""),
    ],
)
def test_parts_become_sentences(parts: tuple[str, ...], told: str) -> None:
    assert sentences(*parts) == told


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999, "999"), (1234567, "1,234,567"), (None, "–")])
def test_numbers_have_thousands_apart(number: int | None, text: str) -> None:
    assert count(number) == text


@pytest.mark.parametrize("query", [text for text, _note, _category in EXAMPLES] + [text for text, _note in PLAIN_EXAMPLES])
def test_the_examples_of_the_plain_box_can_be_read(query: str) -> None:
    parse_query(query, "auto")


@pytest.mark.parametrize("query", [text for text, _note in CQL_EXAMPLES])
def test_the_examples_of_cql_can_be_read(query: str) -> None:
    parse_query(query, "cql")
