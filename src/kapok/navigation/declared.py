"""The rules of the navigation report as declared in `rules.yaml`: read strictly, a fault names file and line."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from kapok.codes.located_yaml import read_located

HERE = Path(__file__).parent
Phase = Literal["introduction", "growth", "maturity", "concentration", "decline", "transition"]


class PhaseRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One phase of the life cycle: bounds of the change of applications and applicants in percent, None = any."""

    phase: Phase
    first_period: bool = False
    applications_from: float | None = None
    applications_to: float | None = None
    applicants_from: float | None = None
    applicants_to: float | None = None

    def fits(self, applications: float | None, applicants: float | None) -> bool:
        """Whether changes (percent; None: there is no earlier period) fit."""
        if applications is None or applicants is None:
            return self.first_period
        return (
            not self.first_period
            and (self.applications_from is None or applications >= self.applications_from)
            and (self.applications_to is None or applications <= self.applications_to)
            and (self.applicants_from is None or applicants >= self.applicants_from)
            and (self.applicants_to is None or applicants <= self.applicants_to)
        )


class LifeCycleRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Periods of `period_years` whole years; below `least_applications` in a period no phase is claimed."""

    period_years: int
    least_applications: int
    phases: tuple[PhaseRule, ...]


class WhiteSpotRule(Struct, frozen=True, forbid_unknown_fields=True):
    """When a cell of a matrix is thin: see rules.yaml. `rows` classes of `level` are set against each other."""

    level: Literal["section", "class", "subclass", "group"]
    rows: int
    least_expected: float
    most_share: float
    most_chance: float


class ScoreRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of citing applications of other applicants and of the same applicant."""

    others: float
    self: float


class Lists(Struct, frozen=True, forbid_unknown_fields=True):
    """How long each list of the report is."""

    years: int
    applicants: int
    applicant_years: int
    merges: int
    countries: int
    classes: int
    pairs: int
    network: int
    inventors: int
    key_patents: int
    sources: int


class StandardPart(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of GB/T 39551-2020: number, title as published, title in English."""

    number: int
    zh: str
    en: str


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that rules.yaml declares."""

    version: int
    dated: date
    publication_lag_months: int
    lists: Lists
    citing_library_most: int
    page_most: int
    query_names: int
    life_cycle: LifeCycleRule
    white_spots: WhiteSpotRule
    key_patents: ScoreRule
    parts: tuple[StandardPart, ...]


@cache
def rules(path: Path = HERE / "rules.yaml") -> Rules:
    """The declared rules. Raises DefinitionError naming file and line."""
    file = read_located(path, "The rules of the navigation report")
    values: dict[str, Any] = file.content
    try:
        found = msgspec.convert(values, Rules, strict=False)
    except msgspec.ValidationError as error:
        key = next((name for name in values if f"`$.{name}" in str(error) or f"`{name}`" in str(error)), "")
        raise file.fault((key,) if key else (), str(error)) from None
    if not found.life_cycle.phases or found.life_cycle.period_years < 1:
        raise file.fault(("life_cycle",), "a life cycle needs periods of at least one year and a phase")
    return found
