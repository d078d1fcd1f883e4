"""Whole numbers as visitors send them: a text of any length, of which Python itself reads only the shorter ones."""

from __future__ import annotations


def whole_number(text: str, most: int) -> int | None:
    """The number that a text writes in plain digits, None where it is none or larger than `most`."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
