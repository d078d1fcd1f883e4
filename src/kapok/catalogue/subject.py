"""Subject databases as files: `subjects/<key>.yaml`, one each, read strictly.

A file holds names and scope notes in four languages, what is left out and why, the query (CQL) that defines the set, who
curates it, and its version with the day it was made. An unknown or missing key is a DefinitionError that names the file.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from kapok.codes.categories import category_keys
from kapok.codes.classes import normalise_symbol
from kapok.errors import DefinitionError, InputError
from kapok.search.languages import parse_query

FOLDER = Path(__file__).parent / "subjects"
LOCALES = ("en", "zh-Hans", "zh-Hant", "pt")
"""Languages in which every subject database is named and explained."""


class SubjectDatabase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One subject database. `query` is CQL over `category`; `classes` lists the symbols that it rests on, for readers.

    `version` is a whole number that grows with every change of the query; `dated` the day of this version.
    `exclusions` say what the query leaves out on purpose.
    """

    key: str
    names: dict[str, str]
    scopes: dict[str, str]
    exclusions: dict[str, str]
    category: str
    query: str
    classes: dict[str, list[str]]
    curator: str
    version: int
    dated: date


@lru_cache(maxsize=1)
def subjects() -> tuple[SubjectDatabase, ...]:
    """Every subject database, in the order of their keys."""
    return tuple(read_subject(path) for path in sorted(FOLDER.glob("*.yaml")))


def find_subject(key: str) -> SubjectDatabase | None:
    """The subject database of that key, or None."""
    return next((subject for subject in subjects() if subject.key == key), None)


def read_subject(path: Path) -> SubjectDatabase:
    """Read and check one file; DefinitionError names the file and the key that is wrong."""
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        subject = msgspec.convert(data, SubjectDatabase)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DefinitionError(
            f"The subject database {path.name} cannot be read", str(error), "Compare it with another file in that folder"
        ) from error
    _check(subject, path)
    return subject


def _check(subject: SubjectDatabase, path: Path) -> None:
    """What the types cannot say: all languages present, the key is the file's name, a query and classes that can be read."""
    for field in ("names", "scopes", "exclusions"):
        texts: dict[str, str] = getattr(subject, field)
        missing = [locale for locale in LOCALES if not texts.get(locale, "").strip()]
        unknown = sorted(set(texts) - set(LOCALES))
        if missing or unknown:
            why = f"{field} lacks {', '.join(missing)}" if missing else f"{field} has the unknown key {', '.join(unknown)}"
            raise DefinitionError(f"The subject database {path.name} is incomplete", why, f"Give {field} in four languages")
    faults = {
        f"key is {subject.key!r}, the file is {path.name}": subject.key != path.stem,
        f"category {subject.category!r} is none of the 15": subject.category not in category_keys(),
        "curator is empty": not subject.curator.strip(),
        f"version is {subject.version}, the first is 1": subject.version < 1,
    }
    for why, wrong in faults.items():
        if wrong:
            raise _wrong(path, why)
    try:
        parse_query(subject.query, "cql")
        for scheme, symbols in subject.classes.items():
            for symbol in symbols:
                normalise_symbol(scheme, symbol)
    except InputError as error:
        raise _wrong(path, f"query or classes: {error}") from error


def _wrong(path: Path, why: str) -> DefinitionError:
    return DefinitionError(f"The subject database {path.name} is wrong", why, "Correct the file")
