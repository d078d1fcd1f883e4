"""Windows of marks: worked examples by office, and one wrong file per fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.errors import DefinitionError
from kapok.timelimits.mark_windows import FILE, mark_windows, offices_with_windows, window_rules

EXAMPLES = [
    # office, route, what is counted from, day, window, first day, last day, moved?
    ("EM", "national", "publication_date", "2025-02-21", "opposition", "2025-02-21", "2025-05-21", True),
    ("EM", "national", "publication_date", "2025-01-31", "opposition", "2025-01-31", "2025-04-30", True),
    ("EM", "national", "publication_date", "2025-02-24", "opposition", "2025-02-24", "2025-05-26", True),  # 24 May: Saturday
    ("EM", "national", "publication_date", "2009-02-21", "opposition", "2009-02-21", "2009-05-21", False),
    ("EM", "international", "publication_date", "2025-02-21", "opposition", "2025-03-21", "2025-06-23", True),
    ("EM", "international", "publication_date", "2012-02-21", "opposition", "2012-08-21", "2012-11-21", False),
    ("EM", "national", "expiry_date", "2026-04-01", "renewal", "2025-10-02", "2026-04-01", True),
    ("EM", "national", "expiry_date", "2026-04-01", "late_renewal", "2026-04-02", "2026-10-01", True),
    ("EM", "national", "expiry_date", "2015-02-05", "renewal", "2014-09-01", "2015-02-28", False),
    ("EM", "national", "expiry_date", "2015-02-05", "late_renewal", "2015-03-01", "2015-08-28", False),
    ("CN", "national", "publication_date", "2025-06-27", "opposition", "2025-06-27", "2025-09-28", True),
    ("CN", "national", "expiry_date", "2026-03-10", "renewal", "2025-03-11", "2026-03-10", True),
    ("US", "national", "publication_date", "2024-01-30", "opposition", "2024-01-30", "2024-02-29", False),
    ("TW", "national", "registration_date", "2024-01-16", "opposition", "2024-01-16", "2024-04-16", False),
]


@pytest.mark.parametrize(("office", "route", "anchor", "day", "kind", "first_day", "last_day", "moved"), EXAMPLES)
def test_window(office: str, route: str, anchor: str, day: str, kind: str, first_day: str, last_day: str, moved: bool) -> None:
    found = {each.kind: each for each in mark_windows(office, route=route, **{anchor: day})}  # type: ignore[arg-type]
    window = found[kind]  # type: ignore[index]
    assert (window.first_day, window.last_day, not window.unmoved) == (first_day, last_day, moved)
    assert window.deadline.last_day == last_day
    assert window.rule.citation


def test_a_partial_or_missing_day_opens_no_window() -> None:
    assert mark_windows("EM", publication_date="2025-02") == ()
    assert mark_windows("EM") == ()
    assert mark_windows("ZZ", publication_date="2025-02-21") == ()


def test_rules_of_one_window_do_not_overlap() -> None:
    for rule in window_rules():
        for other in window_rules():
            same = (rule.office, rule.window, rule.route) == (other.office, other.window, other.route)
            if same and rule is not other and rule.in_force_from < other.in_force_from:
                assert rule.until
                assert rule.until < other.in_force_from
    assert {"EM", "CN", "HK", "US"} <= offices_with_windows()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("window: opposition", "window: protest", "protest"),
        ("rule: eutmdr", "rule: nosuchrule", "nosuchrule"),
        ("direction: before, length: 6, unit: months", "direction: before, length: 6, unit: days", "counted in months"),
        ("citation: ", "quotation: ", "quotation"),
        ("length: 3", "length: three", "length"),
        ("windows:", "frames:", "windows"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    wrong = tmp_path / "mark_windows.yaml"
    wrong.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DefinitionError) as error:
        window_rules(wrong)
    assert told in str(error.value)
