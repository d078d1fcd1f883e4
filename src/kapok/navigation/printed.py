"""The report as a PDF by way of `kapok.documents`: the same sections, charts as pictures."""

from __future__ import annotations

from kapok.documents import report as documents
from kapok.documents.pdf import render_report
from kapok.navigation.charts import svg
from kapok.navigation.layout import Section, title_of_report
from kapok.navigation.model import NavigationReport
from kapok.navigation.sections import sections
from kapok.navigation.words import Say


def printed(report: NavigationReport, language: str) -> bytes:
    """The PDF. Raises BackendError where the machine has no Chinese font."""
    say = Say(language)
    foot = say("foot", made=report.made_at, date=report.data_date or say("unknown_day"))
    made = documents.Report(
        title=title_of_report(report, language), subtitle=foot, language=language, made=foot,
        sections=tuple(each for part in sections(report, language) for each in _sections(part)),
    )  # fmt: skip
    return render_report(made)


def _sections(part: Section) -> list[documents.Section]:
    """A section of the report as sections of a document: one for each table, the charts with the first."""
    pictures = tuple(documents.Picture(svg(chart.spec), chart.caption) for chart in part.charts)
    opening = documents.Section(part.heading, (part.part, *part.paragraphs), pictures=pictures)
    tables = [
        documents.Section(
            table.caption,
            (),
            documents.Table(table.head, tuple(tuple(cell.text for cell in row) for row in table.rows)),
            level=2,
        )
        for table in part.tables
    ]
    return [opening, *tables]
