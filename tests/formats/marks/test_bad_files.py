"""What is wrong in a file of marks is told with its place and reason, and everything around it is still read.

To add a case: put a file in `bad/` and a row in `CASES`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from tests.formats.marks.reading import HERE, read_file, records_of

from kapok.errors import InputError
from kapok.formats.ports import Rejected

BAD = HERE / "bad"


class Case(NamedTuple):
    """A file of `bad/`: the records that it still gives, and (position, part of the reason) of each rejection."""

    name: str
    keys: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()


CASES = [
    Case("dpma-design-no-identifier.xml", ("design/DE/402020000302-0001",), (("record 1, byte 66", "no DesignIdentifier"),)),
    Case("dpma-wrong-date.xml", ("mark/DE/900302",), (("record 1, byte 60", "no month 31"),)),
    Case("euipo-broken-item.json", ("mark/EM/018000302",), (("record 1, byte 16", "not JSON"),)),
    Case(
        "euipo-odd-values.json",
        ("mark/EM/018000302",),
        (("record 1, byte 16", "'nine' is not a Nice class"), ("record 2, byte 133", "its values are not what EUIPO")),
    ),
    Case("euipo-truncated.json", ("mark/EM/018000301",), (("record 2, byte 127", "breaks off"),)),
    Case("euipo-wrong-date.json", ("mark/EM/018000302",), (("record 1, byte 16", "February has no day 30"),)),
    Case("iponz-bad-image.json", (), (("record 1, byte 0", "not Base64"),)),
    Case("iponz-broken.json", (), (("record 1, byte 0", "truncated"),)),
    Case("kipris-wrong-date.xml", ("mark/KR/4020190000302",), (("record 1, byte 88", "no month 13"),)),
    Case(
        "st66-bad-encoding.xml",
        ("mark/EM/018000301", "mark/EM/018000303"),
        (("record 2, byte 460", "can't decode byte 0xe9"),),
    ),
    Case("st66-broken-record.xml", ("mark/EM/018000301", "mark/EM/018000303"), (("record 2, byte 460", "KindMrk"),)),
    Case("st66-missing-end-tag.xml", ("mark/EM/018000301", "mark/EM/018000303"), (("record 2, byte 460", "end tag"),)),
    Case("st66-no-number.xml", ("mark/EM/018000301", "mark/EM/018000303"), (("record 2, byte 460", "no application"),)),
    Case("st66-no-office.xml", ("mark/EM/018000303",), (("record 1, byte 194", "no office code"),)),
    Case("st66-truncated.xml", ("mark/EM/018000301",), (("record 2, byte 460", "truncated"),)),
    Case("st66-wrong-date.xml", ("mark/EM/018000301", "mark/EM/018000303"), (("record 2, byte 460", "June has no day 31"),)),
    Case("st96-truncated.xml", ("mark/CA/1900301",), (("record 2, byte 439", "truncated"),)),
    Case("st96-wrong-date.xml", ("mark/CA/1900302",), (("record 1, byte 187", "no month 13"),)),
    Case("tdxf-no-serial.xml", ("mark/US/97000302",), (("record 1, byte 104", "no application"),)),
    Case("tdxf-truncated.xml", ("mark/US/97000301",), (("record 2, byte 283", "truncated"),)),
    Case("tdxf-wrong-date.xml", ("mark/US/97000302",), (("record 1, byte 104", "not a leap year"),)),
    Case(
        "tipo-wrong-minguo-date.xml",
        ("mark/TW/110000302",),
        (("record 1, byte 70", "February has no day 30"), ("record 3, byte 444", "not a Minguo date")),
    ),
    Case("tsdr-no-serial.json", ("mark/US/97000302",), (("record 1, byte 16", "no serialNumber"),)),
]
NO_RECORDS = {
    "kipris-empty.xml": "found nothing",
    "kipris-error.xml": "result code 30",
    "tsdr-documents.xml": "documents of a case file",
    "tsdr-last-update.json": "last changed",
}
REFUSED = {"st66-entity-bomb.xml": "entity bomb", "st66-external-entity.xml": "external entity"}
REPAIRED = "st66-repairable.xml"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_records_are_told_and_the_rest_is_read(case: Case) -> None:
    found = read_file(BAD / case.name)
    assert tuple(record.key for record in records_of(found)) == case.keys
    rejected = [each for each in found if isinstance(each, Rejected)]
    assert [each.position for each in rejected] == [position for position, _ in case.rejected]
    for each, (_, reason) in zip(rejected, case.rejected, strict=True):
        assert reason in each.reason
        assert each.is_record
        assert each.raw


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_told_byte_is_where_the_raw_bytes_stand(case: Case) -> None:
    data = (BAD / case.name).read_bytes()
    for each in read_file(BAD / case.name):
        if isinstance(each, Rejected):
            offset = int(each.position.rsplit(" ", 1)[1])
            assert data[offset:].startswith(each.raw[:20])


@pytest.mark.parametrize(("name", "reason"), NO_RECORDS.items())
def test_answers_without_records_say_why(name: str, reason: str) -> None:
    (told,) = read_file(BAD / name)
    assert isinstance(told, Rejected)
    assert reason in told.reason
    assert not told.is_record


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_dangerous_files_are_refused(name: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_file(BAD / name)


def test_repairs_are_written_down() -> None:
    records = records_of(read_file(BAD / REPAIRED))
    assert [record.provenance.repairs for record in records] == [
        ("bare ampersand",),
        ("known entity",),
        ("unbound prefix de",),
    ]


def test_every_bad_file_is_in_a_table() -> None:
    known = {case.name for case in CASES} | set(NO_RECORDS) | set(REFUSED) | {REPAIRED}
    assert known == {path.name for path in Path(BAD).iterdir()}


@pytest.mark.parametrize(
    ("name", "end", "reason"),
    [
        ("st66-wrong-date.xml", b"</TradeMark>", "before </Transaction>"),
        ("tdxf-wrong-date.xml", b"</case-file>", "before </trademark-applications-daily>"),
        ("euipo-wrong-date.json", b"},", "between two records"),
    ],
)
def test_a_file_cut_off_between_records_is_told(tmp_path: Path, name: str, end: bytes, reason: str) -> None:
    data = (BAD / name).read_bytes()
    cut = tmp_path / name
    cut.write_bytes(data[: data.rindex(end) + len(end)])
    told = read_file(cut)[-1]
    assert isinstance(told, Rejected)
    assert told.position == "end of file"
    assert reason in told.reason
    assert not told.is_record


def test_damaged_owners_behind_a_record_reject_the_record(tmp_path: Path) -> None:
    data = (HERE / "samples" / "st66-tsdr" / "sample.xml").read_bytes()
    cut = tmp_path / "cut.xml"
    cut.write_bytes(data[: data.index(b"Lampworks LLC")])
    (told,) = read_file(cut)
    assert isinstance(told, Rejected)
    assert told.position == "record 1, byte 330"
    assert "truncated" in told.reason
