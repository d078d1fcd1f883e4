"""Every conversion of a table mapping: what is declared, what stands in the cell, what the record has.

To add a case write a line into CASES: category, conversion as in a mapping, cell, the fields that must come of it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.tables.conftest import Outcome, read_stream

from kapok.formats.table import table_reader
from kapok.records.record import encode

Read = Callable[..., Outcome]
HEAD = """
name: case
title: One conversion
standard: none
source: case
media: [csv, json]
category: {category}
office_code: CN
language: zh-Hans
detect: [no]
key: [{{columns: [no]}}]
columns:
  no: {{ignore: the key}}
  cell: {conversion}
"""
KEPT = {"provenance": {"original": {"cell": "?"}}}

CASES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("patent", "{text: titles}", "灯", {"titles": [{"text": "灯", "language": "zh-Hans"}]}),
    ("patent", "{text: abstracts, language: en}", "Lamp", {"abstracts": [{"text": "Lamp", "language": "en"}]}),
    ("mark", "{text: disclaimers, separator: '|'}", "A| |B", {"disclaimers": [{"text": "A", "language": "zh-Hans"}, {"text": "B", "language": "zh-Hans"}]}),
    ("patent", "{text: titles, language_column: other}", "Lamp", {"titles": [{"text": "Lamp", "language": "pt"}]}),
    ("patent", "{value: office_status_text}", " live ", {"office_status_text": "live"}),
    ("patent", "{value: patent_type, values: {U: utility_model}}", "U", {"patent_type": "utility_model", "provenance": {"original": {"cell": "U"}}}),
    ("patent", "{value: patent_type, values: {U: utility_model}, otherwise: ''}", "X", {}),
    ("patent", "{value: patent_type, pattern: '([A-Z]\\d)$'}", "CN 1 A1", {"patent_type": "A1"}),
    ("patent", "{value: patent_type, pattern: '([A-Z]\\d)$'}", "?", {**KEPT, "provenance": {"original": {"cell": "?"}, "repairs": ["unreadable text left out"]}}),
    ("patent", "{value: term_adjustment_days}", "12", {"term_adjustment_days": 12}),
    ("patent", "{value: term_adjustment_days}", "?", {"provenance": {"original": {"cell": "?"}, "repairs": ["unreadable number kept as text"]}}),
    ("mark", "{value: colours, separator: ','}", "red, blue", {"colours": ["red", "blue"]}),
    ("patent", "{date: filing_date}", "2021-02-28", {"filing_date": "2021-02-28"}),
    ("patent", "{date: filing_date, order: dmy}", "28/02/2021", {"filing_date": "2021-02-28"}),
    ("patent", "{date: filing_date, order: mdy}", "02/28/2021", {"filing_date": "2021-02-28"}),
    ("patent", "{date: filing_date, order: minguo}", "110.02.28", {"filing_date": "2021-02-28"}),
    ("patent", "{date: filing_date}", "2021年2月28日", {"filing_date": "2021-02-28"}),
    ("patent", "{date: filing_date}", "2021", {"filing_date": "2021"}),
    ("patent", "{date: filing_date}", "28/02/2021", {"provenance": {"original": {"cell": "28/02/2021"}, "repairs": ["unreadable date kept as text"]}}),
    ("patent", "{date: filing_date, empty: [unknown]}", "unknown", {}),
    ("patent", "{date: document_date, pattern: 'of (.*)$'}", "list of 2021-03-01", {"provenance": {"document_date": "2021-03-01"}}),
    ("patent", "{number: application}", "200710001234.8", {"right_id": "CN/200710001234", "application": {"office_code": "CN", "number": "200710001234"}}),
    ("patent", "{number: publication, form: joined}", "WO2004101738A1", {"kind_code": "", "publication": {"office_code": "WO", "number": "2004101738", "kind_code": "A1"}}),
    ("patent", "{number: publication, form: joined}", "?", {"provenance": {"original": {"cell": "?"}, "repairs": ["unreadable number kept as text"]}}),
    ("patent", "{party: inventor, separator: ;}", "张三; 李四", {"parties": [{"name": "张三", "role": "inventor"}, {"name": "李四", "role": "inventor"}]}),
    ("patent", "{party: holder, country_column: other}", "ACME", {"parties": [{"name": "ACME", "role": "holder", "country_code": "PT"}]}),
    ("patent", "{party: holder, unreadable: '\\?+'}", "?", {"provenance": {"original": {"cell": "?"}, "repairs": ["unreadable text left out"]}}),
    ("patent", "{classification: ipc, separator: ;}", "H01L21/02; H01L 21/02;G06F", {"classifications": [{"scheme": "ipc", "symbol": "H01L 21/02", "first": True}, {"scheme": "ipc", "symbol": "G06F"}]}),
    ("patent", "{classification: ipc}", "A61K 9/16 20060101AFI20051008RMEP", {"classifications": [{"scheme": "ipc", "symbol": "A61K 9/16", "version": "2006.01", "value": "invention", "first": True}]}),
    ("patent", "{classification: cpc, separator: json, value: invention}", '["H01L21/02"]', {"classifications": [{"scheme": "cpc", "symbol": "H01L 21/02", "value": "invention", "first": True}]}),
    ("mark", "{classification: vienna}", "260418", {"classifications": [{"scheme": "vienna", "symbol": "26.04.18", "first": True}]}),
    ("design", "{classification: locarno}", "?", {"provenance": {"original": {"cell": "?"}, "repairs": ["unreadable class symbol kept as text"]}}),
    ("mark", "{goods: classes, separator: ','}", "9, 35", {"classifications": [{"scheme": "nice", "symbol": "09", "first": True}, {"scheme": "nice", "symbol": "35"}], "goods_and_services": [{"nice_class": 9, "language": "zh-Hans"}, {"nice_class": 35, "language": "zh-Hans"}]}),
    ("mark", "{goods: text, pattern: '(?P<nice>\\d+): (?P<text>[^;]*)', language: en}", "9: phones; 35: advertising", {"classifications": [{"scheme": "nice", "symbol": "09", "first": True}, {"scheme": "nice", "symbol": "35"}], "goods_and_services": [{"nice_class": 9, "text": "phones", "language": "en"}, {"nice_class": 35, "text": "advertising", "language": "en"}]}),
    ("geographical_indication", "{country: country_codes, separator: ',', values: {Portugal: PT}}", "Portugal,cn,CN", {"country_codes": ["PT", "CN"]}),
    ("geographical_indication", "{country: country_codes, otherwise: IN}", "Kerala", {"country_codes": ["IN"]}),
    ("geographical_indication", "{country: country_codes}", "?", {"provenance": {"original": {"cell": "?"}, "repairs": ["unreadable text left out"]}}),
    ("law", "{attribute: folder, separator: ;}", "a; b", {"attributes": {"folder": "a; b"}}),
    ("patent", "{citation: number, separator: ;}", "US7272630B2; a book", {"citations": [{"number": {"office_code": "US", "number": "7272630", "kind_code": "B2"}}, {"text": "a book"}]}),
    ("patent", "{citation: text, origin: applicant}", "a book", {"citations": [{"origin": "applicant", "text": "a book"}]}),
    ("patent", "{priority: '', separator: ;}", "FR 1051751 A 20100311", {"priorities": [{"number": {"office_code": "FR", "number": "1051751", "kind_code": "A", "date": "2010-03-11"}, "priority_date": "2010-03-11"}]}),
    ("patent", "{priority: national, form: date}", "2010-03-11", {"priorities": [{"number": {"office_code": "", "number": "", "date": "2010-03-11"}, "priority_date": "2010-03-11", "kind": "national"}]}),
    ("patent", "{priority: '', patterns: ['(?P<office>[A-Z]{2})(?P<number>\\d+) (?P<date>[\\d.]+)']}", "DE1 11.03.2010 FR2 12.03.2010", {"priorities": [{"number": {"office_code": "DE", "number": "1", "date": "2010-03-11"}, "priority_date": "2010-03-11"}, {"number": {"office_code": "FR", "number": "2", "date": "2010-03-12"}, "priority_date": "2010-03-12"}]}),
    ("mark", "{related: madrid, office_code: WO}", "0934784", {"related": [{"relation": "madrid", "number": {"office_code": "WO", "number": "934784"}}]}),
    ("mark", "{related: seniority, form: text}", "old mark", {"related": [{"relation": "seniority", "text": "old mark"}]}),
    ("patent", "{event: granted, category: F, code: G1}", "2010-03-11", {"legal_events": [{"event_date": "2010-03-11", "office_event_code": "G1", "office_text": "granted", "category": "F", "office_code": "CN"}]}),
    ("mark", "{image: mark}", "https://pictures.example/1.png", {"images": [{"kind": "mark", "uri": "https://pictures.example/1.png"}]}),
    ("patent", "{patterns: ['(?P<t>.*?)/(?P<a>.*)'], parts: {t: {text: titles}, a: {attribute: rest}}}", "Lamp/red", {"titles": [{"text": "Lamp", "language": "zh-Hans"}], "attributes": {"rest": "red"}}),
    ("patent", "{ignore: not needed}", "x", {}),
]  # fmt: skip


def read_cell(read_text: Read, path: Path, category: str, conversion: str, cell: str) -> dict[str, Any]:
    path.write_text(HEAD.format(category=category, conversion=conversion), "utf-8")
    out = io.StringIO()
    csv.writer(out).writerows([["no", "cell", "other"], ["1", cell, "pt"]])
    outcome = read_text(out.getvalue(), reader=table_reader(path))
    plain: dict[str, Any] = json.loads(encode(outcome.record))
    assert plain.pop("key") == f"{category}/CN/1"
    for name in ("type", "category", "office_code", "number"):
        plain.pop(name)
    for name in ("source", "format", "file", "position", "read_at"):
        plain["provenance"].pop(name)
    return plain


@pytest.mark.parametrize(("category", "conversion", "cell", "expected"), CASES)
def test_conversion(
    read_text: Read, tmp_path: Path, category: str, conversion: str, cell: str, expected: dict[str, Any]
) -> None:
    found = read_cell(read_text, tmp_path / "case.yaml", category, conversion, cell)
    language = found.pop("language")
    right = found.pop("right_id", "")
    assert language == "zh-Hans"
    assert right == expected.pop("right_id", "" if category in ("patent", "design") else "CN/1")
    expected = {"provenance": {}, **{name: value for name, value in expected.items() if value != ""}}
    assert found == expected


def test_table_without_a_heading_calls_its_columns_by_place(read_text: Read, tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    text = HEAD.format(category="mark", conversion="{ignore: none}").replace("detect: [no]", "heading_row: 0")
    text = text.replace("columns: [no]", "columns: [column 1]").replace("  no: {ignore: the key}\n", "")
    path.write_text(text + "  column 1: {value: mark_text}\n  column 2: {number: application}\n", "utf-8")
    outcome = read_text("木棉,12345678\n灯,12345679\n", reader=table_reader(path))
    assert [record.mark_text for record in outcome.records] == ["木棉", "灯"]
    assert [record.provenance.position for record in outcome.records] == ["row 1", "row 2"]


VALUE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="\ue00a\ue00d\ufeff#"),
    min_size=1,
    max_size=15,
)


@given(st.lists(st.tuples(VALUE, VALUE), min_size=1, max_size=5), st.sampled_from(["csv", "json", "jsonl"]))
@settings(max_examples=80, deadline=None)
def test_values_of_a_written_table_are_the_values_of_the_records(rows: list[tuple[str, str]], medium: str) -> None:
    from kapok.formats.registry import get_reader

    names = ["office_code", "application_number", "mark_text", "holder"]
    table = [["US", str(86000000 + place), mark, holder.replace(";", "")] for place, (mark, holder) in enumerate(rows)]
    if medium == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([names, *table])
        data = out.getvalue()
    else:
        objects = [dict(zip(names, row, strict=True)) for row in table]
        data = json.dumps(objects) if medium == "json" else "\n".join(json.dumps(each) for each in objects)
    outcome = read_stream(io.BytesIO(data.encode()), "t", get_reader("table:simple-marks"))
    assert outcome.rejected == []
    assert [
        [record.office_code, record.number, record.mark_text, "".join(party.name for party in record.parties)]
        for record in outcome.records
    ] == table
