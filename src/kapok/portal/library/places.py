"""Names of offices and countries (ST.3 codes) in the language of the page."""

from __future__ import annotations

from kapok.codes.offices import office_name
from kapok.portal.vocabulary import name_key


def place_name(code: str) -> str:
    """The name of an office or country, the code where there is none."""
    return office_name(code, name_key())
