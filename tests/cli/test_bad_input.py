"""Bad input of every kind: the promised exit code, one message that says what to do, no traceback, nothing on stdout."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Run

PLACES = "{home} is loaded, {empty} a folder without data, {file} a text file, {odd} a table that no format claims"

BAD: list[tuple[str, int, str]] = [
    # command                                                     exit  what the message says
    ("load {none}.xml --home {fresh}",                              2, "There is no file or folder"),
    ("load --home {fresh}",                                         2, "Missing argument 'PATH"),
    ("load {empty} --home {fresh}",                                 2, "the folder is empty"),
    ("load {odd} --home {fresh}",                                   2, "kapok formats list"),
    ("load {odd} --format nonsense --home {fresh}",                 2, "known formats: "),
    ("load {odd} --mapping {none}.yaml --home {fresh}",             2, "none.yaml cannot be read"),
    ("load {odd} --mapping {odd} --home {fresh}",                   2, "odd.csv, line 1"),
    ("load {odd} --mapping m.yaml --format st66 --home {fresh}",    2, "cannot both be given"),
    ("load {odd} --home {file}",                                    2, "is no folder"),
    ("load {odd} --home {unwritable}/home",                         3, "cannot be used"),
    ("search --home {home}",                                        2, "Missing argument 'QUERY'"),
    ("search one two --home {home}",                                2, "unexpected extra argument"),
    ("search pump --colour red --home {home}",                      2, "No such option: --colour"),
    ("search pump --limit --home {home}",                           2, "is not a whole number"),
    ("search ti=(green --home {home}",                              2, "ti=(green\n         ^"),
    ("search titel=pump --home {home}",                             2, "Expected title"),
    ("search inforce=2024-02-30 --home {home}",                     2, "2024-02-30"),
    ("search ti=a --language latin --home {home}",                  2, "Take auto, cql or plain"),
    ("search pump --in inventions --home {home}",                   2, "Take one of: patent, mark"),
    ("search pump --limit -1 --home {home}",                        2, "0 to 1000 rows"),
    ("search pump --limit 1001 --home {home}",                      2, "0 to 1000 rows"),
    ("search pump --limit many --home {home}",                      2, "'many' is not a whole number"),
    ("search pump --offset -1 --home {home}",                       2, "0 to 1000 rows"),
    ("search pump --sort size --home {home}",                       2, "publication_date"),
    ("search pump --sort filing_date:up --home {home}",             2, ":asc or :desc"),
    ("search pump --group owner --home {home}",                     2, "publication, right, family"),
    ("search pump --home {none}",                                   3, "There are no data yet"),
    ("search pump --home {empty}",                                  3, "kapok sample"),
    ("search pump --home {file}",                                   2, "is no folder"),
    ("show patent/XX/1 --home {home}",                              2, "There is no record 'patent/XX/1'"),
    ("show nonsense --home {home}",                                 2, "There is no record 'nonsense'"),
    ("show patent/XX/1 --versions --home {home}",                   2, "There is no record"),
    ("show patent/XX/1 --home {none}",                              3, "There are no data yet"),
    ("show patent/XX/1 --home {file}",                              2, "is no folder"),
    ("count --home {none}",                                         3, "There are no data yet"),
    ("count --home {file}",                                         2, "is no folder"),
    ("export pump --home {home}",                                   2, "Missing option '--to'"),
    ("export pump --to {none}/x.csv --home {home}",                 2, "x.csv cannot be written: No such file"),
    ("export pump --to {unwritable}/x.csv --home {home}",           2, "x.csv cannot be written"),
    ("export pump --to {file}/x.csv --home {home}",                 2, "x.csv cannot be written: Not a directory"),
    ("export pump --to x.doc --home {home}",                        2, "Name a file that ends in .csv"),
    ("export pump --to x --home {home}",                            2, "Name a file that ends in .csv"),
    ("export ti=( --to {fresh}.csv --home {home}",                  2, "ti=(\n    ^"),
    ("export pump --to {fresh}.csv --in inventions --home {home}",  2, "Take one of: patent, mark"),
    ("export pump --to {fresh}.csv --home {none}",                  3, "There are no data yet"),
    ("formats audit",                                               2, "Missing argument 'FILE"),
    ("formats audit {none}",                                        2, "There is no file or folder"),
    ("formats audit {odd}",                                         2, "kapok formats list"),
    ("formats audit {odd} --format nonsense",                       2, "known formats: "),
    ("query explain ti=(",                                          2, "Expected "),
    ("query explain pump --locale xx",                              2, "en, zh-Hans, zh-Hant, pt"),
    ("query explain pump --language xx",                            2, "Take auto, cql or plain"),
    ("loads accept --home {home}",                                  2, "Missing argument 'N'"),
    ("loads accept x --home {home}",                                2, "'x' is not a whole number"),
    ("loads accept 99 --home {home}",                               2, "kapok loads list"),
    ("loads discard 1 --home {home}",                               2, "There is no held load 1"),
    ("loads accept 1 --home {none}",                                3, "There are no data yet"),
    ("loads list --home {none}",                                    3, "There are no data yet"),
    ("sources list --home {none}",                                  3, "There are no data yet"),
    ("lake rebuild --home {none}",                                  3, "There are no data yet"),
    ("reindex --home {none}",                                       3, "There are no data yet"),
    ("reindex --home {file}",                                       2, "is no folder"),
    ("sample --home {unwritable}/home",                             3, "cannot be used"),
    ("serve --port 0 --home {home}",                                2, "Invalid value for '--port'"),
    ("serve --port 99999 --home {home}",                            2, "Invalid value for '--port'"),
    ("serve --home {file}",                                         2, "is no folder"),
    ("explain pump",                                                2, "No such command 'explain'"),
    ("serch pump",                                                  2, "Did you mean 'search'"),
]  # fmt: skip


@pytest.fixture
def places(tmp_path: Path, sample_home: Path, unwritable: Path) -> dict[str, Path]:
    made = {name: tmp_path / name for name in ("empty", "file", "odd", "none", "fresh")}
    made["odd"] = tmp_path / "odd.csv"
    made["empty"].mkdir()
    made["file"].write_text("a letter\n", encoding="utf-8")
    made["odd"].write_text("a,b\n1,2\n", encoding="utf-8")
    return {**made, "home": sample_home, "unwritable": unwritable}


@pytest.mark.parametrize(("command", "code", "says"), BAD, ids=[command for command, _, _ in BAD])
def test_bad_input_is_told_in_one_message(call: Run, places: dict[str, Path], command: str, code: int, says: str) -> None:
    ran = call(*command.format(**places).split(" "), *([] if command.startswith("s") and "serch" in command else ["--json"]))
    assert ran.code == code, ran.err
    assert ran.out == ""
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert not places["none"].exists(), "a mistyped home is not made"
    assert not any(path.name.endswith(".writing") for path in places["empty"].parent.iterdir())


ONE = (
    b'{"type":"patent","key":"patent/CN/1/A","category":"patent","office_code":"CN","number":"1","kind_code":"A",'
    b'"titles":[{"text":"Pump","language":"en"}],"provenance":{"source":"../../../evil","format":"kapok-jsonl"}}\n'
)


def _garbage(path: Path) -> None:
    path.write_bytes(b"garbage\n")


BROKEN: list[tuple[str, Callable[[Path], object], str, str]] = [
    # what is broken        how it is broken                                        command                what the message says
    ("no index",            lambda home: shutil.rmtree(home / "index"),              "search pump",         "kapok reindex"),
    ("index",               lambda home: _garbage(home / "index/meta.json"),         "search pump",         "kapok reindex"),
    ("index, counting",     lambda home: _garbage(home / "index/meta.json"),         "count",               "kapok reindex"),
    ("index, loading",      lambda home: _garbage(home / "index/meta.json"),         "load {one}",          "kapok reindex"),
    ("manifest",            lambda home: _garbage(home / "lake/manifest.sqlite"),    "show mark/CN/99000001", "kapok lake rebuild"),
    ("manifest, loads",     lambda home: _garbage(home / "lake/manifest.sqlite"),    "loads list",          "kapok lake rebuild"),
    ("manifest, loading",   lambda home: _garbage(home / "lake/manifest.sqlite"),    "load {one}",          "kapok lake rebuild"),
    ("no manifest",         lambda home: (home / "lake/manifest.sqlite").unlink(),   "show mark/CN/99000001", "kapok"),
    ("segment",             lambda home: _garbage(next(home.glob("lake/mark/*/*"))), "show mark/CN/99000001", "Restore the file"),
    ("no segment",          lambda home: next(home.glob("lake/mark/*/*")).unlink(),  "show mark/CN/99000001", "Restore the file"),
    ("segment, exporting",  lambda home: _garbage(next(home.glob("lake/mark/*/*"))), "export nice=9 --to {out}", "Restore the file"),
    ("own sources",         lambda home: (home / "sources").mkdir() or _garbage(home / "sources/x.yaml"), "load {one}", "x.yaml"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "breaks", "command", "says"), BROKEN, ids=[broken[0] for broken in BROKEN])
def test_a_broken_home_is_told_apart_from_an_empty_answer(
    call: Run, sample_home: Path, tmp_path: Path, what: str, breaks: Callable[[Path], object], command: str, says: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    for left in home.glob("lake/manifest.sqlite-*"):
        left.unlink()
    breaks(home)
    (tmp_path / "one.jsonl").write_bytes(ONE)
    ran = call(*command.format(out=tmp_path / "x.csv", one=tmp_path / "one.jsonl").split(" "), "--home", home, "--json")
    assert ran.code == (2 if what == "own sources" else 3), ran.err
    assert ran.out == ""
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert list(tmp_path.glob("x.csv*")) == []


def test_a_source_name_cannot_lead_out_of_the_lake(call: Run, tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_bytes(ONE)
    home = tmp_path / "deep" / "home"
    for extra in ([], ["--source", "../../../worse"], ["--source", ".."], ["--source", "示例/a b"]):
        assert call("load", file, *extra, "--home", home, "--json").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "one.jsonl"]
    assert sorted(path.name for path in home.parent.iterdir()) == ["home"]
    assert all(len(path.relative_to(home / "lake").parts) == 3 for path in home.rglob("*.parquet"))
    (home / "lake" / "manifest.sqlite").unlink()
    assert call("lake", "rebuild", "--home", home, "--json").json()["versions"] >= 1
    assert call("show", "patent/CN/1/A", "--home", home, "--json").code == 0


def test_a_folder_with_links_and_odd_names_is_loaded(call: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.jsonl").write_bytes(ONE)
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "link.jsonl").symlink_to(tmp_path / "elsewhere.jsonl")
    (folder / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    (folder / "文献 1.jsonl").write_bytes(ONE.replace(b"CN/1", b"CN/2").replace(b'"1"', b'"2"'))
    ran = call("load", folder, "--home", tmp_path / "home", "--json")
    assert (ran.code, ran.json()["files"], ran.json()["stored"]) == (0, 2, 2)
