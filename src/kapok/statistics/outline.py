"""Chapters of the white paper as declared files: a text that quotes figures by id, a chart, tiles by city."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from kapok.codes.located_yaml import read_located
from kapok.procedures.words import LANGUAGE_FIELDS, Words
from kapok.statistics.declared import HERE, convert, indicators

QUOTE = re.compile(r"\{([^{}]*)\}")


class Chapter(Struct, frozen=True, forbid_unknown_fields=True):
    """One chapter; its table holds every figure of `section`."""

    key: str
    section: str
    title: Words
    text: Words
    chart: tuple[str, ...] = ()
    tiles: str = ""


@cache
def chapters(folder: Path = HERE / "outline") -> tuple[Chapter, ...]:
    """The chapters in order. DefinitionError for a digit typed by hand, an unknown id, or languages that quote differently."""
    return tuple(read_chapter(path) for path in sorted(folder.glob("c*.yaml")))


def read_chapter(path: Path) -> Chapter:
    """One chapter file, checked."""
    file = read_located(path, "The outline of a chapter")
    chapter = convert(file, (), file.content, Chapter)
    known = indicators()
    quoted: set[frozenset[str]] = set()
    for tag in LANGUAGE_FIELDS:
        text = chapter.text.in_language(tag)
        ids = QUOTE.findall(text)
        for each in (*ids, *chapter.chart, *([chapter.tiles] if chapter.tiles else [])):
            if each not in known:
                raise file.fault(("text", tag), f"there is no indicator '{each}'", "Quote an indicator by its id")
        if digit := re.search(r"\d", QUOTE.sub("", text + chapter.title.in_language(tag))):
            raise file.fault(
                ("text", tag), f"the digit '{digit[0]}' is typed by hand", "Quote an indicator by its id in braces"
            )
        quoted.add(frozenset(ids))
    if len(quoted) > 1:
        raise file.fault(("text",), "the languages quote different figures", "Quote the same ids in all four")
    return chapter


@cache
def wording(path: Path = HERE / "words.yaml") -> dict[str, Words]:
    """Words of the paper by key."""
    file = read_located(path, "The words of the white paper")
    return {key: convert(file, ("words", key), value, Words) for key, value in file.content["words"].items()}
