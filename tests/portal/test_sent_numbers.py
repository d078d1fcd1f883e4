"""Numbers that visitors send: taken where they are plain and small enough, never a fault of the server."""

from __future__ import annotations

import pytest

from kapok.portal.sent_numbers import whole_number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0", 0), ("7", 7), ("07", 7), ("12", 12), ("13", None), ("007", None), ("", None), (" 7", None), ("-1", None),
        ("1.0", None), ("１", None), ("²", None), ("9" * 5000, None), ("0" * 5000, None),
    ],
)  # fmt: skip
def test_a_whole_number_up_to_twelve(text: str, found: int | None) -> None:
    assert whole_number(text, 12) == found
