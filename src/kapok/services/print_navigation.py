"""Write a navigation report as a page, a PDF or a workbook."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from kapok.errors import InputError
from kapok.navigation.model import NavigationReport
from kapok.navigation.page import whole_page
from kapok.navigation.words import require_report_language

FORMS = (".html", ".pdf", ".xlsx")
MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media type of each form."""

PLATFORM = "http://127.0.0.1:8000"
"""Where the links of a file lead when nothing is said (`kapok serve` on this machine)."""


def require_form(target: Path, language: str) -> None:
    """Raises InputError for a file name or language that no report is made in: before the work, not after it."""
    require_report_language(language)
    if target.suffix.lower() not in FORMS:
        raise InputError(f"{target.name} cannot be written", f"its name ends in none of {', '.join(FORMS)}", "Name such a file")
    if not target.parent.is_dir():
        raise InputError(f"{target} cannot be written", f"there is no folder {target.parent}", "Make the folder first")


def render_navigation(report: NavigationReport, form: str, language: str, origin: str = "") -> bytes:
    """The report in a form: html, pdf or xlsx. Raises InputError for another, BackendError where a font is missing."""

    def pdf() -> bytes:
        from kapok.navigation.printed import printed  # typst takes long to import, and only this form needs it

        return printed(report, language)

    def xlsx() -> bytes:
        from kapok.navigation.workbook import workbook

        return workbook(report, language)

    forms: dict[str, Callable[[], bytes]] = {
        "html": lambda: whole_page(report, language, origin or os.environ.get("KAPOK_ORIGIN", "") or PLATFORM),
        "pdf": pdf,
        "xlsx": xlsx,
    }
    if form not in forms:
        raise InputError(f"There is no report as '{form[:20]}'", "", f"Take one of: {', '.join(forms)}")
    return forms[form]()


def write_navigation(report: NavigationReport, target: Path, language: str, origin: str = "") -> None:
    """Write the report to a file whose ending names the form; the file appears whole."""
    require_form(target, language)
    temporary = target.with_name(target.name + ".writing")
    temporary.write_bytes(render_navigation(report, target.suffix.lower().lstrip("."), language, origin))
    temporary.replace(target)
