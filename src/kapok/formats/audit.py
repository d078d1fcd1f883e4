"""Strict reading: every element of a source is used, ignored for a written reason, or reported as unexpected.

A reader declares what it uses and what it ignores (with the reason); in audit mode each element of the source is counted
under one of the three. Nothing is dropped in silence.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field


class Audit(Struct):
    """Counts of element paths seen while reading: used, ignored (path -> reason), unexpected."""

    used: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    unexpected: Counter[str] = field(default_factory=Counter)

    def use(self, path: str, times: int = 1) -> None:
        """Count `path` as read into the record."""
        self.used[path] += times

    def ignore(self, path: str, reason: str, times: int = 1) -> None:
        """Count `path` as left out on purpose, for `reason`."""
        self.ignored[path] += times
        self.reasons[path] = reason

    def surprise(self, path: str, times: int = 1) -> None:
        """Count `path` as not known to the reader."""
        self.unexpected[path] += times

    def merge(self, other: Audit) -> None:
        """Add the counts of another audit (of another process)."""
        self.used.update(other.used)
        self.ignored.update(other.ignored)
        self.reasons.update(other.reasons)
        self.unexpected.update(other.unexpected)

    def shares(self) -> dict[str, float]:
        """The three shares of all element occurrences, each from 0 to 1; all 0 when nothing was seen."""
        counts = {
            "used": sum(self.used.values()),
            "ignored": sum(self.ignored.values()),
            "unexpected": sum(self.unexpected.values()),
        }
        total = sum(counts.values())
        return {name: (count / total if total else 0.0) for name, count in counts.items()}
