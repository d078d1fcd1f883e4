"""Mappings: faults are told by file and line; a user's own mapping reads his table."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.formats.tables.conftest import HERE, Outcome

from kapok.errors import DefinitionError
from kapok.formats.registry import get_reader, readers
from kapok.formats.table import shipped_mappings, table_reader
from kapok.formats.table_definition import read_mapping

BAD = HERE / "bad"
Read = Callable[..., Outcome]

FAULTS = [
    ("unknown-key", "line 10", "unknown key 'colunms'"),
    ("unknown-conversion", "line 12", "'python' is no conversion"),
    ("unknown-option", "line 14", "unknown key 'format'"),
    ("wrong-field", "line 12", "no field 'family_id'"),
    ("wrong-value", "line 5", "pdf"),
    ("wrong-role", "line 12", "owner"),
    ("no-key", "line 9", "no column is mapped to the registration number"),
    ("wrong-pattern", "line 12", "the pattern does not compile"),
    ("wrong-category", "line 6", "there is no category 'trademark'"),
    ("not-yaml", "line 3", "it is not YAML"),
    ("alias", "line 2", "alias"),
    ("twice", "line 3", "the key 'name' stands twice"),
    ("row-rule", "line 13", "exactly one of 'reject', 'skip' and 'columns'"),
]


@pytest.mark.parametrize(("name", "line", "told"), FAULTS, ids=[row[0] for row in FAULTS])
def test_fault_in_a_mapping_is_told_by_file_and_line(name: str, line: str, told: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_mapping(BAD / f"{name}.yaml")
    message = str(caught.value)
    assert f"{name}.yaml, {line}" in message
    assert told in message


def test_mapping_that_is_not_there_is_told() -> None:
    with pytest.raises(DefinitionError, match=r"nowhere\.yaml cannot be read"):
        table_reader("nowhere.yaml")


OWN = """
name: village-designs
title: Designs of a village register
standard: CSV of the village
source: village
media: [csv, xlsx, json]
category: {column: Art, values: {Muster: design, Marke: mark}, otherwise: design}
office_code: DE
language: de
encoding: [utf-8, cp1252]
delimiter: ";"
heading_row: 2
records_at: daten.eintraege
empty: ["-"]
detect: [Nummer, Bezeichnung]
key: [{number: registration}, {columns: [Bezeichnung, Jahr]}]
constants: {office_status_text: eingetragen}
columns:
  Nummer: {number: registration}
  Art: {ignore: decides the category}
  Bezeichnung: {text: titles}
  Jahr: {date: registration_date}
  Inhaber: {party: holder, separator: /, country_column: Land, address_column: Ort}
  Klasse: {classification: locarno, separator: ","}
  Bild: {image: view}
  Frueher: {related: prior_registration, form: text}
  Notiz *: {ignore: notes of the clerk}
rows:
  - {column: Bezeichnung, matches: Summe.*, skip: sums at the end of a page}
"""
TABLE = (
    "Register des Dorfes;;;;;;;;;\n"
    "Nummer;Art;Bezeichnung;Jahr;Inhaber;Land;Ort;Klasse;Notiz 1;Farbe\n"
    "17;Muster;Laterne;2019;Anna Beispiel/Bernd Muster;DE;Köln;26-03,2699;x;rot\n"
    "-;Muster;Teekanne, groß;2020;-;;;;;\n"
    "18;Marke;Drachen;31.02.2020;;;;;;\n"
    ";;Summe: 3;;;;;;;\n"
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "village.yaml"
    path.write_text(OWN, "utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_own_mapping_reads_its_table(read_text: Read, own: Path, encoding: str) -> None:
    outcome = read_text(TABLE.encode(encoding), reader=table_reader(own))
    lantern, pot, kite = outcome.records
    assert lantern.key == "design/DE/17"
    assert [(party.name, party.country_code, party.address) for party in lantern.parties] == [
        ("Anna Beispiel", "DE", "Köln"),
        ("Bernd Muster", "DE", "Köln"),
    ]
    assert [each.symbol for each in lantern.classifications] == ["26-03", "26-99"]
    assert (lantern.registration_date, lantern.office_status_text, lantern.titles[0].language) == ("2019", "eingetragen", "de")
    assert pot.number.startswith("Teekanne_groß-2020-"), "no number: the declared columns are the key"
    assert (kite.category, kite.key) == ("mark", "mark/DE/18")
    assert kite.provenance.repairs == ("unreadable date kept as text",)
    assert kite.provenance.original == {"Jahr": "31.02.2020"}
    assert outcome.rejected == []
    assert outcome.audit.unexpected == {"Farbe": 1}
    assert outcome.audit.reasons["Notiz 1"] == "notes of the clerk"


def test_own_mapping_reads_json_at_its_path(read_text: Read, own: Path) -> None:
    entry = '{"Nummer": 17, "Bezeichnung": "Laterne", "Inhaber": ["A", "B"]}'
    text = f'{{"stand": {{"tag": 1}}, "daten": {{"zahl": 1, "eintraege": [{entry}]}}}}'
    for layout in (text, text.replace(", ", ",\n")):
        record = read_text(layout, "a.json", reader=table_reader(own)).record
        assert record.key == "design/DE/17"
        assert [party.name for party in record.parties] == ["A", "B"]


def test_own_mapping_is_found_by_its_file_in_another_process(own: Path) -> None:
    reader = get_reader(f"table:{own}")
    assert reader.spec.name == "table:village-designs"
    again = pickle.loads(pickle.dumps(reader))
    assert again.spec == reader.spec
    shipped = readers()["table:simple-marks"]
    assert pickle.loads(pickle.dumps(shipped)) is shipped


def test_two_texts_never_give_one_key(read_text: Read, own: Path) -> None:
    head = "\n".join(TABLE.splitlines()[:2]) + "\n"
    names = ["Laterne", "Laterne!", "La-terne", "La terne", "L" * 200, "L" * 201]
    rows = "".join(f";Muster;{name};2020;;;;;;\n" for name in names)
    keys = {record.key for record in read_text(head + rows, reader=table_reader(own)).records}
    assert len(keys) == len(names)
    assert all(len(key) < 120 for key in keys)


def test_every_shipped_mapping_says_where_its_table_comes_from() -> None:
    for mapping in shipped_mappings().values():
        assert mapping.standard
        assert mapping.title
        assert set(mapping.detect)


def test_shipped_mappings_do_not_recognise_each_others_tables() -> None:
    mappings = list(shipped_mappings().values())
    for one in mappings:
        for other in mappings:
            if one is not other:
                assert not set(one.detect) <= set(other.columns), f"{one.name} would take the tables of {other.name}"
