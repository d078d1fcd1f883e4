"""Counting rules (`rules.yaml`): what "five days" means under which law, and what happens on a last day without work."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import Struct

from kapok.codes.declared import read_yaml
from kapok.errors import DefinitionError


class WorkingDaysIf(Struct, frozen=True, forbid_unknown_fields=True):
    """Which periods of days are working days: those of exactly `lengths`, or those of at most `up_to` days."""

    lengths: tuple[int, ...] = ()
    up_to: int = 0


class CountingRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: see the head of `rules.yaml` for what each key means."""

    key: str
    citation: str
    in_force_from: date
    rollover: Literal["next_working_day", "none"]
    working_days_if: WorkingDaysIf = WorkingDaysIf()
    at_least_working_days: int = 0
    from_next_hour: bool = False
    verified: bool = True

    def counts_working_days(self, days: int) -> bool:
        """Whether a period of so many "days" means working days under this rule."""
        return days in self.working_days_if.lengths or days <= self.working_days_if.up_to


@cache
def counting_rules() -> dict[str, CountingRule]:
    """All rules by key; `DefinitionError` naming the entry that is wrong."""
    rules: dict[str, CountingRule] = {}
    entries: list[dict[str, Any]] = read_yaml("rules", "kapok.timelimits")
    for place, entry in enumerate(entries, start=1):
        try:
            rule = msgspec.convert(entry, CountingRule)
        except msgspec.ValidationError as error:
            raise DefinitionError(f"Rule {place} of rules.yaml cannot be used", str(error), "Correct that entry") from error
        rules[rule.key] = rule
    return rules


def get_rule(key: str) -> CountingRule:
    """The rule of a key; `DefinitionError` naming the known ones where there is none."""
    found = counting_rules().get(key)
    if found is None:
        raise DefinitionError(f"There is no counting rule '{key}'", f"known are {', '.join(counting_rules())}", "Take one")
    return found
