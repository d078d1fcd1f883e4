"""The verdicts of a case sorted as its page shows them: what you can do now, what waits for a time, what others do."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kapok.procedures.verdicts import Verdict

_CLOCK_RULES = frozenset({"early", "window", "paused", "not_running", "late", "extended", "not_suspended"})
_OTHERS_RULES = frozenset({"role", "bound", "unnamed", "barred", "own_party"})


class Permissions(Struct, frozen=True):
    """Verdicts by what keeps one from acting: `now` nothing (but what the form must say), `blocked` a guard, `timed` a clock,
    `others` the role.
    """

    now: tuple[Verdict, ...]
    blocked: tuple[Verdict, ...]
    timed: tuple[Verdict, ...]
    others: tuple[Verdict, ...]


def sort_verdicts(verdicts: Iterable[Verdict]) -> Permissions:
    """The verdicts of `engine.available`, each in one of the four groups, in their order."""
    groups: dict[str, list[Verdict]] = {"now": [], "blocked": [], "timed": [], "others": []}
    for verdict in verdicts:
        groups[group_of(verdict)].append(verdict)
    return Permissions(**{name: tuple(found) for name, found in groups.items()})


def group_of(verdict: Verdict) -> str:
    """now, blocked, timed or others."""
    if verdict.allowed:
        return "now"
    if verdict.rule in _CLOCK_RULES:
        return "timed"
    return "others" if verdict.rule in _OTHERS_RULES else "blocked"
