"""Watches: what matches already is known, each new record is announced once, whatever happens in between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from kapok.errors import InputError, NotAllowed, NotFound, QueryError
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import Classification, Mark, Patent, encode
from kapok.records.text import GoodsAndServices
from kapok.services import keep_watch
from kapok.services.index_lake import prepare
from kapok.services.keep_watch import watch_holder, watch_mark, watch_query
from kapok.services.load_source import load_source
from kapok.services.run_watches import run_watches
from kapok.services.watch_store import KEPT, WatchStore

from .conftest import Writer, a_patent


def a_mark(number: str, words: str, *, holder: str = "", nice: int = 25) -> Mark:
    return Mark(
        key=f"mark/CN/{number}",
        category="mark",
        office_code="CN",
        number=number,
        mark_text=words,
        filing_date="2024-02-03",
        parties=(Party(holder, "holder"),) if holder else (),
        classifications=(Classification("nice", f"{nice:02d}"),),
        goods_and_services=(GoodsAndServices(nice, "clothing" if nice == 25 else "software", "en"),),
        provenance=Provenance(source="test", format="kapok-jsonl"),
    )


def announced(home: Path, watch_id: str) -> list[str]:
    return [each.key for each in WatchStore(home).get(watch_id).announced]


@pytest.fixture
def home(tmp_path: Path, native: Writer) -> Path:
    load_source(tmp_path / "home", [str(native("first.jsonl", [a_patent("101", "Rotary pump"), a_mark("1", "海螺")]))])
    return tmp_path / "home"


def test_only_what_comes_is_announced_and_only_once(home: Path, native: Writer) -> None:
    watch = watch_query(home, "ti=pump")
    load_source(home, [str(native("a.jsonl", [a_patent("102", "Gear pump"), a_patent("103", "Valve")]))])
    assert announced(home, watch.id) == ["patent/CN/102/A1"]
    load_source(home, [str(native("b.jsonl", [a_patent("102", "Gear pump"), a_patent("104", "Screw pump")]))])
    load_source(home, [str(native("c.jsonl", [a_patent("105", "Hose")]))])
    assert announced(home, watch.id) == ["patent/CN/104/A1", "patent/CN/102/A1"]
    assert run_watches(home).watches == 0


def test_a_record_that_matches_only_since_it_changed_is_announced_as_changed(home: Path, native: Writer) -> None:
    watch = watch_holder(home, "Conch Textiles", category="mark")
    load_source(home, [str(native("a.jsonl", [a_mark("1", "海螺", holder="Conch Textiles Ltd")]))])
    (found,) = WatchStore(home).get(watch.id).announced
    assert (found.key, found.is_new) == ("mark/CN/1", False)
    load_source(home, [str(native("b.jsonl", [a_mark("1", "海螺", holder="Conch Textiles Ltd", nice=9)]))])
    assert announced(home, watch.id) == ["mark/CN/1"]


def test_marks_like_mine(home: Path, native: Writer) -> None:
    watch = watch_mark(home, "帕尔斯", classes=[25])
    new = [a_mark("2", "帕尔特"), a_mark("3", "青松"), a_mark("4", "帕尔斯", nice=9), a_mark("5", "帕尔斯服饰")]
    load_source(home, [str(native("a.jsonl", new))])
    found = {each.key: each.level for each in WatchStore(home).get(watch.id).announced}
    assert set(found) == {"mark/CN/2", "mark/CN/5"}
    assert found["mark/CN/5"] in ("identical", "confusingly_similar")


def test_a_category_alone_can_be_watched(home: Path, native: Writer) -> None:
    watch = watch_query(home, "", category="mark")
    load_source(home, [str(native("a.jsonl", [a_mark("2", "青松"), a_patent("9", "Hose")]))])
    assert announced(home, watch.id) == ["mark/CN/2"]


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_cannot_be_watched(home: Path, text: str) -> None:
    with pytest.raises(InputError):
        watch_query(home, text)
    with pytest.raises(InputError):
        watch_holder(home, text)
    with pytest.raises(InputError):
        watch_mark(home, text)


def test_what_cannot_be_asked_cannot_be_watched(home: Path) -> None:
    with pytest.raises(QueryError):
        watch_query(home, "ti=(pump", language="cql")
    with pytest.raises(InputError):
        watch_query(home, "x" * 5000)
    with pytest.raises(InputError):
        watch_mark(home, "帕尔斯", classes=[46])
    assert list(WatchStore(home).all()) == []


def test_one_address_keeps_a_bounded_number(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_watch, "MOST_PER_CALLER", 2)
    kept = [watch_query(home, f"ti=pump{n}", caller="203.0.113.7") for n in range(2)]
    with pytest.raises(NotAllowed):
        watch_query(home, "ti=valve", caller="203.0.113.7")
    watch_query(home, "ti=valve", caller="203.0.113.8")
    assert "203.0.113.7" not in WatchStore(home).path(kept[0].id).read_text("utf-8")
    WatchStore(home).delete(kept[0].id)
    watch_query(home, "ti=valve", caller="203.0.113.7")


def test_a_query_that_can_no_longer_be_asked_says_so_and_is_tried_again(home: Path, native: Writer) -> None:
    store = WatchStore(home)
    good, bad = watch_query(home, "ti=pump"), watch_query(home, "ti=valve")
    store.replace(replace(bad, text="nosuchfield=valve"))
    load_source(home, [str(native("a.jsonl", [a_patent("102", "Gear pump"), a_patent("103", "Valve")]))])
    assert announced(home, good.id) == ["patent/CN/102/A1"]
    assert store.get(bad.id).fault
    store.replace(replace(store.get(bad.id), text="ti=valve"))
    assert run_watches(home).announced == 1
    assert announced(home, bad.id) == ["patent/CN/103/A1"]
    assert not store.get(bad.id).fault


def test_a_deleted_watch_does_not_come_back(home: Path) -> None:
    store = WatchStore(home)
    watch = watch_query(home, "ti=pump")
    store.delete(watch.id)
    assert not store.replace(watch)
    with pytest.raises(NotFound):
        store.get(watch.id)
    with pytest.raises(NotFound):
        store.delete(watch.id)


@pytest.mark.parametrize("watch_id", ["../../etc/passwd", "x", "", "a" * 22 + "\n", "salt", "a" * 21 + "."])
def test_what_is_no_id_reads_no_file(home: Path, watch_id: str) -> None:
    with pytest.raises(NotFound):
        WatchStore(home).get(watch_id)


def test_a_damaged_watch_stops_no_other(home: Path, native: Writer) -> None:
    watch, damaged = watch_query(home, "ti=pump"), watch_query(home, "ti=valve")
    WatchStore(home).path(damaged.id).write_text("{", "utf-8")
    load_source(home, [str(native("a.jsonl", [a_patent("102", "Gear pump")]))])
    assert announced(home, watch.id) == ["patent/CN/102/A1"]


def test_long_lists_are_cut_and_counted(home: Path, native: Writer) -> None:
    watch = watch_query(home, "ti=pump")
    load_source(home, [str(native("a.jsonl", (a_patent(str(1000 + n), f"Pump {n}") for n in range(KEPT + 30))))])
    kept = WatchStore(home).get(watch.id)
    assert (len(kept.announced), kept.left_out) == (KEPT, 30)


def test_ids_cannot_be_guessed(home: Path) -> None:
    ids = {watch_query(home, "ti=pump").id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(watch_id) == 22 for watch_id in ids)


def test_killed_in_the_middle_each_record_is_announced_once(home: Path, tmp_path: Path) -> None:
    watches = [watch_query(home, "ti=pump", name=str(n)) for n in range(25)] + [watch_query(home, 'ti="pump 7"')]
    rng = random.Random(7)
    for part in range(3):
        file = tmp_path / f"part{part}.jsonl"
        records: list[Patent] = [a_patent(f"{part}{n:04d}", f"Rotary pump {n} " + "x" * 200) for n in range(300)]
        file.write_bytes(b"".join(encode(record) + b"\n" for record in records))
        command = [sys.executable, "-m", "kapok.cli.main", "load", str(file), "--home", str(home), "--json"]
        for attempt in range(3):
            process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if attempt < 2:
                time.sleep(rng.uniform(0.3, 1.6))
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    prepare(home)
    for watch in watches[:-1]:
        counted = Counter(announced(home, watch.id))
        assert len(counted) == 900
        assert set(counted.values()) == {1}
    assert len(announced(home, watches[-1].id)) == len(set(announced(home, watches[-1].id))) == 3
    assert not list(WatchStore(home).folder.glob("*.json.writing"))
