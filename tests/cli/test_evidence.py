"""`kapok evidence` and `kapok draw`: from a deposit to a verdict, and bad input."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path

import pytest

from kapok.services.serve_authority import authority_server

from .conftest import Run

PLAN = """
id: inspection-2026-1
title: Patent agencies 2026
take: {high: 1, low: 1}
parties: [Office, Witness, Association]
objects: objects.csv
inspectors:
  - {id: I1, name: Li, recused: [A1]}
  - {id: I2, name: Wang}
  - {id: I3, name: Silva}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sample.csv"
    path.write_bytes(b"a,b\n1,2\n")
    return path


def test_from_a_deposit_to_a_verdict(call: Run, home: Path, file: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert call("evidence", "deposit", file, "--home", home, "--json").json() == {
        "log_index": 0,
        "digest": digest,
        "is_new": True,
    }
    assert not call("evidence", "deposit", "--hash", digest.upper(), "--home", home, "--json").json()["is_new"]
    assert call("evidence", "deposit", "--hash", "0" * 64, "--sm3", "1" * 64, "--home", home, "--json").json()["log_index"] == 1
    made = call("evidence", "checkpoint", "-o", tmp_path / "first.txt", "--home", home, "--json").json()
    assert (made["size"], made["timestamps"], made["is_new"]) == (2, 1, True)
    assert not call("evidence", "checkpoint", "--home", home, "--json").json()["is_new"]
    call("evidence", "deposit", "--hash", "2" * 64, "--home", home)
    bundle = tmp_path / "bundle.zip"
    ran = call("evidence", "prove", "2", "-o", bundle, "--earlier", tmp_path / "first.txt", "--home", home, "--json")
    assert ran.json()["log_index"] == 2
    root = home / "evidence" / "keys" / "root.pem"
    ran = call("evidence", "verify", bundle, "--trust", root, "--against", tmp_path / "first.txt")
    assert ran.code == 0
    assert ran.out.endswith("everything holds\n")
    assert call("evidence", "audit", "--against", tmp_path / "first.txt", "--home", home, "--json").json()["ok"]
    call("evidence", "prove", digest, "--content", file, "-o", bundle, "--home", home)
    file.write_bytes(b"a,b\n1,3\n")
    ran = call("evidence", "verify", bundle, "--content", file, "--json")
    assert (ran.code, ran.json()["failed"]) == (1, "leaf")


def test_a_kept_content_is_shown(call: Run, home: Path, file: Path, tmp_path: Path) -> None:
    call("evidence", "deposit", file, "--keep", "--id", "case/1/sample", "--home", home)
    file.unlink()
    bundle = tmp_path / "bundle.zip"
    call("evidence", "prove", "case/1/sample", "-o", bundle, "--home", home)
    assert "the content of 8 bytes" in call("evidence", "verify", bundle).out


def test_another_authority_and_renewal(call: Run, home: Path, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "authority"
    server = authority_server(other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = home / "evidence" / "settings.yaml"
    settings.parent.mkdir(parents=True)
    roots = other / "evidence" / "keys" / "root.pem"
    facts = f"origin: ip.example.org/log\norganisation: Example Office\ntimestamp_roots: {roots}\n"
    settings.write_text(facts + "timestamp: http://127.0.0.1:9\n")
    call("evidence", "deposit", file, "--home", home)
    ran = call("evidence", "checkpoint", "--home", home, "--json")
    assert "gave no timestamp" in ran.err
    assert (ran.code, ran.json()["timestamps"]) == (0, 0), "the log goes on without its authority"
    settings.write_text(facts + f"timestamp: http://127.0.0.1:{server.server_port}\n")
    assert call("evidence", "renew", "--home", home, "--json").json() == {"renewed": 1, "problems": []}
    assert call("evidence", "renew", "--home", home, "--json").json() == {"renewed": 0, "problems": []}
    call("evidence", "prove", "0", "-o", tmp_path / "b.zip", "--home", home)
    server.shutdown()
    server.server_close()
    ran = call("evidence", "verify", tmp_path / "b.zip", "--trust", home / "evidence" / "keys" / "root.pem")
    assert ran.code == 0
    assert "compare the roots of the authorities" in ran.out
    assert "ip.example.org/log" in ran.out
    assert call("evidence", "audit", "--home", home).code == 0


def test_keys_are_shown(call: Run, home: Path) -> None:
    shown = call("evidence", "keys", "--home", home, "--json").json()
    assert [key["role"] for key in shown] == ["root", "log", "timestamp", "document"]
    assert shown[0]["path"].endswith("root.pem")


def test_an_altered_log_is_told(call: Run, home: Path, file: Path) -> None:
    import sqlite3

    call("evidence", "deposit", file, "--home", home)
    call("evidence", "deposit", "--hash", "0" * 64, "--home", home)
    call("evidence", "checkpoint", "--home", home)
    log = home / "evidence" / "log.sqlite"
    for statement, step in (
        ("UPDATE entries SET leaf = replace(leaf, 'deposit', 'deposix') WHERE log_index = 1", "split view"),
        ("UPDATE entries SET log_index = 7 WHERE log_index = 1", "order"),
        ("DELETE FROM entries WHERE log_index = 7", "truncation"),
    ):
        with sqlite3.connect(log) as connection:
            connection.execute("DROP TRIGGER IF EXISTS entries_update")
            connection.execute("DROP TRIGGER IF EXISTS entries_delete")
            connection.execute(statement)
        ran = call("evidence", "audit", "--home", home, "--json")
        assert (ran.code, ran.json()["failed"]) == (1, step), ran.out
    ran = call("evidence", "deposit", "--hash", "3" * 64, "--home", home)
    ran = call("evidence", "checkpoint", "--home", home)
    assert ran.code == 1
    assert "does not continue its checkpoint" in ran.err or "is not signed" in ran.err


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("evidence deposit --home {home}", 2, "Nothing clear to deposit"),
        ("evidence deposit {file} --hash 00 --home {home}", 2, "Nothing clear to deposit"),
        ("evidence deposit {none} --home {home}", 2, "cannot be read"),
        ("evidence deposit --hash 00 --home {home}", 2, "it has 2 signs"),
        ("evidence deposit {file} --id bäd --home {home}", 2, "cannot be the id of an entry"),
        ("evidence checkpoint --home {home}", 3, "no evidence log yet"),
        ("evidence prove 0 --home {home}", 3, "no evidence log yet"),
        ("evidence audit --home {home}", 3, "no evidence log yet"),
        ("evidence verify {none}", 2, "cannot be read"),
        ("evidence verify {file}", 1, ""),
        ("evidence verify {file} --trust {file}", 2, "certificates cannot be read"),
        ("draw new {none} --home {home}", 2, "cannot be read"),
        ("draw new {file} --home {home}", 2, "plan"),
        ("draw run {file} --home {home}", 2, "draw cannot be read"),
        ("draw verify {file}", 1, ""),
    ],
)
def test_bad_input(call: Run, home: Path, file: Path, tmp_path: Path, command: str, code: int, message: str) -> None:
    places = {"home": home, "file": file, "none": tmp_path / "none"}
    ran = call(*(part.format(**places) for part in command.split()))
    assert ran.code == code, ran.err
    assert message in ran.err
    assert "Traceback" not in ran.err + ran.out


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("timestamps: own", "unknown field"),
        ("timestamp: http://tsa.example.org", "timestamp_roots is missing"),
        ("timestamp: ftp://tsa.example.org", "no address of a timestamp authority"),
        ("origin: [1", "parsing"),
    ],
)
def test_bad_settings(call: Run, home: Path, file: Path, settings: str, why: str) -> None:
    (home / "evidence").mkdir(parents=True)
    (home / "evidence" / "settings.yaml").write_text(settings)
    ran = call("evidence", "deposit", file, "--home", home)
    assert ran.code == 2
    assert why in ran.err


def test_a_draw_from_plan_to_verdict(call: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "objects.csv").write_text("id,name,stratum\nA1,Agency 1,high\nA2,Agency 2,low\nA3,Agency 3,low\n")
    draw = tmp_path / "draw.jsonl"
    assert call("draw", "new", tmp_path / "plan.yaml", "-o", draw, "--home", home).code == 0
    again = call("draw", "new", tmp_path / "plan.yaml", "-o", draw, "--home", home)
    assert (again.code, "never overwritten" in again.err) == (2, True)
    for name in ("Office", "Witness", "Association"):
        assert call("draw", "commit", draw, "--party", name, "--secret", tmp_path / name, "--home", home).code == 0
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert call("draw", "commit", draw, "--party", "Office", "--commitment", "0" * 64, "--home", home).code == 1
    for name in ("Office", "Witness"):
        call("draw", "reveal", draw, "--party", name, "--secret", tmp_path / name, "--home", home)
    refused = call("draw", "run", draw, "--home", home)
    assert (refused.code, "Association has not shown the secret" in refused.err) == (1, True)
    call("draw", "reveal", draw, "--party", "Association", "--secret", tmp_path / "Association", "--home", home)
    result = call("draw", "run", draw, "--home", home, "--json").json()["result"]
    assert {one["object"] for one in result} >= {"A1"}
    assert sorted(next(one["inspectors"] for one in result if one["object"] == "A1")) == ["I2", "I3"]
    low = next(one["object"] for one in result if one["object"] != "A1")
    ran = call("draw", "redraw", draw, "--object", low, "--replaced", low, "--reason", "closed", "--home", home, "--json")
    assert {one["object"] for one in ran.json()["result"]} == {"A1", "A2", "A3"} - {low}
    assert call("draw", "verify", draw).out.endswith("everything holds\n")
    audited = call("evidence", "audit", "--home", home, "--json").json()
    assert audited["ok"]
    assert audited["steps"][0]["finding"].startswith("9 entries"), "each of the nine lines is in the log"
    lines = draw.read_text().splitlines()
    run = json.loads(lines[7])
    run["seed"] = "0" * 64
    lines[7] = json.dumps(run, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    draw.write_text("\n".join(lines) + "\n")
    assert call("draw", "verify", draw, "--json").json()["failed"] == "seed"
