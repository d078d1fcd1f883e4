"""`kapok watch`: add, list, run, delete, and what is said of unusable input."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_watch_is_added_listed_run_and_deleted(call: Run, sample_home: Path) -> None:
    made = call("watch", "add", "pump", "--name", "Pumps", "--home", sample_home, "--json").json()
    assert made["kind"] == "query"
    listed = call("watch", "list", "--home", sample_home, "--json").json()
    assert [each["id"] for each in listed] == [made["id"]]
    ran = call("watch", "run", "--home", sample_home, "--json").json()
    assert ran == {"watches": 0, "announced": 0, "faults": 0}
    assert call("watch", "delete", made["id"], "--home", sample_home, "--json").json()["deleted"] is True
    assert call("watch", "list", "--home", sample_home, "--json").json() == []


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["pump", "--holder", "Conch"],
        ["--mark", "x", "--holder", "y"],
        ["--mark", "!!!"],
        ["--mark", "帕尔斯", "--class", "99"],
        ["pump", "--in", "tea"],
    ],
)
def test_what_cannot_be_watched(call: Run, sample_home: Path, wrong: list[str]) -> None:
    ran = call("watch", "add", *wrong, "--home", sample_home, "--json")
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert len(ran.err.strip()) > 20


def test_an_unknown_watch_cannot_be_deleted(call: Run, sample_home: Path) -> None:
    ran = call("watch", "delete", "nothing", "--home", sample_home)
    assert ran.code == 2
    assert "no such watch" in ran.err


def test_a_home_without_data_says_so(call: Run, tmp_path: Path) -> None:
    for command in (["list"], ["run"], ["add", "pump"]):
        ran = call("watch", *command, "--home", tmp_path / "none")
        assert ran.code == 3
