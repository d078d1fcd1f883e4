"""The report as sections of tables and charts in one language: what page, file, workbook and PDF all print."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from kapok.navigation.conditions import full
from kapok.navigation.declared import rules
from kapok.navigation.model import NavigationReport
from kapok.navigation.words import Say


class Cell(Struct, frozen=True):
    """One cell: `number` where it is one (then `text` is how it is printed); what it leads to: a query or a record's key."""

    text: str
    number: float | None = None
    query: str = ""
    record: str = ""
    mark: str = ""


class Table(Struct, frozen=True):
    """A table under a caption; `marks`: for each row the text by which its mark in the chart is known ("" = none)."""

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: tuple[str, ...] = ()


class Chart(Struct, frozen=True):
    """A Vega-Lite specification and what it shows in words."""

    caption: str
    spec: dict[str, Any]


class Section(Struct, frozen=True, kw_only=True):
    """One part of the report. `part`: the part of GB/T 39551 that it serves."""

    key: str
    heading: str
    part: str
    paragraphs: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()


class Setting(Struct, frozen=True):
    """What every section is laid out with: the report, its words, its language."""

    report: NavigationReport
    say: Say

    @property
    def language(self) -> str:
        """BCP 47 tag of the language."""
        return self.say.language

    def text(self, value: str) -> Cell:
        """A cell of text."""
        return Cell(value)

    def count(self, value: int, condition: str = "") -> Cell:
        """A figure, linked to its search where `condition` says the same."""
        return Cell(self.say.number(value), value, full(self.report.query, condition) if condition else "")

    def share(self, value: int) -> Cell:
        """A figure as a share of all applications."""
        whole = self.report.applications
        percent = round(100 * value / whole, 1) if whole else 0.0
        return Cell(f"{percent:.1f} %", percent)

    def section(
        self,
        key: str,
        part: int,
        *paragraphs: str,
        charts: tuple[Chart, ...] = (),
        tables: tuple[Table, ...] = (),
    ) -> Section:
        """A section with the heading `s_<key>`; without rows it says that nothing was found."""
        standard = next(each for each in rules().parts if each.number == part)
        title = standard.zh if self.language.startswith("zh") else standard.en
        kept = tuple(table for table in tables if table.rows)
        if not kept:
            paragraphs = (*paragraphs, self.say("none")) if not self.say_nothing(key) else paragraphs
        return Section(
            key=key, heading=self.say(f"s_{key}"), part=self.say("part", number=part, title=title), paragraphs=paragraphs,
            charts=charts if kept else (), tables=kept,
        )  # fmt: skip

    @staticmethod
    def say_nothing(key: str) -> bool:
        """Whether an empty section explains itself."""
        return key in ("merges", "left_out")


def title_of_report(report: NavigationReport, language: str) -> str:
    """The title: the subject database's name, else the query as it was asked."""
    name = report.title.get(language) or report.title["en"]
    return f"{Say(language)('report')}: {name if len(name) <= 120 else name[:119] + '…'}"
