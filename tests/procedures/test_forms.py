"""Forms against everything that people and programs send: types, sizes, scripts, wrong files. Told field by field, never a crash."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kapok.procedures.engine import ActionRefused, FormRefused, decide, fold
from kapok.procedures.events import Actor, Command, Document
from kapok.procedures.registry import get_procedure, procedures

NOW = datetime(2026, 9, 18, 1, tzinfo=UTC)
LIN = Actor("lin", "blue", frozenset({"applicant"}))
GOOD: dict[str, Any] = {
    "applicant_party": {"name": "蓝数", "organisation": "blue"}, "asset_name": "潮位数据", "industry": "I65", "source_kind": "own",
    "processing_rules": "每小时取平均值，剔除故障时段。", "structure": "station, hour", "scale": 1200, "update_frequency": "daily",
    "scenario": "调度",
}  # fmt: skip


def test_the_good_form_is_taken() -> None:
    assert decide(get_procedure("P01"), [], Command("begin", GOOD), LIN, NOW, case="c1")


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("asset_name", "x", "at least 2"),
        ("asset_name", "x" * 201, "at most 200"),
        ("asset_name", "  \t ", "at least 2"),
        ("asset_name", "name\x00", "cannot be kept"),
        ("asset_name", "abc\u202egpj", "cannot be kept"),  # text that turns around
        ("asset_name", "\ud800x", "cannot be kept"),
        ("asset_name", 7, "must be text"),
        ("asset_name", {"$ne": ""}, "must be text"),
        ("industry", "Z9", "form that is needed"),
        ("industry", "I65\n", "form that is needed"),
        ("source_kind", "stolen", "one of the choices"),
        ("source_kind", ["own"], "one of the choices"),
        ("scale", "1", "at least 2"),
        ("scale", "Infinity", "must be a number"),
        ("scale", "1e999999999", "must be a number|at most"),
        ("scale", "x" * 50, "must be a number"),
        ("source_licence_end", "2026-02-30", "must be a day"),
        ("source_licence_end", "0001-01-01", "must be a day"),
        ("source_licence_end", "9999-12-31", "must be a day"),
        ("source_licence_end", "2026-W01-1", "must be a day"),
        ("source_licence_end", "２０２６-01-01", "must be a day"),
        ("applicant_party", "蓝数", "person or organisation"),
        ("applicant_party", {"name": ""}, "person or organisation"),
        ("applicant_party", {"name": "a", "admin": True}, "person or organisation"),
        ("applicant_party", {"name": "a", "kind": "robot"}, "person or organisation"),
        ("applicant_party", {"name": "a" * 301, "organisation": "blue"}, "person or organisation"),
        ("e_service_consent", "yes", "yes or no"),
        ("scenario", None, "required"),
        ("scenario", [], "required"),
    ],
)
def test_a_wrong_value_is_told(field: str, value: Any, why: str) -> None:
    with pytest.raises(FormRefused) as refused:
        decide(get_procedure("P01"), [], Command("begin", {**GOOD, field: value}), LIN, NOW, case="c1")
    import re

    assert re.search(why, refused.value.problems[field].en)
    assert refused.value.problems[field].zh_hans != refused.value.problems[field].en


def test_a_whole_number_in_other_digits_is_a_number_all_the_same() -> None:
    events = decide(get_procedure("P01"), [], Command("begin", {**GOOD, "scale": "１２００"}), LIN, NOW, case="c1")
    assert fold(get_procedure("P01"), events).state == "draft"


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (Document("power_of_attorney", "a.exe", "0" * 64, 10, "application/x-msdownload"), "only files of these types"),
        (Document("power_of_attorney", "a.pdf", "0" * 63, 10, "application/pdf"), "digest"),
        (Document("power_of_attorney", "a.pdf", "G" * 64, 10, "application/pdf"), "digest"),
        (Document("power_of_attorney", "a.pdf", "0" * 64, 0, "application/pdf"), "at most"),
        (Document("power_of_attorney", "a.pdf", "0" * 64, -5, "application/pdf"), "at most"),
        (Document("power_of_attorney", "a.pdf", "0" * 64, 10**12, "application/pdf"), "at most"),
    ],
)
def test_a_wrong_file_is_told(document: Document, why: str) -> None:
    with pytest.raises(FormRefused) as refused:
        decide(get_procedure("P01"), [], Command("begin", GOOD, (document,)), LIN, NOW, case="c1")
    assert why in refused.value.problems["power_of_attorney"].en


def test_two_files_where_one_is_asked_for_are_told() -> None:
    papers = tuple(Document("power_of_attorney", f"{n}.pdf", str(n) * 64, 10, "application/pdf") for n in (1, 2))
    with pytest.raises(FormRefused, match="at most 1 files"):
        decide(get_procedure("P01"), [], Command("begin", GOOD, papers), LIN, NOW, case="c1")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(
    sorted({name.rstrip("?") for p in procedures().values() for t in p.transitions.values() for name in t.form})
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(procedures())), st.dictionaries(keys | st.text(max_size=8), anything, max_size=8))
def test_any_values_are_taken_or_told(key: str, values: dict[str, Any]) -> None:
    procedure = procedures()[key]
    for action, transition in procedure.transitions.items():
        if not transition.begins:
            continue
        who = Actor("lin", "blue", frozenset(transition.by))
        for form in (values, {**GOOD, **values}):
            try:
                events = decide(procedure, [], Command(action, form), who, NOW, case="c1")
            except (ActionRefused, FormRefused):
                continue
            assert fold(procedure, events, NOW).last_sequence == 1
