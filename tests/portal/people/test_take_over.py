"""Certificates issued before: good rows are taken, each bad row is told with line and reason."""

from __future__ import annotations

import pytest
from django.test import Client

from kapok.documents.numbering import registration_number
from kapok.errors import InputError
from kapok.portal.cases.models import RegisterEntry
from kapok.portal.cases.take_over import take_over
from kapok.services.import_certificates import BadRow, read_certificates

ONE, TWO = registration_number(2025, 1), registration_number(2025, 2)
HEAD = "登记号,证书编号,数据名称,登记主体,登记日期,有效期至,状态\n"
GOOD = f"{ONE},20250144000000001,电力负荷数据,某电力公司,2025年1月8日,2028-01-08,有效\n"


def rows(body: str, head: str = HEAD) -> list[object]:
    return list(read_certificates((head + body).encode()))


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (GOOD.replace(ONE, ONE[:-1] + ("0" if ONE[-1] != "0" else "1")), "registration_number", "check character"),
        (GOOD.replace(ONE, ""), "registration_number", "empty"),
        (GOOD.replace("20250144000000001", "20251344000000001"), "certificate_number", "month"),
        (GOOD.replace("2025年1月8日", "8.1.25x"), "registered_on", "no day"),
        (GOOD.replace("2025年1月8日", "2025-02-30"), "registered_on", "no day"),
        (GOOD.replace("2028-01-08", "2024-01-08"), "expires_on", "before it begins"),
        (GOOD.replace("有效\n", "maybe\n"), "status", "none of"),
        (GOOD.replace("电力负荷数据", "x" * 301), "title", "more than 300"),
        (GOOD.replace(",有效", ""), "", "6 cells"),
    ],
)
def test_a_bad_row_says_where_and_why(row: str, column: str, why: str) -> None:
    [bad] = rows(row)
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.column) == (2, column)
    assert why in bad.why


def test_a_number_that_stands_twice_is_told() -> None:
    _first, second = rows(GOOD + GOOD)
    assert isinstance(second, BadRow)
    assert "line 2 already" in second.why


@pytest.mark.parametrize("head", ["Nummer,title,holder,registered_on\n", "title,holder,registered_on\n", ""])
def test_wrong_headings_are_told_not_guessed(head: str) -> None:
    with pytest.raises(InputError):
        rows("a,b,c,d\n", head)


def test_gb18030_is_read() -> None:
    [row] = read_certificates((HEAD + GOOD).encode("gb18030"))
    assert not isinstance(row, BadRow)
    assert row.title == "电力负荷数据"


def test_taking_over_twice_changes_nothing(db: None) -> None:
    table = (HEAD + GOOD + GOOD.replace(ONE, TWO).replace("有效\n", "撤销\n") + GOOD.replace(ONE, "bad")).encode()
    first, second = take_over(table, "P01"), take_over(table, "P01")
    assert (first["taken"], first["unchanged"], len(first["rejected"])) == (2, 0, 1)
    assert (second["taken"], second["unchanged"], len(second["rejected"])) == (0, 2, 1)
    assert RegisterEntry.objects.get(registration_number=TWO).status == "revoked"
    page = Client(headers={"Accept-Language": "en"}).get(f"/verify/{ONE}").content
    assert b"Genuine and in force" in page
    assert b"taken over from an earlier register" in page
