"""A library of six publications whose report an expert can work out by eye. Its table is `PUBLICATIONS`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.navigation.model import NavigationReport
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import Citation, Classification, Mark, Number, Patent, Priority, Record, encode
from kapok.records.text import Text
from kapok.services.load_source import load_source
from kapok.services.navigate import navigate

# office, number, kind, filed, published, applicants (with country; after "|" another name of the same party), inventors, IPC,
# cited documents, priority country
Publication = tuple[str, str, str, str, str, list[str], list[str], list[str], list[tuple[str, str]], str]
PUBLICATIONS: tuple[Publication, ...] = (
    ("CN", "101551481", "A", "2019-03-01", "2020-09-10", ["Lotus Technology Co., Ltd./CN"], ["Li Wei"], ["H01M 10/05"],
     [], ""),
    ("CN", "101551481", "B", "2019-03-01", "2022-01-01", ["LOTUS TECHNOLOGY CO LTD/CN"], ["LI, Wei"], ["H01M 10/05"], [],
     ""),
    ("US", "2", "A1", "2019-06-01", "2020-12-10", ["Lotus Technology GmbH/DE", "Harbour Ltd/GB"], ["Ann Sea"],
     ["H01M 4/13", "H02J 7/00"], [("CN", "101551481")], "GB"),
    ("US", "3", "A1", "2020-01-05", "2021-07-10", ["Harbour Limited/GB"], ["Ann Sea"], ["H02J 7/00"], [("CN", "101551481")], "GB"),
    ("EP", "4", "A1", "2020-02-02", "2021-08-10", ["莲花技术有限公司|Lotus Technology/CN"], ["Li Wei"], ["H01M 10/05"],
     [("CN", "101551481"), ("XX", "99")], "CN"),
    ("JP", "5", "A", "", "2021-01-01", [], [], [], [], ""),
)  # fmt: skip


def patents() -> list[Record]:
    """The records of the table, and a mark that the query finds too."""
    found: list[Record] = [
        Patent(
            key=f"patent/{office}/{number}/{kind}", category="patent", office_code=office, number=number, kind_code=kind,
            right_id=f"{office}/{number}", titles=(Text(f"Battery {number}", "en"),), filing_date=filed,
            publication=Number(office, number, kind, published), publication_date=published,
            parties=(
                *(Party((names := name.rpartition("/")[0].split("|"))[0], "applicant", country_code=name.rpartition("/")[2],
                        other_names=tuple(names[1:])) for name in applicants),
                *(Party(name, "inventor") for name in inventors),
            ),
            classifications=tuple(Classification("ipc", symbol) for symbol in symbols),
            citations=tuple(Citation("search", Number(*each)) for each in cited),
            priorities=(Priority(Number(priority, f"P{number}")),) if priority else (),
            provenance=Provenance(source="table", format="kapok-jsonl"),
        )
        for office, number, kind, filed, published, applicants, inventors, symbols, cited, priority in PUBLICATIONS
    ]  # fmt: skip
    mark = Mark(
        key="mark/EM/7", category="mark", office_code="EM", number="7", mark_text="Battery", titles=(Text("Battery", "en"),),
        provenance=Provenance(source="table", format="kapok-jsonl"),
    )  # fmt: skip
    return [*found, mark]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("navigation")
    file = folder / "table.jsonl"
    file.write_bytes(b"".join(encode(each) + b"\n" for each in patents()))
    load_source(folder / "home", [str(file)])
    return folder / "home"


@pytest.fixture(scope="session")
def report(home: Path) -> NavigationReport:
    return navigate(home, "battery")
