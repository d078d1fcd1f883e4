"""From files to answers: what a load stores, refuses, resumes and shows."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from kapok.errors import InputError
from kapok.lake.lake import Lake
from kapok.records.record import encode
from kapok.services.list_sources import category_counts, settle_load, sources
from kapok.services.load_source import Progress, load_source
from kapok.services.make_sample import make_sample, sample_records
from kapok.services.search_records import search

from .conftest import Writer, a_patent


def total(home: Path, query: str, **options: object) -> int:
    return search(home, query, **options).total  # type: ignore[arg-type]


def test_a_file_is_searchable_a_moment_after_loading(tmp_path: Path, native: Writer) -> None:
    file = native("a.jsonl", [a_patent(str(101000000 + n), f"Rotary pump number {n}") for n in range(1, 21)])
    report = load_source(tmp_path / "home", [str(file)])
    assert (report.files, report.read, report.stored, report.unchanged, report.rejected) == (1, 20, 20, 0, 0)
    assert total(tmp_path / "home", "rotary pump") == 20
    assert search(tmp_path / "home", "ti=pump and pn=CN101000007", limit=5).hits[0].key == "patent/CN/101000007/A1"


def test_loading_twice_changes_nothing(tmp_path: Path, native: Writer) -> None:
    home = tmp_path / "home"
    file = native("a.jsonl", [a_patent(str(n), "pump") for n in range(1, 11)])
    load_source(home, [str(file)])
    again = load_source(home, [str(file)])
    assert (again.read, again.stored, again.unchanged) == (10, 0, 10)
    assert total(home, "pump") == 10


def test_files_that_hold_two_versions_of_a_record_change_nothing_when_they_are_loaded_again(
    tmp_path: Path, native: Writer
) -> None:
    home = tmp_path / "home"
    files = [
        str(native(name, [a_patent("1", title)]))
        for name, title in (("a.jsonl", "old"), ("b.jsonl", "new"), ("c.jsonl", "old"))
    ]
    assert load_source(home, files[:2]).stored == 2
    again = load_source(home, files[:2])
    assert (again.stored, again.unchanged, total(home, "new"), total(home, "old")) == (0, 2, 1, 0)
    assert load_source(home, files[2:]).stored == 1, "a third file that brings the old content back is news"
    assert (total(home, "new"), total(home, "old")) == (0, 1)


def test_a_newer_version_replaces_and_keeps_the_older(tmp_path: Path, native: Writer) -> None:
    home = tmp_path / "home"
    load_source(home, [str(native("a.jsonl", [a_patent("1", "old title"), a_patent("2", "other")]))])
    report = load_source(home, [str(native("b.jsonl", [a_patent("1", "new words")]))])
    assert report.stored == 1
    assert (total(home, "old title"), total(home, "new words"), total(home, "")) == (0, 1, 2)
    lake = Lake(home)
    assert [lake.read(v).titles[0].text for v in lake.versions("patent/CN/1/A1")] == ["new words", "old title"]


def test_bad_records_are_kept_aside_and_the_rest_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "mixed.jsonl"
    good = [encode(a_patent(str(n), "pump")) for n in range(1, 6)]
    file.write_bytes(b"\n".join([good[0], b'{"type":"patent","key":1}', *good[1:3], b"{broken", *good[3:], b'{"type":"pat']))
    report = load_source(tmp_path / "home", [str(file)])
    assert (report.read, report.stored, report.rejected) == (8, 5, 3)
    kept = [json.loads(line) for line in Path(report.quarantine).read_text(encoding="utf-8").splitlines()]
    assert len(kept) == 3
    assert all(entry["file"] == "mixed.jsonl" and entry["position"] and entry["reason"] for entry in kept)
    assert kept[1]["text"] == "{broken"


def test_archives_folders_and_odd_files(tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    line = encode(a_patent("1", "pump")) + b"\n"
    (folder / "plain.jsonl").write_bytes(line)
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(encode(a_patent("2", "pump")) + b"\n"))
    with zipfile.ZipFile(folder / "week.zip", "w") as archive:
        archive.writestr("inner/a.jsonl", encode(a_patent("3", "pump")) + b"\n")
        archive.writestr("inner/notes.tif", b"II*\x00 a picture")
    (folder / "readme.txt").write_text("Hello", encoding="utf-8")
    report = load_source(tmp_path / "home", [str(folder)])
    assert (report.files, report.read, report.stored) == (3, 3, 3)
    assert any(note.startswith("2 files were left out") for note in report.notes)
    record = Lake(tmp_path / "home").get("patent/CN/3/A1")
    assert record.provenance.file == "delivery/week.zip!inner/a.jsonl" or record.provenance.source == "test"


@pytest.mark.parametrize("content", [b"", b"Dear colleague,\n", b"\x00\x01\x02" * 100])
def test_an_unusable_file_is_an_error_that_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "thing.bin"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_source(tmp_path / "home", [str(file)])
    assert "kapok formats list" in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder"):
        load_source(tmp_path / "home", [str(tmp_path / "absent")])


def test_a_path_trick_in_a_zip_is_refused_and_nothing_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "trick.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("good.jsonl", encode(a_patent("1", "pump")) + b"\n")
        archive.writestr("../../evil.jsonl", encode(a_patent("2", "pump")) + b"\n")
    with pytest.raises(InputError, match="points outside the archive"):
        load_source(tmp_path / "home", [str(file)])


def test_a_truncated_gzip_keeps_what_was_read(tmp_path: Path) -> None:
    file = tmp_path / "cut.jsonl.gz"
    lines = b"".join(encode(a_patent(str(n), f"pump {n * 7919}")) + b"\n" for n in range(1, 3000))
    packed = gzip.compress(lines)
    file.write_bytes(packed[: len(packed) // 2])
    report = load_source(tmp_path / "home", [str(file)])
    assert report.stored > 500
    assert report.rejected >= 1


def test_an_unhealthy_load_is_held_until_accepted(tmp_path: Path, native: Writer) -> None:
    home = tmp_path / "home"
    (home / "sources").mkdir(parents=True)
    (home / "sources" / "own.yaml").write_text("- {name: weekly, minimum_records: 10}\n", encoding="utf-8")
    load_source(home, [str(native("a.jsonl", [a_patent("1", "pump")]))])
    report = load_source(home, [str(native("b.jsonl", [a_patent("2", "pump"), a_patent("1", "changed")]))], source="weekly")
    assert report.status == "held"
    assert "at least 10" in report.findings[0]
    assert (total(home, "pump"), total(home, "changed")) == (1, 0)
    assert [line.status for line in sources(home)].count("held") == 1
    settle_load(home, report.load_id, "published")
    assert (total(home, "pump"), total(home, "changed")) == (1, 1)
    assert total(home, "source=weekly") == 2


def test_publications_of_one_right_share_its_status(tmp_path: Path, native: Writer) -> None:
    """An application published as A1 is in force once its grant B2 is loaded, in whatever order they come."""
    home = tmp_path / "home"
    load_source(home, [str(native("a.jsonl", [a_patent("1", "pump", right="CN/201510000001")]))])
    assert total(home, "status=in_force") == 0
    load_source(home, [str(native("b.jsonl", [a_patent("1", "pump", kind="B", right="CN/201510000001")]))])
    assert total(home, "status=in_force") == 2
    assert total(home, "pump", group="right") == 1
    assert total(home, "pump") == 2


def test_the_sample_has_all_categories_and_loading_it_again_changes_nothing(sample_home: Path) -> None:
    counts = category_counts(sample_home)
    assert len(counts) == 15
    assert all(info.count > 0 for info in counts.values())
    assert sum(info.count for info in counts.values()) == len(list(sample_records()))
    again = make_sample(sample_home)
    assert (again.stored, again.rejected) == (0, 0)
    assert {text.language for r in sample_records() for text in r.titles} == {"zh-Hans", "zh-Hant", "en", "pt"}


def test_searches_see_the_state_before_a_load_until_it_is_published(tmp_path: Path, native: Writer) -> None:
    home = tmp_path / "home"
    load_source(home, [str(native("a.jsonl", [a_patent(str(n), "pump") for n in range(1, 11)]))])
    seen: list[tuple[int, int]] = []

    def watch(progress: Progress) -> None:
        answer = search(home, "pump", limit=100)
        seen.append((answer.total, len(answer.hits)))

    big = [a_patent(str(n), "pump") for n in range(5, 3005)]
    load_source(home, [str(native("b.jsonl", big))], watch=watch)
    assert seen
    assert set(seen) == {(10, 10)}
    assert total(home, "pump") == 3004
