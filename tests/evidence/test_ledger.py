"""The log on disk: order, repetition, contradiction, two writers, the clock, and what a damaged file says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.clock import fixed
from kapok.errors import BackendError, InputError, IntegrityError, NotFound
from kapok.evidence.canonical import canonical_bytes
from kapok.evidence.digest import ALGORITHMS, digests
from kapok.evidence.entry import Draft, Entry, parse_entry
from kapok.evidence.ledger import Ledger
from kapok.evidence.merkle import leaf_hashes, root_from_inclusion, root_of_hashes, verify_consistency

DAY = datetime(2026, 9, 18, 3, 4, 5, tzinfo=UTC)


def draft(number: int, text: str = "content") -> Draft:
    return Draft(f"test/{number}", "deposit", digests(f"{text} {number}".encode()))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "log.sqlite", origin="test/log", write=True) as opened:
        yield opened


def test_entries_stand_in_the_order_in_which_they_came(ledger: Ledger) -> None:
    with fixed(DAY):
        assert [place.index for place in ledger.append([draft(i) for i in range(3)])] == [0, 1, 2]
    assert ledger.size() == 3
    entry = ledger.entry(1)
    assert (entry.index, entry.id, entry.kind, entry.at) == (1, "test/1", "deposit", DAY)
    assert ledger.find("test/2") == 2
    assert ledger.find("test/3") is None
    assert ledger.origin == "test/log"


def test_appending_again_changes_nothing(ledger: Ledger) -> None:
    first = ledger.append([draft(1), draft(2)])
    again = ledger.append([draft(2), draft(3), draft(1), draft(3)])
    assert [place.index for place in first] == [0, 1]
    assert [(place.index, place.is_new) for place in again] == [(1, False), (2, True), (0, False), (2, False)]
    assert ledger.size() == 3


def test_an_id_stands_for_one_content(ledger: Ledger) -> None:
    ledger.append([draft(1)])
    with pytest.raises(IntegrityError, match="stands in the log for something else"):
        ledger.append([draft(2), draft(1, "another content")])
    assert ledger.size() == 1, "nothing of the batch was appended"
    with pytest.raises(IntegrityError):
        ledger.append([Draft("test/1", "document", draft(1).digests)])


@pytest.mark.parametrize(
    "bad",
    [
        Draft("", "deposit", {"sha256": "1" * 64}),
        Draft("a b", "deposit", {"sha256": "1" * 64}),
        Draft("名", "deposit", {"sha256": "1" * 64}),
        Draft("x" * 201, "deposit", {"sha256": "1" * 64}),
        Draft("a", "Deposit", {"sha256": "1" * 64}),
        Draft("a", "deposit", {}),
        Draft("a", "deposit", {"md5": "1" * 32}),
        Draft("a", "deposit", {"sha256": "1" * 63}),
    ],
)
def test_a_draft_that_cannot_stand_in_the_log_is_refused(ledger: Ledger, bad: Draft) -> None:
    with pytest.raises(InputError):
        ledger.append([draft(1), bad])
    assert ledger.size() == 0


def test_two_writers_take_turns(ledger: Ledger, tmp_path: Path) -> None:
    with Ledger(tmp_path / "log.sqlite", write=True) as other:
        for number in range(20):
            (ledger if number % 2 else other).append([draft(number)])
        assert ledger.root() == other.root()
    assert [ledger.entry(i).id for i in range(20)] == [f"test/{i}" for i in range(20)]


def test_the_clock_may_not_go_back(ledger: Ledger) -> None:
    with fixed(DAY):
        ledger.append([draft(1)])
    with fixed(DAY - timedelta(minutes=1)):
        ledger.append([draft(2)])
    assert ledger.entry(1).at == DAY, "a small step back is evened out"
    with fixed(DAY - timedelta(hours=1)), pytest.raises(BackendError, match="Set the clock right"):
        ledger.append([draft(3)])


def test_proofs_of_a_log_that_grew_in_pieces(ledger: Ledger) -> None:
    for begin, end in ((0, 1), (1, 255), (255, 257), (257, 600)):
        ledger.append([draft(i) for i in range(begin, end)])
    for name in ALGORITHMS:
        leaves = leaf_hashes([ledger.leaf(i) for i in range(600)], name)
        for size in (1, 2, 255, 256, 257, 512, 599, 600):
            root = root_of_hashes(leaves[:size], name)
            assert ledger.root(name, size) == root
            for index in {0, size // 2, size - 1}:
                assert root_from_inclusion(leaves[index], index, size, ledger.inclusion_proof(index, size, name), name) == root
            path = ledger.consistency_proof(size, 600, name)
            assert verify_consistency(size, 600, root, ledger.root(name), path, name)


def test_a_reader_needs_no_right_to_write(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append([draft(1)])
    with Ledger(tmp_path / "log.sqlite") as reader:
        assert reader.entry(0).id == "test/1"
        with pytest.raises(BackendError, match="readonly"):
            reader.append([draft(2)])


def test_what_is_not_there_is_said(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no entry 0"):
        ledger.entry(0)
    with pytest.raises(NotFound, match="never held 5"):
        ledger.root("sha256", 5)
    with pytest.raises(BackendError, match="no evidence log yet"):
        Ledger(tmp_path / "absent.sqlite")
    (tmp_path / "rubbish.sqlite").write_bytes(b"rubbish" * 1000)
    with pytest.raises(BackendError, match="not a database"):
        Ledger(tmp_path / "rubbish.sqlite", origin="x", write=True)


@pytest.mark.parametrize("statement", ["UPDATE entries SET leaf = x'00'", "DELETE FROM entries", "DELETE FROM tiles"])
def test_the_file_itself_refuses_changes(ledger: Ledger, tmp_path: Path, statement: str) -> None:
    ledger.append([draft(i) for i in range(256)])
    with sqlite3.connect(tmp_path / "log.sqlite") as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)


IDS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=200)


@given(IDS, st.integers(0, 2**53 - 1), st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)), st.booleans())  # noqa: DTZ001
def test_an_entry_is_its_canonical_bytes(entry_id: str, index: int, at: datetime, both: bool) -> None:
    found = digests(entry_id.encode())
    entry = Entry(index, entry_id, "deposit", at, found if both else {"sm3": found["sm3"]})
    data = entry.to_bytes()
    assert parse_entry(data) == entry
    text = at.isoformat(timespec="microseconds" if at.microsecond else "seconds").replace("+00:00", "Z")
    assert data == canonical_bytes({"at": text, "digests": entry.digests, "id": entry_id, "index": index, "kind": "deposit"})


@given(st.binary(max_size=300))
def test_other_bytes_are_no_entry(data: bytes) -> None:
    with pytest.raises(InputError, match="no entry"):
        parse_entry(data)


@pytest.mark.parametrize(
    "change", [(b'"id":', b'"id": '), (b'"kind":"deposit"', b'"kind":"deposit","more":1'), (b"Z", b"+00:00")]
)
def test_an_entry_in_another_form_is_no_entry(change: tuple[bytes, bytes]) -> None:
    data = Entry(7, "a", "deposit", DAY, digests(b"a")).to_bytes()
    with pytest.raises(InputError):
        parse_entry(data.replace(*change, 1))
