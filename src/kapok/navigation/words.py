"""The words of the report in one language, from `words.yaml`."""

from __future__ import annotations

from functools import cache

from kapok.codes.declared import LANGUAGES, read_yaml
from kapok.errors import DefinitionError, InputError


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = read_yaml("words", "kapok.navigation")["words"]
    for key, texts in table.items():
        if not isinstance(texts, dict) or set(texts) != set(LANGUAGES):
            raise DefinitionError(
                "The words of the navigation report cannot be used", f"'{key}' is not there in four languages", "Complete it"
            )
    return table


def require_report_language(language: str) -> str:
    """`language` where the report is made in it, else InputError."""
    if language not in LANGUAGES:
        raise InputError(f"There is no report in '{language[:20]}'", "", f"Take one of: {', '.join(LANGUAGES)}")
    return language


class Say:
    """The words in one language: `say("year")`, `say("phase_now", phase="growth")`."""

    def __init__(self, language: str) -> None:
        self.language = require_report_language(language)

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key; a key that is not declared is a mistake of the program (KeyError)."""
        text = _table()[key][self.language]
        return text.format(**values) if values else text

    def number(self, value: float) -> str:
        """A number with thousands parted as the language does."""
        parted = f"{value:,}"
        return parted.replace(",", "\u00a0") if self.language == "pt" else parted
