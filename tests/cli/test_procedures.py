"""`kapok procedures` and `kapok deadline`: promised shapes, exit codes, and one clear sentence for what cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def test_list_has_the_promised_shape(call: Run) -> None:
    found = call("procedures", "list", "--json").json()
    assert {"key": "P01", "name": "Data IP registration", "version": "2024-09"} in found
    assert all(set(entry) == {"key", "name", "version"} for entry in found)


def test_check_says_what_is_not_verified(call: Run) -> None:
    shown = call("procedures", "check")
    assert shown.code == 0
    assert "not checked against the text in force: acceptance_period" in shown.out
    unverified = {entry["key"]: entry["unverified"] for entry in call("procedures", "check", "--json").json()}
    assert "validity" in unverified["P01"]


def test_check_names_file_and_line(call: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("key: P98\ncolour: red\n", "utf-8")
    shown = call("procedures", "check", path)
    assert shown.code == 2
    assert "bad.yaml, line 2: a procedure has no key 'colour'" in shown.err


def test_show_and_draw(call: Run, tmp_path: Path) -> None:
    assert "数据知识产权登记" in call("procedures", "show", "P01", "--language", "zh-Hans").out
    assert call("procedures", "show", "p01", "--json").json()["key"] == "P01"
    drawn = call("procedures", "diagram", "P01", "-o", tmp_path / "p01.svg")
    assert drawn.code == 0
    assert (tmp_path / "p01.svg").read_text("utf-8").startswith("<svg")
    assert "stateDiagram-v2" in call("procedures", "diagram", "P01").out
    assert call("procedures", "diagram", "P01", "-o", tmp_path / "p01.png").code == 2


@pytest.mark.parametrize(
    "arguments", [("show", "P77"), ("diagram", "P77"), ("simulate", "nothing.yaml"), ("show", "P01", "--version", "1")]
)
def test_what_does_not_exist_is_told(call: Run, arguments: tuple[str, ...]) -> None:
    shown = call("procedures", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.count("\n") == 1


def test_simulate_tells_what_did_not_hold(call: Run, tmp_path: Path) -> None:
    path = SCENARIOS / "p27_judicial_confirmation.yaml"
    good = call("procedures", "simulate", path)
    assert good.code == 0
    assert "21 of 21 scenarios held" in good.out
    changed = tmp_path / "changed.yaml"
    changed.write_text(path.read_text("utf-8").replace("joint_filing: 2026-11-19", "joint_filing: 2026-11-20", 1), "utf-8")
    bad = call("procedures", "simulate", changed, "--json")
    assert bad.code == 1
    (failed,) = [entry for entry in bad.json() if not entry["held"]]
    assert failed["differences"] == ["the last day of joint_filing is 2026-11-19, not 2026-11-20"]


@pytest.mark.parametrize(
    ("arguments", "day", "provisional"),
    [
        ("--start 2026-09-24 --length 5 --unit working", "2026-10-09", False),
        ("--start 2026-09-24 --length 5 --unit calendar", "2026-09-29", False),
        ("--start 2026-08-31 --length 1 --unit month", "2026-09-30", False),
        ("--start 2026-12-28 --length 15 --unit working", "2027-01-19", True),
        ("--start 2026-09-18 --length 7 --unit calendar --rule penalty_law", "2026-09-29", False),
        ("--start 2026-09-24 --length 5 --unit working --calendar HK", "2026-10-02", False),
    ],
)
def test_deadline(call: Run, arguments: str, day: str, provisional: bool) -> None:
    found = call("deadline", *arguments.split(), "--json").json()
    assert (found["date"], found["provisional"]) == (day, provisional)
    assert day in found["working"]


@pytest.mark.parametrize(
    "arguments",
    [
        "--start soon --length 5", "--start 2026-09-24 --length 0", "--start 2026-09-24 --length 5 --unit moon",
        "--start 2026-09-24 --length 5 --calendar ZZ", "--start 2026-09-24 --length 5 --rule folk_law",
        "--start 2019-01-01 --length 5 --unit working", "--start 9999-12-30 --length 5", "--start 2026-09-24 --length 99999999999",
    ],
)  # fmt: skip
def test_a_deadline_that_cannot_be_computed_is_told(call: Run, arguments: str) -> None:
    shown = call("deadline", *arguments.split())
    assert (shown.code, shown.out) == (2, "")
    assert "Traceback" not in shown.err
