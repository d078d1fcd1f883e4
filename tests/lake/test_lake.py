"""The lake: the same twice changes nothing, newer replaces older, nothing is half-done, the segments alone bring it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.errors import BackendError, NotFound
from kapok.lake.lake import Lake
from kapok.lake.layout import Layout
from kapok.lake.locking import write_lock
from kapok.lake.rebuild import rebuild_manifest
from kapok.lake.rows import make_row
from kapok.lake.writer import LakeWriter
from kapok.records.provenance import Provenance
from kapok.records.record import Patent, make_key
from kapok.records.text import Text


def patent(number: str, title: str, dated: str = "", right: str = "", kind: str = "A1") -> Patent:
    return Patent(
        key=make_key("patent", "CN", number, kind),
        category="patent",
        office_code="CN",
        number=number,
        kind_code=kind,
        right_id=right,
        titles=(Text(title, "en"),),
        provenance=Provenance(source="test", format="none", document_date=dated),
    )


def load(home: Path, *records: Patent, status: str = "published", signature: str = "s") -> int:
    writer = LakeWriter(home)
    writer.begin(signature, "test")
    stored = writer.add([make_row(record) for record in records])
    writer.commit({"member": 1, "chunk": 1}, {"stored": len(stored)})
    writer.finish(status, {"stored": len(stored)})
    writer.close()
    return len(stored)


def test_loading_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    records = [patent(str(n), f"title {n}") for n in range(50)]
    assert load(tmp_path, *records) == 50
    segments = sorted(Layout(tmp_path).lake.rglob("*.parquet"))
    assert load(tmp_path, *records) == 0
    assert sorted(Layout(tmp_path).lake.rglob("*.parquet")) == segments
    assert Lake(tmp_path).count_keys() == {"patent": 50}


@pytest.mark.parametrize(
    ("titles_and_dates", "current", "history"),
    [
        # in the order of loading                              current  all versions, current first
        ([("a", ""), ("b", "")], "b", ["b", "a"]),
        ([("a", "2024-01-01"), ("b", "2023-01-01")], "a", ["a", "b"]),  # an older document arrives late
        ([("a", "2023-01-01"), ("b", "2024-01-01")], "b", ["b", "a"]),
        ([("a", "2024-01-01"), ("b", "")], "b", ["b", "a"]),  # an undated one counts as new
        ([("a", ""), ("b", ""), ("a", "")], "a", ["a", "b"]),  # back to what it was
    ],
)
def test_the_newer_version_is_current(
    tmp_path: Path, titles_and_dates: list[tuple[str, str]], current: str, history: list[str]
) -> None:
    for number, (title, dated) in enumerate(titles_and_dates):
        load(tmp_path, patent("1", title, dated), signature=str(number))
    lake = Lake(tmp_path)
    assert lake.get("patent/CN/1/A1").titles[0].text == current
    assert [lake.read(version).titles[0].text for version in lake.versions("patent/CN/1/A1")] == history


def test_a_held_load_is_invisible_until_accepted(tmp_path: Path) -> None:
    load(tmp_path, patent("1", "old"))
    load(tmp_path, patent("1", "new"), patent("2", "other"), status="held", signature="t")
    lake = Lake(tmp_path)
    assert lake.get("patent/CN/1/A1").titles[0].text == "old"
    assert lake.find("patent/CN/2/A1") is None
    writer = LakeWriter(tmp_path)
    writer.settle(lake.loads()[0].id, "published")
    writer.close()
    assert lake.get("patent/CN/1/A1").titles[0].text == "new"
    assert lake.find("patent/CN/2/A1") is not None


def test_records_of_a_held_load_can_be_loaded_again(tmp_path: Path) -> None:
    load(tmp_path, patent("1", "a"), status="held")
    assert load(tmp_path, patent("1", "a"), signature="other") == 1
    assert Lake(tmp_path).get("patent/CN/1/A1").titles[0].text == "a"


def test_what_was_not_committed_is_gone_and_its_file_is_swept(tmp_path: Path) -> None:
    writer = LakeWriter(tmp_path)
    writer.begin("s", "test")
    writer.add([make_row(patent("1", "kept"))])
    writer.commit({"member": 1, "chunk": 1}, {})
    writer.add([make_row(patent("2", "lost"))])
    writer.close()  # what a kill leaves: nothing of the open batch
    orphan = Layout(tmp_path).lake / "patent" / "test" / "00000099.parquet"
    orphan.write_bytes(b"half a file")
    again = LakeWriter(tmp_path)
    assert again.begin("s", "test") == {"member": 1, "chunk": 1}
    assert not orphan.exists()
    assert [s.index for s in again.add([make_row(patent("1", "kept")), make_row(patent("2", "lost"))])] == [1]
    again.commit({"member": 1, "chunk": 2}, {})
    again.finish("published", {})
    again.close()
    assert Lake(tmp_path).count_keys() == {"patent": 2}


def test_publications_of_a_right_are_found_together(tmp_path: Path) -> None:
    load(tmp_path, patent("1", "a", right="CN/9", kind="A"), patent("1", "b", right="CN/9", kind="B"), patent("2", "c"))
    lake = Lake(tmp_path)
    assert lake.right_keys("patent/CN/9") == ["patent/CN/1/A", "patent/CN/1/B"]
    assert lake.shared_rights() == ["patent/CN/9"]
    assert [r.kind_code for r in lake.read_many(lake.right_keys("patent/CN/9"))] == ["A", "B"]


def test_the_segments_alone_bring_the_manifest_back(tmp_path: Path) -> None:
    load(tmp_path, *[patent(str(n), "first") for n in range(30)])
    load(tmp_path, patent("3", "second"), patent("4", "older", "2001-01-01"), signature="t")
    before = {f"patent/CN/{n}/A1": Lake(tmp_path).get(f"patent/CN/{n}/A1") for n in range(30)}
    Layout(tmp_path).manifest.unlink()
    assert rebuild_manifest(tmp_path) == 32
    after = Lake(tmp_path)
    assert {key: after.get(key) for key in before} == before


def test_an_unknown_key_and_an_absent_lake_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="no data yet"):
        Lake(tmp_path)
    load(tmp_path, patent("1", "a"))
    with pytest.raises(NotFound, match="patent/CN/2/A1"):
        Lake(tmp_path).get("patent/CN/2/A1")


def test_a_damaged_manifest_says_what_to_do(tmp_path: Path) -> None:
    load(tmp_path, patent("1", "a"))
    Layout(tmp_path).manifest.write_bytes(b"not a database" * 100)
    with pytest.raises(BackendError, match="lake rebuild"):
        Lake(tmp_path)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with write_lock(tmp_path / "write.lock"), pytest.raises(BackendError, match="Another process"):  # noqa: SIM117
        with write_lock(tmp_path / "write.lock"):
            pass


def test_streaming_gives_every_current_record_once(tmp_path: Path) -> None:
    load(tmp_path, *[patent(str(n), "first") for n in range(20)])
    load(tmp_path, *[patent(str(n), "second") for n in range(5)], signature="t")
    texts = [text for batch in Lake(tmp_path).stream() for text in batch]
    assert len(texts) == 20
    assert sum('"second"' in text for text in texts) == 5
    assert [len(batch) for batch in Lake(tmp_path).stream(after=1)] == [5]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abc")), max_size=25))
def test_the_last_content_loaded_is_current(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str]]) -> None:
    """Whatever the order of loads, each key shows the content that came last, and its history holds every content once."""
    home = tmp_path_factory.mktemp("home")
    expected: dict[str, str] = {}
    seen: dict[str, set[str]] = {}
    for number, (key, title) in enumerate(steps):
        load(home, patent(str(key), title), signature=str(number))
        expected[f"patent/CN/{key}/A1"] = title
        seen.setdefault(f"patent/CN/{key}/A1", set()).add(title)
    if steps:
        lake = Lake(home)
        assert {key: lake.get(key).titles[0].text for key in expected} == expected
        assert {key: {lake.read(v).titles[0].text for v in lake.versions(key)} for key in seen} == seen


def test_publications_of_many_rights_are_read_together(tmp_path: Path) -> None:
    load(tmp_path, *(patent(f"{number}", "pump", right=f"CN/{number % 3}") for number in range(8)), signature="1")
    lake = Lake(tmp_path)
    rights = lake.shared_rights()
    groups = [group for batch in lake.stream_rights(rights, at_once=2) for group in batch]
    assert [len(group) for group in groups] == [len(lake.right_keys(right)) for right in rights]
    assert sum(len(group) for group in groups) == 8
