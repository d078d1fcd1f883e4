"""The double-random draw: what may be done when, and every alteration named at its step."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapok.clock import fixed
from kapok.errors import InputError, NotAllowed
from kapok.evidence.canonical import canonical_bytes
from kapok.evidence.digest import digest
from kapok.evidence.draw import Item, Lists, Plan, Rankings, Redraw, commitment, compute_result, freeze
from kapok.evidence.draw_file import DrawFile
from kapok.evidence.draw_verify import verify_draw

PARTIES = ("Office", "Witness", "Association")
SECRETS = {name: bytes([i + 1]) * 32 for i, name in enumerate(PARTIES)}
LISTS = Lists(
    Plan("2026-1", "Patent agencies 2026", {"high": 3, "low": 2}),
    tuple(Item(f"A{i}", f"Agency {i}", "high" if i < 6 else "low") for i in range(12)),
    tuple(Item(f"I{i}", f"Inspector {i}", recused=("A0", "A1") if i == 0 else ()) for i in range(6)),
    PARTIES,
)


def drawn(stage: str = "redraw") -> DrawFile:
    """A draw up to a stage."""
    with fixed(datetime(2026, 9, 18, tzinfo=UTC)):
        draw = DrawFile.begin(LISTS)
        if stage == "freeze":
            return draw
        for name in PARTIES:
            draw.commit(name, commitment(draw.frozen.digests["sha256"], name, SECRETS[name]))
        if stage == "commit":
            return draw
        for name in PARTIES:
            draw.reveal(name, SECRETS[name])
        if stage == "reveal":
            return draw
        draw.run()
        if stage == "redraw":
            assert draw.run_line is not None
            first = draw.run_line.result[0]
            draw.redraw(Redraw(first.object, first.inspectors[0], "worked there in 2025"))
            draw.redraw(Redraw(first.object, first.object, "closed in August"))
        return draw


def test_a_whole_draw_holds() -> None:
    draw = drawn()
    report = verify_draw(draw.to_bytes())
    assert report.ok, report
    assert [step.name for step in report.steps] == [
        "file", "lists", "commitments", "reveals", "seed", "order", "result", "redraws", "record",
    ]  # fmt: skip
    assert draw.run_line is not None
    strata = {item.id: item.stratum for item in LISTS.objects}
    assert sorted(strata[one.object] for one in draw.run_line.result) == ["high"] * 3 + ["low"] * 2
    for one in draw.run_line.result:
        assert len(set(one.inspectors)) == 2
        assert not ("I0" in one.inspectors and one.object in ("A0", "A1"))
    before, recusal, closed = draw.run_line.result[0], draw.redraws[0].result[0], draw.redraws[1].result[0]
    assert recusal.inspectors[0] != before.inspectors[0]
    assert closed.object not in {one.object for one in draw.run_line.result}
    assert draw.redraws[1].result[1:] == draw.run_line.result[1:]


@pytest.mark.parametrize(
    ("stage", "step", "finding"),
    [
        ("freeze", "commitments", "Office, Witness, Association has not committed"),
        ("commit", "reveals", "Office, Witness, Association withheld the secret"),
        ("reveal", "seed", "has not been run"),
    ],
)
def test_an_unfinished_draw_says_what_is_missing(stage: str, step: str, finding: str) -> None:
    report = verify_draw(drawn(stage).to_bytes())
    assert report.failed == step
    assert any(finding in one.finding for one in report.steps)


def test_who_withholds_a_secret_is_named() -> None:
    draw = drawn("commit")
    for name in PARTIES[:2]:
        draw.reveal(name, SECRETS[name])
    with pytest.raises(NotAllowed, match="Association has not shown the secret"):
        draw.run()
    assert "Association withheld" in str(verify_draw(draw.to_bytes()).steps)


Change = Callable[[list[dict[str, Any]]], None]


def _list(lines: list[dict[str, Any]]) -> None:
    lines[0]["lists"]["objects"][0]["name"] = "Another"


def _list_and_digest(lines: list[dict[str, Any]]) -> None:
    from kapok.evidence.digest import digests

    _list(lines)
    lines[0]["digests"] = digests(canonical_bytes(lines[0]["lists"]))


def _unsorted(lines: list[dict[str, Any]]) -> None:
    lines[0]["lists"]["objects"].reverse()


def _secret(lines: list[dict[str, Any]]) -> None:
    lines[4]["secret"] = "00" * 32


def _withheld(lines: list[dict[str, Any]]) -> None:
    del lines[6]


def _seed(lines: list[dict[str, Any]]) -> None:
    lines[7]["seed"] = "00" * 32


def _order(lines: list[dict[str, Any]]) -> None:
    lines[7]["objects"].reverse()


def _inspectors(lines: list[dict[str, Any]]) -> None:
    lines[7]["inspectors"][:2] = lines[7]["inspectors"][1::-1]


def _result(lines: list[dict[str, Any]]) -> None:
    lines[7]["result"][0]["inspectors"].reverse()


def _redraw(lines: list[dict[str, Any]]) -> None:
    lines[8]["result"][0]["inspectors"][0] = "I5" if lines[8]["result"][0]["inspectors"][0] != "I5" else "I4"


def _hidden_redraw(lines: list[dict[str, Any]]) -> None:
    del lines[8]


def _run_twice(lines: list[dict[str, Any]]) -> None:
    lines.insert(8, lines[7])


def _dated(lines: list[dict[str, Any]]) -> None:
    lines[7]["at"] = "2020-01-01T00:00:00Z"


def _moved(lines: list[dict[str, Any]]) -> None:
    lines[3], lines[4] = lines[4], lines[3]


def _reason(lines: list[dict[str, Any]]) -> None:
    lines[8]["reason"] = "no reason"


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (_list, "lists"),
        (_unsorted, "lists"),
        (_list_and_digest, "reveals"),
        (_secret, "reveals"),
        (_withheld, "reveals"),
        (_seed, "seed"),
        (_run_twice, "seed"),
        (_order, "order"),
        (_inspectors, "order"),
        (_result, "result"),
        (_redraw, "redraws"),
        (_hidden_redraw, "redraws"),
        (_dated, "record"),
        (_moved, "record"),
        (_reason, "record"),
    ],
)
def test_every_alteration_fails_at_its_step(change: Change, step: str) -> None:
    lines = [json.loads(line) for line in drawn().raw]
    change(lines)
    report = verify_draw(b"\n".join(canonical_bytes(line) for line in lines) + b"\n")
    assert report.failed == step, report


def test_an_alteration_with_all_lines_chained_again_is_still_found() -> None:
    lines = [json.loads(line) for line in drawn().raw]
    _result(lines)
    for before, line in pairwise(lines):
        line["previous"] = digest(canonical_bytes(before)).hex()
    assert verify_draw(b"\n".join(canonical_bytes(line) for line in lines) + b"\n").failed == "result"


def test_stages_keep_their_order() -> None:
    draw = drawn("freeze")
    with pytest.raises(NotAllowed, match="may not commit"):
        draw.commit("Stranger", "0" * 64)
    with pytest.raises(InputError, match="no commitment"):
        draw.commit("Office", "0" * 63)
    with pytest.raises(NotAllowed, match="has not committed yet"):
        draw.reveal("Office", SECRETS["Office"])
    with pytest.raises(NotAllowed, match="has not been run"):
        draw.redraw(Redraw("A1", "I1", "why"))
    draw = drawn("commit")
    with pytest.raises(NotAllowed, match="not commit any more"):
        draw.commit("Office", "0" * 64)
    with pytest.raises(InputError, match="not the secret of Office"):
        draw.reveal("Office", b"x" * 32)
    draw = drawn("run")
    with pytest.raises(NotAllowed, match="cannot be run again"):
        draw.run()
    with pytest.raises(InputError, match="needs its reason"):
        draw.redraw(Redraw("A1", "I1", " "))
    with pytest.raises(InputError, match="not among the drawn objects"):
        draw.redraw(Redraw("A99", "I1", "why"))


@pytest.mark.parametrize(
    ("lists", "why"),
    [
        (Lists(Plan("p", "", {"": 3}), (Item("a", "A"),), (Item("i", "I"),) * 2, PARTIES), "twice"),
        (
            Lists(Plan("p", "", {"": 3}), (Item("a", "A"),), (Item("i", "I"), Item("j", "J")), PARTIES),
            "cannot be drawn out of 1",
        ),
        (Lists(Plan("p", "", {}), (Item("a", "A"),), (Item("i", "I"), Item("j", "J")), PARTIES), "how many"),
        (Lists(Plan("p", "", {"": 1}), (Item("a", "A"),), (Item("i", "I"),), PARTIES), "too few"),
        (Lists(Plan("p", "", {"": 1}), (Item("a", "A"),), (Item("i", "I"), Item("j", "J")), PARTIES[:2]), "at least 3 parties"),
        (Lists(Plan("p", "", {"": 1}), (), (Item("i", "I"), Item("j", "J")), PARTIES), "no object"),
    ],
)
def test_unfit_lists_are_refused(lists: Lists, why: str) -> None:
    with pytest.raises(InputError, match=why):
        freeze(lists)


def test_when_nobody_is_left_it_is_said() -> None:
    lists = Lists(Plan("p", "", {"": 1}), (Item("a", "A"),), (Item("i", "I"), Item("j", "J")), PARTIES)
    with pytest.raises(InputError, match="no inspector is left"):
        compute_result(lists, Rankings(("a",), ("i", "j")), [Redraw("a", "i", "kin")])


@given(st.binary(max_size=400))
def test_other_bytes_are_no_draw(data: bytes) -> None:
    assert verify_draw(data).failed == "file"


@given(st.integers(0, 8), st.integers(0, 10_000), st.integers(1, 255))
def test_no_altered_byte_goes_unnoticed(line: int, place: int, change: int) -> None:
    raw = [bytearray(one) for one in drawn().raw]
    raw[line][place % len(raw[line])] ^= change
    assert not verify_draw(b"\n".join(raw) + b"\n").ok
