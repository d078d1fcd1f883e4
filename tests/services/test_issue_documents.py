"""Issued certificates and loaded segments: signed, in the log, found again."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from kapok.documents.certificate import Certificate
from kapok.documents.own_thread import in_own_thread
from kapok.documents.pdf import chinese_font
from kapok.errors import BackendError, InputError
from kapok.evidence.digest import digests
from kapok.lake.layout import Layout
from kapok.services.check_issued import check_issued
from kapok.services.deposit_evidence import open_log
from kapok.services.issue_certificate import issue_certificate
from kapok.services.log_segments import log_segments


def a_certificate(**changes: str) -> Certificate:
    facts = {"certificate_number": "20261144000000012", "registration_number": "202611000000007C"} | changes
    return Certificate(
        language="en",
        office="Example Office",
        asset_name="Passenger flow",
        holder="Invented Data Ltd",
        registered_on=date(2026, 11, 23),
        expires_on=None,
        **facts,  # type: ignore[arg-type]
    )


@pytest.fixture
def _font() -> None:
    try:
        chinese_font("zh-Hans")
    except BackendError:
        pytest.skip("no font with Chinese characters on this machine")


@pytest.mark.usefixtures("_font")
def test_a_certificate_is_signed_and_checked_where_an_event_loop_runs(tmp_path: Path) -> None:
    async def inside() -> str:
        return check_issued(tmp_path, issue_certificate(tmp_path, a_certificate()).pdf).verdict

    # The thread of the tests may hold the loop of a browser already.
    assert in_own_thread(asyncio.run, inside()) == "genuine"


@pytest.mark.usefixtures("_font")
def test_an_issued_certificate_is_signed_and_in_the_log(tmp_path: Path) -> None:
    issued = issue_certificate(tmp_path, a_certificate())
    found = check_issued(tmp_path, issued.pdf)
    assert found.verdict == "genuine"
    assert any("Stamped at" in step for step in found.steps)
    with open_log(tmp_path) as log:
        entry = log.entry(issued.log_index)
    assert entry.kind == "document"
    assert entry.digests == digests(issued.pdf)
    assert "20261144000000012" in entry.id
    assert check_issued(tmp_path / "another", issued.pdf).verdict == "unknown_signer"


@pytest.mark.parametrize("wrong", [{"certificate_number": "20261344000000012"}, {"registration_number": "202611000000007D"}])
def test_a_wrong_number_is_never_issued(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(InputError):
        issue_certificate(tmp_path, a_certificate(**wrong))


def test_segments_enter_the_log_once(tmp_path: Path) -> None:
    with pytest.raises(BackendError):
        log_segments(tmp_path)
    folder = Layout(tmp_path).lake / "mark" / "a%2Fb"
    folder.mkdir(parents=True)
    for number in range(3):
        (folder / f"{number:08d}.parquet").write_bytes(b"segment %d" % number)
    assert log_segments(tmp_path, ["mark/a%2Fb/00000001.parquet"]) == 1
    assert log_segments(tmp_path) == 2
    assert log_segments(tmp_path) == 0
    with open_log(tmp_path) as log:
        assert log.entry(0).digests == digests(b"segment 1")
        assert log.entry(0).kind == "segment"
        (folder / "00000001.parquet").write_bytes(b"another file in its place")
        assert log_segments(tmp_path) == 1
        assert log.size() == 4
