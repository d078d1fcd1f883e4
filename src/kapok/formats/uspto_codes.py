"""The declared words for USPTO codes (`uspto_codes.yaml`)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = yaml.safe_load(files("kapok.formats").joinpath("uspto_codes.yaml").read_text("utf-8"))
    return tables


def patent_type_of(source_word: str) -> str:
    """Kapok's patent type for the source's word for the application (`utility` -> `invention`), the word if unknown."""
    return _tables()["patent_types"].get(source_word.lower(), source_word.lower() or "invention")


def application_type_of(code: str) -> str:
    """The word for a green book application type (`1` -> `utility`); "" if unknown."""
    return _tables()["application_types"].get(code, "")


def kind_before_2001(source_word: str) -> str:
    """The ST.16 kind of a document printed without one."""
    return _tables()["kinds_before_2001"].get(source_word, "A")


def assignee_type(code: str) -> str:
    """The words for an assignee type code (`02`, `2`); "" if there is none."""
    return _tables()["assignee_types"].get(code.strip().zfill(2), "") if code.strip() else ""


def country_words() -> dict[str, str]:
    """Unusual English names of countries and offices, in capitals -> ST.3 code."""
    return _tables()["country_words"]


def old_country(code: str) -> str:
    """The ST.3 code for a country code from before 1978 (`DT` -> `DE`); any other code as it is."""
    return _tables()["old_countries"].get(code, code)
