"""Every command as a process of its own: the shapes that scripts may rely on."""

from __future__ import annotations

import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import msgspec
import pytest

from .conftest import KAPOK, Run

LOAD_KEYS = {"files", "read", "stored", "unchanged", "repaired", "rejected", "seconds"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three good records and a broken one, in Kapok's own format."""
    folder = tmp_path_factory.mktemp("small")
    lines = [
        msgspec.json.encode(
            {
                "type": "patent",
                "key": f"patent/CN/{n}/A",
                "category": "patent",
                "office_code": "CN",
                "number": str(n),
                "kind_code": "A",
                "titles": [{"text": f"Rotary pump {n}", "language": "en"}],
                "publication_date": "2020-01-02",
                "provenance": {"source": "weekly", "format": "kapok-jsonl"},
            }
        )
        for n in (1, 2, 3)
    ]
    file = folder / "small.jsonl"
    file.write_bytes(b"\n".join([lines[0], b"{broken", *lines[1:]]) + b"\n")
    return file


def test_load_counts_what_it_met_and_rejects_are_not_fatal(kapok: Run, small: Path, tmp_path: Path) -> None:
    ran = kapok("load", small, "--home", tmp_path, "--json")
    report = ran.json()
    assert ran.code == 0
    assert set(report) >= LOAD_KEYS
    assert {key: report[key] for key in LOAD_KEYS - {"seconds"}} == {
        "files": 1,
        "read": 4,
        "stored": 3,
        "unchanged": 0,
        "repaired": 0,
        "rejected": 1,
    }
    again = kapok("load", small, "--home", tmp_path)
    assert again.code == 0
    assert "0 stored, 3 unchanged" in again.out
    assert "quarantine" in again.out


def test_load_reads_standard_input_and_takes_the_home_from_the_environment(kapok: Run, small: Path, tmp_path: Path) -> None:
    ran = kapok("load", "-", "--json", input=small.read_bytes(), env={"KAPOK_HOME": str(tmp_path / "here")})
    assert (ran.code, ran.json()["stored"]) == (0, 3)
    assert (tmp_path / "here" / "lake").is_dir()


def test_search(kapok: Run, sample_home: Path) -> None:
    ran = kapok("search", "ti=battery", "--in", "patent", "--limit", "3", "--offset", "1", "--home", sample_home, "--json")
    answer = ran.json()
    assert (ran.code, ran.err) == (0, "")
    assert answer["query"] == "ti=battery"
    assert answer["total"] > 3
    assert len(answer["hits"]) == 3
    for hit in answer["hits"]:
        assert {"key", "category", "title", "score"} <= set(hit)
        assert hit["category"] == "patent"
        assert "battery" in hit["title"] or "电池" in hit["title"] or "電池" in hit["title"] or "bateria" in hit["title"]
    plain = kapok("search", "ti=battery", "--language", "plain", "--home", sample_home)
    assert plain.out == '0 found for any_text="ti=battery"\n'


def test_nothing_found_is_an_answer(kapok: Run, sample_home: Path) -> None:
    ran = kapok("search", "zygomorphic", "--home", sample_home, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.json()["total"], ran.json()["hits"]) == (0, [])


def test_show_and_its_versions(kapok: Run, sample_home: Path) -> None:
    record = kapok("show", "mark/CN/99000001", "--home", sample_home, "--json").json()
    assert (record["type"], record["key"], record["provenance"]["source"]) == ("mark", "mark/CN/99000001", "sample")
    versions = kapok("show", "mark/CN/99000001", "--versions", "--home", sample_home, "--json").json()
    assert versions == [record]
    assert "key: mark/CN/99000001" in kapok("show", "mark/CN/99000001", "--home", sample_home).out


def test_count_names_all_15_categories(kapok: Run, sample_home: Path) -> None:
    counts = kapok("count", "--home", sample_home, "--json").json()
    assert len(counts) == 15
    assert all(isinstance(number, int) and number > 0 for number in counts.values())


def test_export(kapok: Run, sample_home: Path, tmp_path: Path) -> None:
    ran = kapok("export", "ti=battery", "--to", tmp_path / "battery.csv", "--home", sample_home, "--json")
    assert (ran.code, ran.json()["file"]) == (0, str(tmp_path / "battery.csv"))
    assert len((tmp_path / "battery.csv").read_text("utf-8-sig").splitlines()) == ran.json()["records"] + 1
    assert [path.name for path in tmp_path.iterdir()] == ["battery.csv"]


def test_sample_again_changes_nothing(kapok: Run, sample_home: Path) -> None:
    again = kapok("sample", "--home", sample_home, "--json").json()
    assert (again["stored"], again["unchanged"]) == (0, again["read"])


def test_formats_list_and_audit(kapok: Run, small: Path) -> None:
    specs = kapok("formats", "list", "--json").json()
    assert {"name", "standard"} <= set(specs[0])
    assert "kapok-jsonl" in [spec["name"] for spec in specs]
    audit = kapok("formats", "audit", small, "--home", "anywhere", "--json").json()
    assert (audit["format"], audit["records"], audit["rejected"]) == ("kapok-jsonl", 4, 1)
    assert {"used", "ignored", "unexpected"} <= set(audit)


def test_query_explain(kapok: Run) -> None:
    explained = kapok(
        "query", "explain", "申请人=华为 and ti=pump", "--locale", "zh-Hans", "--home", "anywhere", "--json"
    ).json()
    assert explained["canonical_cql"] == "pa=华为 and ti=pump"
    assert explained["rows"]


def test_loads_are_held_listed_accepted_and_discarded(kapok: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "own.yaml").write_text("- {name: weekly, minimum_records: 100}\n", encoding="utf-8")
    first = kapok("load", small, "--source", "weekly", "--home", tmp_path, "--json")
    assert (first.code, first.json()["status"]) == (0, "held")
    assert "kapok loads accept 1" in first.err
    assert [load["status"] for load in kapok("loads", "list", "--home", tmp_path, "--json").json()] == ["held"]
    accepted = kapok("loads", "accept", "1", "--home", tmp_path, "--json")
    assert accepted.json() == {"load_id": 1, "status": "published"}
    assert kapok("search", "pump", "--home", tmp_path, "--json").json()["total"] == 3
    sources = kapok("sources", "list", "--home", tmp_path, "--json").json()
    assert [(line["name"], line["records"], line["status"]) for line in sources] == [("weekly", 3, "healthy")]
    assert kapok("loads", "discard", "1", "--home", tmp_path, "--json").code == 2


def test_lake_rebuild_and_reindex(kapok: Run, small: Path, tmp_path: Path) -> None:
    kapok("load", small, "--home", tmp_path)
    for left in tmp_path.glob("lake/manifest.sqlite*"):
        left.unlink()
    assert kapok("show", "patent/CN/1/A", "--home", tmp_path, "--json").code == 3
    assert kapok("lake", "rebuild", "--home", tmp_path, "--json").json() == {"versions": 3}
    assert kapok("show", "patent/CN/1/A", "--home", tmp_path, "--json").code == 0
    assert kapok("reindex", "--home", tmp_path, "--json").json() == {"records": 3}


def test_serve_answers_until_it_is_stopped(sample_home: Path, unused_tcp_port: int) -> None:
    command = [*KAPOK, "serve", "--port", str(unused_tcp_port), "--workers", "1", "--home", str(sample_home)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{unused_tcp_port}/healthz", timeout=5) as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert time.monotonic() < until
                assert server.poll() is None
                time.sleep(0.2)
    finally:
        server.send_signal(signal.SIGINT)
        printed, _ = server.communicate(timeout=30)
    assert "Traceback" not in printed
