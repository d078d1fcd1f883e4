"""The navigation report as data: what was asked, what it rests on, its parts. Counts are applications unless said otherwise.

`condition` is the CQL that narrows the report's query to the applications of a row: the figure is the total of the search
`(query) and (condition)` among patents, grouped by right. "" means that no one query says the same; then the rule of the part
says how the figure came about.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Level = Literal["section", "class", "subclass", "group"]
MergeRule = Literal["spelling", "company_form", "alias", "stated_together"]


class Count(Struct, frozen=True):
    """How many applications have a value."""

    value: str
    count: int
    condition: str = ""


class YearRow(Struct, frozen=True):
    """One year: applications, distinct applicants (merged) among them; `complete` is False while some may still be secret."""

    year: int
    count: int
    applicants: int
    complete: bool
    condition: str


class Trends(Struct, frozen=True, kw_only=True):
    """By filing year and by year of publication; `complete_through`: the last year that is whole in each (0: none)."""

    filing: tuple[YearRow, ...]
    publication: tuple[YearRow, ...]
    complete_through: int
    publication_complete_through: int


class Period(Struct, frozen=True, kw_only=True):
    """One period of the life cycle; changes in percent from the period before (None in the first); `phase` "" = too few."""

    first_year: int
    last_year: int
    count: int
    applicants: int
    count_change: float | None
    applicants_change: float | None
    phase: str


class Applicant(Struct, frozen=True, kw_only=True):
    """One applicant with all spellings merged into it; `years`: filing year -> applications."""

    name: str
    count: int
    spellings: int
    condition: str
    years: dict[int, int] = {}


class Merge(Struct, frozen=True):
    """One spelling (`written`, `count` applications) that was counted as `name`, by which rule, on whose word."""

    name: str
    written: str
    rule: MergeRule
    count: int
    source: str = ""


class Pair(Struct, frozen=True):
    """Two applicants named together in the same publications."""

    one: str
    other: str
    count: int
    condition: str


class CellOfMatrix(Struct, frozen=True):
    """Applications with the row's class and the column's value; `expected` if the two had nothing to do with each other."""

    row: str
    column: str
    count: int
    expected: float
    thin: bool
    condition: str


class Matrix(Struct, frozen=True):
    """Rows against columns; cells row by row."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[CellOfMatrix, ...]


class WhiteSpots(Struct, frozen=True):
    """Class against class, class against filing year; `scheme` ipc or cpc, whichever more applications have."""

    scheme: str
    classes: Matrix
    years: Matrix


class KeyPatent(Struct, frozen=True, kw_only=True):
    """One much-cited application: `key` of a publication of it; `citing`: its citing applications are a search of their own."""

    key: str
    title: str
    applicants: tuple[str, ...]
    filing_year: int
    by_others: int
    by_self: int
    self_names: tuple[str, ...]
    score: float
    citing: str


class Classes(Struct, frozen=True):
    """One scheme: applications by symbol at each level, and how many different symbols each level has."""

    scheme: str
    levels: dict[str, tuple[Count, ...]]
    distinct: dict[str, int]


class SourceRow(Struct, frozen=True):
    """One source of the found publications and their newest publication date."""

    name: str
    publications: int
    newest: str


class LeftOut(Struct, frozen=True):
    """What a part could not count: `what` is a word of the report (`no_filing_date`); for a list: how many it shows of all."""

    what: str
    count: int
    shown: int = 0
    condition: str = ""


class Question(Struct, frozen=True, kw_only=True):
    """What a report is about and what it rests on.

    `query`: canonical CQL of everything counted; `interpreted`: the tree in words by language, as (depth, words).
    `data_date`: newest publication of any patent of the library; `indexed_at`: since when its data stand as they are.
    `status` counts applications.
    """

    title: dict[str, str]
    subject: str = ""
    asked: str
    query: str
    interpreted: dict[str, tuple[tuple[int, str], ...]]
    from_year: int = 0
    to_year: int = 0
    made_at: str
    data_date: str
    indexed_at: str
    status: tuple[Count, ...]
    citing_scope: Literal["library", "found"]


class NavigationReport(Question, frozen=True, kw_only=True):
    """The whole report: the question and what was found."""

    sources: tuple[SourceRow, ...]
    publications: int
    applications: int
    families: int
    rules_version: int
    trends: Trends
    life_cycle: tuple[Period, ...]
    phase: str
    classes: tuple[Classes, ...]
    white_spots: WhiteSpots | None
    applicant_countries: tuple[Count, ...]
    offices: tuple[Count, ...]
    priority_countries: tuple[Count, ...]
    applicants: tuple[Applicant, ...]
    merges: tuple[Merge, ...]
    pairs: tuple[Pair, ...]
    inventors: tuple[Count, ...]
    key_patents: tuple[KeyPatent, ...]
    left_out: tuple[LeftOut, ...]
    seconds: float = 0.0
