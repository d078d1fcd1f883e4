"""EUIPO's bulk names the parties of its marks apart: whatever is loaded first, the marks end with names."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from kapok.lake.lake import Lake
from kapok.records.record import Mark
from kapok.services.load_source import load_source
from kapok.services.name_parties import directory_path
from kapok.services.party_directory import PartyDirectory
from kapok.services.search_records import search

HEAD = '<?xml version="1.0" encoding="UTF-8"?><Transaction xmlns="http://www.euipo.europa.eu/EUTM/EUTM_Download">'
MARK = (
    "<TradeMark><RegistrationOfficeCode>EM</RegistrationOfficeCode><ApplicationNumber>{number}</ApplicationNumber>"
    "<ApplicationDate>2020-01-07</ApplicationDate><WordMarkSpecification><MarkVerbalElementText>{name}</MarkVerbalElementText>"
    "</WordMarkSpecification><ApplicantDetails><ApplicantKey><Identifier>{owner}</Identifier></ApplicantKey></ApplicantDetails>"
    "<RepresentativeDetails><RepresentativeKey><Identifier>4711</Identifier></RepresentativeKey></RepresentativeDetails></TradeMark>"
)
PARTY = (
    "<{kind}><{kind}Identifier>{number}</{kind}Identifier><{kind}AddressBook><FormattedNameAddress><Name><FormattedName>"
    "<OrganizationName>{name}</OrganizationName></FormattedName></Name><Address><AddressCountryCode>{country}</AddressCountryCode>"
    "</Address></FormattedNameAddress></{kind}AddressBook></{kind}>"
)
Files = dict[str, Path]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    marks = "".join(MARK.format(number=f"01800000{n}", name=f"GOTA {n}", owner=700 + n) for n in range(3))
    owners = "".join(PARTY.format(kind="Applicant", number=700 + n, name=f"Fonte {n}, Lda", country="PT") for n in range(3))
    agents = PARTY.format(kind="Representative", number=4711, name="Inês Rocha", country="PT")
    agents += PARTY.format(kind="Representative", number=701, name="not the applicant of this number", country="ES")
    made = {}
    for name, inside in (("marks", marks), ("applicants", owners), ("representatives", agents)):
        made[name] = tmp_path / f"{name}.xml"
        made[name].write_text(f"{HEAD}<Details>{inside}</Details></Transaction>", "utf-8")
    return made


def parties(home: Path, number: str = "018000001") -> list[tuple[str, str, str]]:
    lake = Lake(home)
    try:
        mark = lake.get(f"mark/EM/{number}")
    finally:
        lake.close()
    assert isinstance(mark, Mark)
    return [(party.role, party.name, party.identifier) for party in mark.parties]


WHOLE = [("applicant", "Fonte 1, Lda", "701"), ("representative", "Inês Rocha", "4711")]


@pytest.mark.parametrize("order", list(permutations(["marks", "applicants", "representatives"])), ids="-".join)
def test_marks_have_names_in_whatever_order_files_come(tmp_path: Path, files: Files, order: tuple[str, ...]) -> None:
    home = tmp_path / "home"
    for name in order:
        assert load_source(home, [str(files[name])]).status == "published"
    assert parties(home) == WHOLE
    assert search(home, 'applicant="Fonte 1"', category="mark").total == 1
    assert search(home, "", category="mark").total == 3


def test_files_of_one_load_are_joined_too(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    load_source(home, [str(path) for path in files.values()])
    assert parties(home) == WHOLE


def test_marks_that_come_after_the_names_are_stored_once(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    load_source(home, [str(files["applicants"]), str(files["representatives"])])
    load_source(home, [str(files["marks"])])
    lake = Lake(home)
    assert len(lake.versions("mark/EM/018000001")) == 1
    assert len(lake.loads()) == 2
    lake.close()


def test_the_same_marks_again_keep_their_names(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    for name in ("marks", "applicants", "representatives", "marks"):
        report = load_source(home, [str(files[name])])
    assert (report.stored, report.unchanged) == (0, 3)
    assert parties(home) == WHOLE


def test_a_changed_name_reaches_the_marks(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    load_source(home, [str(path) for path in files.values()])
    later = tmp_path / "later.xml"
    changed = PARTY.format(kind="Applicant", number=701, name="Nova Fonte, S.A.", country="BR")
    later.write_text(f"{HEAD}<Details>{changed}</Details></Transaction>", "utf-8")
    load_source(home, [str(later)])
    assert parties(home)[0] == ("applicant", "Nova Fonte, S.A.", "701")
    assert parties(home, "018000002")[0] == ("applicant", "Fonte 2, Lda", "702")


def test_an_unknown_number_stays_a_number(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    load_source(home, [str(files["marks"]), str(files["representatives"])])
    assert parties(home)[0] == ("applicant", "", "701")


def test_a_list_answer_and_a_bulk_record_together_name_a_party_once(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    item = (
        '{"trademarks":[{"applicationNumber":"018000001","markKind":"INDIVIDUAL","markFeature":"WORD",'
        '"applicants":[{"identifier":"701","name":"Fonte 1, Lda","office":"EM"}],"applicationDate":"2020-01-07"}]}'
    )
    (tmp_path / "list.json").write_text(item, "utf-8")
    load_source(home, [str(files["marks"])])
    load_source(home, [str(tmp_path / "list.json")])
    load_source(home, [str(files["representatives"]), str(files["applicants"])])
    assert sorted(parties(home)) == sorted(WHOLE)


def test_the_directory_keeps_offices_roles_and_numbers_apart(tmp_path: Path, files: Files) -> None:
    home = tmp_path / "home"
    load_source(home, [str(path) for path in files.values()])
    directory = PartyDirectory(directory_path(home))
    assert len(directory) == 5
    found = directory.find("EM", "representative", "701")
    assert found is not None
    assert found.name == "not the applicant of this number"
    assert directory.find("EM", "holder", "701") == directory.find("EM", "applicant", "701") != None  # noqa: E711
    assert directory.find("WO", "applicant", "701") is None
    assert directory.find("EM", "opponent", "701") is None
