"""All sections of the report, in the order of its parts."""

from __future__ import annotations

from kapok.navigation import sections_basis, sections_parts
from kapok.navigation.layout import Section, Setting
from kapok.navigation.model import NavigationReport
from kapok.navigation.words import Say


def sections(report: NavigationReport, language: str) -> tuple[Section, ...]:
    """The report laid out in a language. Raises InputError for a language without words."""
    at = Setting(report, Say(language))
    return (
        sections_basis.basis(at), sections_basis.trends(at), sections_basis.life_cycle(at), sections_parts.classes(at),
        sections_parts.countries(at), sections_parts.applicants(at), sections_parts.merges(at), sections_parts.pairs(at),
        sections_basis.status(at), sections_parts.white_spots(at), sections_parts.key_patents(at),
        sections_parts.inventors(at), sections_basis.left_out(at),
    )  # fmt: skip
