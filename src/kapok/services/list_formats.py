"""The formats that exist, for the edges."""

from __future__ import annotations

from kapok.formats.ports import FormatSpec
from kapok.formats.registry import specs


def list_formats() -> list[FormatSpec]:
    """Every format with its standard, in detection order."""
    return specs()
