"""The words of a kind of report in four languages, from its declared file `<name>.yaml`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from kapok.codes.declared import LANGUAGES, read_yaml
from kapok.errors import DefinitionError


@cache
def _words(name: str) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = read_yaml(name, "kapok.documents")["words"]
    for key, texts in words.items():
        if set(texts) != set(LANGUAGES):
            raise DefinitionError(
                f"The declared file {name}.yaml cannot be used", f"'{key}' is not there in four languages", "Complete it"
            )
    return words


def words_in(name: str, language: str) -> Callable[..., str]:
    """A function from key and values to the words in `language` (English for another)."""
    table = _words(name)
    chosen = language if language in LANGUAGES else "en"

    def say(key: str, **values: object) -> str:
        text = table[key][chosen]
        return text.format(**values) if values else text

    return say
