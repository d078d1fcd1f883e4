"""Which other claims a claim refers to, read from its own words (`as claimed in any one of claims 1 to 3 or 5`)."""

from __future__ import annotations

import re

_JOIN = r"\s*(?:,?\s*(?:and|or|and/or|to|through)\s+|[,;]\s*|\s[-–]\s|[-–])\s*(?:claims?\s+)?"
_REFERENCE = re.compile(rf"\bclaims?\s+(\d{{1,4}}(?:{_JOIN}\d{{1,4}}\b(?!\.?\d))*)", re.IGNORECASE)
_PART = re.compile(r"(\d{1,4})|(\bto\b|\bthrough\b|[-–])", re.IGNORECASE)
_LONGEST_RANGE = 200


def referred_claims(text: str, number: int) -> tuple[int, ...]:
    """Numbers of the claims before claim `number` that `text` refers to, in order; ranges are written out."""
    if "laim" not in text and "LAIM" not in text:
        return ()
    found: set[int] = set()
    for reference in _REFERENCE.finditer(text):
        last, is_range = 0, False
        for part in _PART.finditer(reference[1]):
            if part[2]:
                is_range = True
                continue
            current = int(part[1])
            if is_range and last < current <= last + _LONGEST_RANGE:
                found.update(range(last, current + 1))
            found.add(current)
            last, is_range = current, False
    return tuple(sorted(n for n in found if 0 < n < number))
