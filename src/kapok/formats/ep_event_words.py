"""The declared table `ep_events.yaml`: dated facts of the European procedure, their ST.27 category and their words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct

from kapok.formats.declared_yaml import read_declared


class FactMeaning(Struct, frozen=True):
    """What a dated fact is: ST.27 category letter and words."""

    category: str
    words: str


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    content: dict[str, dict[str, dict[str, str]]] = read_declared(Path(__file__).parent / "ep_events.yaml").content
    return content


@cache
def facts(group: str) -> dict[str, FactMeaning]:
    """Name in the format -> meaning, for a group of the table: `sdobi`, `states` or `register`."""
    return {name: FactMeaning(entry["category"], entry["words"]) for name, entry in _table()[group].items()}


@cache
def opposition_words() -> dict[str, str]:
    """Kind code of an opposition (B781) -> words."""
    return {str(code): str(words) for code, words in _table()["oppositions"].items()}
