"""What an indicator is: a published number with its definition, its population, its period and whoever produces it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from kapok.procedures.words import Words

Kind = Literal["figure", "label", "ordinal", "list_size"]
Qualifier = Literal["exact", "over", "nearly"]
By = Literal["events", "register", "records", "report", "none"]


class Producer(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a figure comes from.

    `events`: cases of `procedure` in which the action `counts` happened, or that stand in `states`; without either, what the
    procedure's own `indicators` say; with `of`, only where the office belongs to that authority. `register`: entries of `list`
    in `register` that carry `tag`: those that came in the year (flow) or are in force on its last day (stock). `records`:
    current records of `category` (and of `offices`) dated on or before the day; the CQL `query` opens them. `report`: the
    signed report of `authority`, who also answers where the platform does not hold the source.
    `distinct` counts each office, case, region or holder once; `total` adds the quantities of entries instead of counting them.
    """

    by: By
    authority: str = ""
    procedure: str = ""
    counts: str = ""
    states: tuple[str, ...] = ()
    distinct: Literal["", "case", "office", "region", "holder"] = ""
    of: str = ""
    register: str = ""
    list: str = ""
    tag: str = ""
    total: bool = False
    offices: tuple[str, ...] = ()
    category: str = ""
    query: str = ""

    @property
    def text(self) -> str:
        """The producer in one line: `events P11 approve_filing`, `report courts`."""
        parts = {
            "events": [self.procedure, self.counts or ",".join(self.states), self.of],
            "register": [self.register, self.list, self.tag],
            "records": [self.category, self.query],
            "report": [self.authority],
            "none": [],
        }[self.by]
        return " ".join([self.by, *(part for part in parts if part)])


class Indicator(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One version of an indicator. `rounding` is the step to which figures are rounded, as a decimal text ("1", "0.1", "1000").

    `same_as` names the indicator that states the same event elsewhere; `implied` figures are counted from a list in a text;
    `changed` says what another version means otherwise (a comparison across versions shows it).
    """

    id: str
    section: str
    version: str
    in_force_from: date
    kind: Kind
    names: Words
    unit: str
    measure: Literal["flow", "stock"]
    period: Literal["year", "at_date", "change_on_year", "named"]
    qualifier: Qualifier
    rounding: str
    producer: Producer
    population: Words | None = None
    definition: Words | None = None
    period_note: str = ""
    same_as: str = ""
    implied: bool = False
    changed: str = ""

    @property
    def step(self) -> Decimal:
        """The rounding step."""
        return Decimal(self.rounding)


class Unit(Struct, frozen=True, forbid_unknown_fields=True):
    """One unit of the closed list; a figure has at most `decimals` places."""

    decimals: int
    names: Words


class City(Struct, frozen=True, forbid_unknown_fields=True):
    """One city of the province; `column` and `row` place its tile."""

    column: int
    row: int
    names: Words


class Register(Struct, frozen=True, forbid_unknown_fields=True):
    """A register that figures are counted from.

    `kept`: its entries are handed to Kapok (`kapok indicators register`). `records`: they are current records of `category` and
    `offices` in the lake whose text names one of `places` (none named: all); their `tag` is an attribute of the record.
    """

    source: Literal["kept", "records"]
    names: Words
    category: str = ""
    offices: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Reporting(Struct, frozen=True, forbid_unknown_fields=True):
    """How authorities report: the day of the next year by which figures are due, reminders around it, what is a jump."""

    in_force_from: str
    due_month: int
    due_day: int
    remind_before: tuple[int, ...]
    remind_after: tuple[int, ...]
    jump: int


class Cell(Struct, frozen=True):
    """One computed value: a place (province, city, county), a month (0: the year), and where it came from."""

    id: str
    region: str
    month: int
    value: str
    origin: str


class Figure(Struct, frozen=True, kw_only=True):
    """One value of an indicator: `value` is a decimal text, `region` a GB/T 2260 code, `month` 0 for the whole year.

    `origin` says what it was computed or taken from (`events`, `records`, `register`, `report`, `shipped`), `source` the digest
    of that snapshot (hex SHA-256), `version` counts the corrections of a report from 1.
    """

    id: str
    year: int
    value: str
    unit: str
    region: str = "440000"
    month: int = 0
    qualifier: Qualifier = "exact"
    origin: str = "shipped"
    authority: str = ""
    source: str = ""
    version: int = 1
    definition_version: str = "1"

    @property
    def number(self) -> Decimal:
        """The value as a number."""
        return Decimal(self.value)
