"""The real files of marks, designs and Korean patents: as many records as an independent count found, and the values it found."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from tests.formats.marks.reading import read_members, records_of

from kapok.formats.audit import Audit
from kapok.formats.ports import Rejected
from kapok.records.record import Mark, Record

pytestmark = pytest.mark.shared

COUNTS: list[tuple[str, str, int]] = [
    # file                                                                   format       records
    ("uspto-tsdr/rn2178784-ST-961_D3.xml", "st96", 1),
    ("uspto-tsdr/rn2178784-ST-962.2.1.xml", "st96", 1),
    ("uspto-tsdr/sn76044902-ST96.xml", "st96", 1),
    ("uspto-tsdr-st66-st96/rn2178784-ST66.xml", "st66", 1),
    ("uspto-tsdr-st66-st96/rn2178784-ST96-old.xml.gz", "st96", 1),
    ("uspto-tsdr-st66-st96/rn3886986-ST66.xml", "st66", 1),
    ("uspto-tsdr-st66-st96/rn3886986-ST96.xml", "st96", 1),
    ("uspto-tsdr-st66-st96/sn85334015-ST66.xml", "st66", 1),
    ("uspto-tsdr-st66-st96/sn85334015-ST96.xml", "st96", 1),
    ("uspto-trademark-daily-tdxf/seed.zip", "uspto-tdxf", 11),
    ("uspto-tsdr-api/get_trademark_status.json", "uspto-tsdr", 1),
    ("uspto-tsdr-api/get_trademark_multi_status.json", "uspto-tsdr", 1),
    ("uspto-tsdr-api/_tsdr_test_client_py_TestTsdrClientLive_test_get_last_update-0.json", "uspto-tsdr", 1),
    ("uspto-tsdr-api/get_trademark_last_update.json", "uspto-tsdr", 0),
    ("uspto-tsdr-api/get_trademark_document_info.xml", "uspto-tsdr", 0),
    ("uspto-tsdr-api/get_trademark_documents.xml", "uspto-tsdr", 0),
    ("uspto-tsdr-api/to_tsdr_test_client_py_TestTsdrClientLive_test_get_documents-0.xml", "uspto-tsdr", 0),
    ("euipo-api-json/tm_list_size10.json", "euipo-json", 10),
    ("euipo-api-json/design_list_size10.json", "euipo-json", 10),
    ("dpma-connect-xml/trademark_info.xml", "st66", 1),
    ("dpma-connect-xml/trademark_search.xml", "dpma-marks", 3),
    ("dpma-connect-xml/design_info.xml", "dpma-marks", 1),
    ("dpma-connect-xml/design_search.xml", "dpma-marks", 3),
    ("tipo-trademark-xml/gazette-index.xml.gz", "tipo-marks", 2434),
    ("tipo-trademark-xml/api-TmarkAppl.xml", "tipo-marks", 25),
    ("tipo-trademark-xml/TmarkAppl_100000001.xml", "tipo-marks", 1),
    ("kipris-patent-xml/120040373042-1.xml.gz", "kipris", 92),
    ("kipris-patent-xml/120050011639-1.xml", "kipris", 40),
    ("kipris-patent-xml/120050421158-1.xml", "kipris", 14),
    ("kipris-patent-xml/120060342061-1.xml", "kipris", 37),
    ("kipris-patent-xml/120070345417-1.xml", "kipris", 49),
    ("kipris-patent-xml/120070509242-1.xml.gz", "kipris", 500),
    ("kipris-patent-xml/120070509242-2.xml.gz", "kipris", 500),
    ("kipris-design-xml/120040373042-1.xml", "kipris", 5),
    ("kipris-design-xml/120050011639-1.xml", "kipris", 4),
    ("kipris-design-xml/120050421158-1.xml", "kipris", 2),
    ("kipris-design-xml/120060342061-1.xml", "kipris", 9),
    ("kipris-design-xml/120070345417-1.xml", "kipris", 64),
    ("kipris-design-xml/120070509242-1.xml", "kipris", 100),
    ("kipris-trademark-xml/120040373042-1.xml", "kipris", 7),
    ("kipris-trademark-xml/120050011639-1.xml", "kipris", 5),
    ("kipris-trademark-xml/120050421158-1.xml", "kipris", 3),
    ("kipris-trademark-xml/120060342061-1.xml", "kipris", 1),
    ("kipris-trademark-xml/120070345417-1.xml", "kipris", 8),
    ("kipris-trademark-xml/120070509242-1.xml.gz", "kipris", 427),
    ("kipris-trademark-xml/otmk-TradeMarkInfo.xml", "kipris", 1),
    ("kipris-trademark-xml/otmk-TrademarkDesignationGoodstInfo.xml", "kipris", 9),
    ("kipris-trademark-xml/otmk-Error_InvalidKey.xml", "kipris", 0),
    ("kipris-trademark-xml/otmk-Error_EmptyApplicationNumber.xml", "kipris", 0),
    ("kipris-trademark-xml/otmk-Empty_TradeMarkInfo.xml", "kipris", 0),
    ("kipris-trademark-xml/otmk-Empty_TrademarkDesignationGoodstInfo.xml", "kipris", 0),
    ("iponz-oppositions/iponz-oppositions.zip", "iponz-oppositions", 153),
]
OWN_SETS = {name.split("/")[0] for name, _, _ in COUNTS}
NOT_MARKS = {"dpma-connect-xml/patent_info.xml", "dpma-connect-xml/patent_search.xml"}


def read_all(path: Path) -> tuple[set[str], list[Record | Rejected], Audit]:
    audit = Audit()
    formats: set[str] = set()
    found: list[Record | Rejected] = []
    for _, reader, part in read_members(path, audit):
        formats.add(reader.spec.name)
        found += part
    return formats, found, audit


@pytest.mark.parametrize(("name", "form", "count"), COUNTS, ids=lambda value: value if isinstance(value, str) else "")
def test_each_file_gives_the_records_that_were_counted(shared_data: Path, name: str, form: str, count: int) -> None:
    formats, found, audit = read_all(shared_data / name)
    assert formats == {form}
    assert len(records_of(found)) == count
    assert [each for each in found if isinstance(each, Rejected) and each.is_record] == []
    assert not audit.unexpected
    assert count > 0 or len(found) == 1  # an answer without records says so


def test_no_file_of_these_sets_is_left_out(shared_data: Path) -> None:
    on_disk = {
        path.relative_to(shared_data).as_posix()
        for folder in OWN_SETS
        for path in (shared_data / folder).rglob("*")
        if path.is_file() and path.suffix != ".txt"
    }
    assert on_disk == {name for name, _, _ in COUNTS} | NOT_MARKS


def test_the_counts_are_those_of_the_manifest(shared_data: Path) -> None:
    with (shared_data / "COLLECTION-MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        stated = {row["file"]: row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)}
    differing = [
        name
        for name, _, count in COUNTS
        if name in stated and stated[name]["count_method"] != "one document" and int(stated[name]["records"]) != count
    ]
    assert differing == []


Fields = list[tuple[str, str]]
FOLDER = "uspto-tsdr-st66-st96"


@cache
def read_mark(path: Path) -> Mark:
    (mark,) = records_of(read_all(path)[1])
    assert isinstance(mark, Mark)
    return mark


def stated_values(shared_data: Path, name: str) -> Fields:
    """The lines `Name,"value"` of a file of values that the publisher's tests expect."""
    with (shared_data / FOLDER / "expected" / f"{name}.txt").open(encoding="utf-8", newline="") as stream:
        return [(row[0], row[1]) for row in csv.reader(stream) if row]


def of_classes(text: str) -> list[list[str]]:
    """`041: 100 101; 016: 002` as lists."""
    return [[part.strip(",") for part in each.replace(":", " ").split()] for each in text.split(";")]


def national_classes(mark: Mark) -> Fields:
    return [
        pair
        for prime, *classes in of_classes(mark.attributes["national_classes"])
        for each in classes
        for pair in (("PrimaryClassNumber", prime), ("NationalClassNumber", each))
    ]


def first_uses(mark: Mark) -> Fields:
    return [
        pair
        for prime, day, _, used, *_ in of_classes(mark.attributes["first_use"])
        for pair in (
            ("PrimaryClassNumber", prime),
            ("FirstUseDateNumber", day.replace("-", "")),
            ("FirstUseInCommerceDate", used.replace("-", "")),
        )
    ]


def goods(mark: Mark) -> Fields:
    return [
        pair
        for each in mark.goods_and_services
        for pair in (("InternationalClassNumber", f"{each.nice_class:03}"), ("GoodsServicesDescription", each.text))
    ]


def international_numbers(mark: Mark) -> Fields:
    numbers = [each.number.number for each in mark.related if each.relation == "madrid" and each.number]
    return [("InternationalApplicationNumber", numbers[0]), ("InternationalRegistrationNumber", numbers[1])]


OLD = ("rn2178784-ST66.xml", "rn2178784-ST96-old.xml.gz")
CLASSES = ("rn3886986-ST66.xml", "rn3886986-ST96.xml")
MADRID = ("sn85334015-ST66.xml", "sn85334015-ST96.xml")
VALUES: list[tuple[str, tuple[str, ...], Callable[[Mark], Fields]]] = [
    ("appno-rn2178784", OLD, lambda mark: [("ApplicationNumber", mark.number)]),
    ("appdates-rn2178784", OLD, lambda mark: [("ApplicationDateTruncated", mark.filing_date)]),
    ("regdatesonly-rn2178784", OLD, lambda mark: [("RegistrationDateTruncated", mark.registration_date)]),
    ("regdatetimes-rn2178784", OLD, lambda mark: [("RegistrationDateTruncated", mark.registration_date)]),
    ("regno-rn2178784", OLD, lambda mark: [("RegistrationNumber", mark.registration.number if mark.registration else "")]),
    ("register-cat-rn2178784", OLD, lambda mark: [("RegisterCategory", mark.attributes["register"])]),
    ("renewal-date-rn2178784", OLD[1:], lambda mark: [("RenewalDateTruncated", mark.renewal_date)]),
    ("domestic-classes-ST66-rn3886986", CLASSES, national_classes),
    ("domestic-classes-ST96-rn3886986", CLASSES, national_classes),
    ("first-used-dates-ST66-rn3886986", CLASSES, first_uses),
    ("first-used-dates-ST96-rn3886986", CLASSES, first_uses),
    ("international-classes-rn3886986", CLASSES, goods),
    ("international-numbers-sn85334015", MADRID, international_numbers),
]


@pytest.mark.parametrize(("expected", "files", "values"), VALUES, ids=lambda value: value if isinstance(value, str) else "")
def test_values_are_those_that_the_source_expects(
    shared_data: Path, expected: str, files: tuple[str, ...], values: Callable[[Mark], Fields]
) -> None:
    for name in files:
        mine = values(read_mark(shared_data / FOLDER / name))
        names = {field for field, _ in mine}
        stated = [pair for pair in stated_values(shared_data, expected) if pair[0] in names]
        assert mine == stated, name


def test_every_file_of_expected_values_is_compared(shared_data: Path) -> None:
    assert {name for name, _, _ in VALUES} == {path.stem for path in (shared_data / FOLDER / "expected").iterdir()}


@pytest.mark.parametrize("files", [OLD, CLASSES, MADRID], ids=lambda files: files[0])
def test_both_standards_say_the_same_of_a_mark(shared_data: Path, files: tuple[str, str]) -> None:
    one, other = (read_mark(shared_data / FOLDER / name) for name in files)
    assert one.key == other.key
    for name in ("mark_text", "filing_date", "registration_date", "registration", "goods_and_services", "disclaimers"):
        assert getattr(one, name) == getattr(other, name), name
    assert {event.event_date for event in one.legal_events} <= {
        event.event_date for event in other.legal_events
    }  # ST.96 has more


def test_the_promised_key(shared_data: Path) -> None:
    assert read_mark(shared_data / "uspto-tsdr/sn76044902-ST96.xml").key == "mark/US/76044902"
