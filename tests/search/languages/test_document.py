"""docs/query-languages.md is held to the code: every example is run, every field is listed with all its names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kapok.errors import QueryError
from kapok.search.fields import Field, fields, get_field
from kapok.search.languages import choose_language, parse_query, print_query
from kapok.search.languages.guess import guess_field

DOCUMENT = Path(__file__).parents[3] / "docs" / "query-languages.md"
OPS_INDEXES = [
    "title",
    "ti",
    "abstract",
    "ab",
    "titleandabstract",
    "ta",
    "txt",
    "inventor",
    "in",
    "applicant",
    "pa",
    "inventorandapplicant",
    "ia",
    "publicationnumber",
    "pn",
    "spn",
    "applicantnumber",
    "ap",
    "sap",
    "prioritynumber",
    "pr",
    "spr",
    "num",
    "publicationdate",
    "pd",
    "citation",
    "ct",
    "ex",
    "op",
    "rf",
    "oc",
    "famn",
    "cpc",
    "cpci",
    "cpca",
    "cpcc",
    "ipc",
    "ic",
    "ci",
    "cn",
    "ai",
    "an",
    "a",
    "c",
    "cl",
]


def rows(name: str) -> list[list[str]]:
    """The cells of the table behind `<!-- examples: name -->`, without backticks."""
    text = DOCUMENT.read_text("utf-8").partition(f"<!-- examples: {name} -->\n")[2]
    table = text.partition("\n\n")[0].splitlines()[2:]
    assert table, name
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in table]


def field_table() -> str:
    """The table of fields as the document must hold it."""
    lines = [
        "| key | kind | CQL names | Chinese names | English, 简体, 繁體, português | searches |",
        "|---|---|---|---|---|---|",
    ]
    for field in fields().values():
        cql = ", ".join(f"**`{name}`**" if name in OPS_INDEXES else f"`{name}`" for name in field.cql)
        names = " · ".join(field.names[locale] for locale in ("en", "zh-Hans", "zh-Hant", "pt"))
        over = ", ".join(f"`{key}`" for key in field.over)
        values = "; values: " + ", ".join(f"`{value}`" for value in field.values) if field.values else ""
        kind = field.kind + (f" ({field.scheme})" if field.scheme else "")
        lines.append(f"| `{field.key}` | {kind} | {cql} | {', '.join(field.zh)} | {names} | {over}{values} |")
    return "\n".join(lines)


def test_the_table_of_fields_is_complete() -> None:
    text = DOCUMENT.read_text("utf-8")
    found = re.search(r"<!-- fields: .*? -->\n(.*?)<!-- end of fields -->", text, re.DOTALL)
    assert found is not None
    assert found[1].strip() == field_table(), "put this table into the document:\n" + field_table()


def test_every_ops_index_is_a_field() -> None:
    known = {name for field in fields().values() for name in field.cql}
    assert [name for name in OPS_INDEXES if name not in known] == []
    assert len({parse_query(f"{name}=A01B", "cql").field for name in ("ipc", "ic")}) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "language", "read"), rows("auto"))
def test_examples_of_auto(text: str, language: str, read: str) -> None:
    assert choose_language(text) == language
    assert print_query(parse_query(text)) == read


@pytest.mark.parametrize(("text", "read", "meaning"), rows("plain"))
def test_examples_of_the_plain_box(text: str, read: str, meaning: str) -> None:
    assert print_query(parse_query(text, "plain")) == read


@pytest.mark.parametrize(("text", "read", "meaning"), rows("cql"))
def test_examples_of_cql(text: str, read: str, meaning: str) -> None:
    assert print_query(parse_query(text, "cql")) == read


@pytest.mark.parametrize(("term", "index"), rows("guess"))
def test_examples_of_guesses(term: str, index: str) -> None:
    assert get_field(guess_field(term)).cql[0] == index


@pytest.mark.parametrize(("language", "text", "position", "says"), rows("errors"))
def test_examples_of_errors(language: str, text: str, position: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, language)
    assert caught.value.position == int(position)
    assert says in str(caught.value)
    line, caret = caught.value.__notes__[0].splitlines()
    assert caret.strip() == "^"
    assert line == text


@pytest.mark.parametrize("field", list(fields().values()), ids=lambda field: field.key)
def test_every_name_of_a_field_works_in_cql(field: Field) -> None:
    value = {"date": "2020", "integer": "2020", "class": "9", "number": "EP1000000", "citation": "EP1000000"}
    symbol = {"nice": "9", "vienna": "26.04", "locarno": "14-03", "national": "438/5"}
    for name in (*field.cql, field.key, *field.zh, *field.names.values()):
        if re.search(r"[\s()（）,、，]", name):
            continue
        kind, scheme, key = field.kind, field.scheme, field.key
        text = symbol.get(scheme, "H01L") if kind == "class" else value.get(kind, "patent" if key == "category" else "cn")
        text = "in_force" if key == "status" else text
        tree = parse_query(f"{name}={text}", "cql")
        assert getattr(tree, "field", None) == key, name
