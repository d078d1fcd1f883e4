"""The working of a check in the language of the paper: sentences of fixed form, told again by `working.yaml`."""

from __future__ import annotations

import re
from functools import cache

from kapok.codes.located_yaml import read_located
from kapok.procedures.words import Words
from kapok.statistics.declared import HERE, convert

SUBJECT = "The words of workings"


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Words], ...]:
    file = read_located(HERE / "working.yaml", SUBJECT)
    found = []
    for key, value in file.content["forms"].items():
        words = convert(file, ("forms", key), value, Words)
        pieces = re.split(r"\{(\w)\}", words.en)
        pattern = "".join(f"(?P<{piece}>.+?)" if n % 2 else re.escape(piece) for n, piece in enumerate(pieces))
        found.append((re.compile(pattern, re.DOTALL), words))
    # the longer form first, so that a special one is not taken for a general one
    return tuple(sorted(found, key=lambda each: -len(re.sub(r"\{\w\}", "", each[1].en))))


@cache
def _inside() -> tuple[Words, ...]:
    file = read_located(HERE / "working.yaml", SUBJECT)
    return tuple(convert(file, ("inside", key), value, Words) for key, value in file.content["inside"].items())


def tell_working(working: str, language: str) -> str:
    """The working in a language; what has none of the forms is arithmetic and stays as it is."""
    if language == "en":
        return working
    for pattern, words in _forms():
        if match := pattern.fullmatch(working):
            parts = match.groupdict()
            for each in _inside():
                parts = {name: text.replace(each.en, each.in_language(language)) for name, text in parts.items()}
            return words.in_language(language).format(**parts)
    return working
