"""Reasons in words: the sentence of a rule in four languages, filled with its values. Declared in `reasons.yaml`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files

from kapok.codes.declared import LANGUAGES
from kapok.errors import DefinitionError
from kapok.similarity.declared import DeclaredFile, check_keys, declared_file, fault
from kapok.similarity.plane import Reason

FILES = ("reasons.yaml", "reasons_goods_figure.yaml")
"""The declared files, each with rules of its own."""

_PLACE = re.compile(r"\{([a-z_]+)\}")


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Rule -> language -> sentence with places in braces; `DefinitionError` naming the line where one is missing."""
    rules: dict[str, dict[str, str]] = {}
    for name in FILES:
        with as_file(files("kapok.similarity") / name) as path:
            rules |= _rules_of(declared_file(path))
    return rules


def _rules_of(table: DeclaredFile) -> dict[str, dict[str, str]]:
    check_keys(table, (), {"source", "date", "rules"})
    for rule, texts in table.content["rules"].items():
        check_keys(table, ("rules", rule), set(LANGUAGES))
        missing = [language for language in LANGUAGES if not texts.get(language)]
        if missing:
            raise fault(table, ("rules", rule), f"the rule '{rule}' has no sentence in {', '.join(missing)}")
        if len({frozenset(_PLACE.findall(text)) for text in texts.values()}) > 1:
            raise fault(table, ("rules", rule), f"the sentences of '{rule}' name different values")
    rules: dict[str, dict[str, str]] = table.content["rules"]
    return rules


def words(reason: Reason, language: str) -> str:
    """The sentence of `reason` in `language` (zh-Hans, zh-Hant, en, pt; English for another), with its values filled in."""
    texts = sentences().get(reason.rule)
    if texts is None:
        raise DefinitionError(
            "A reason cannot be told",
            f"the rule '{reason.rule}' has no sentences in reasons.yaml",
            "Add the rule with its four sentences",
        )
    text = texts.get(language) or texts["en"]
    return _PLACE.sub(lambda place: reason.values.get(place.group(1), ""), text)
