"""Registers of offices that can be inquired of, as files: `registers/<key>.yaml`, one each, read strictly.

A file names the office (ST.3) and category, by what fields the register is asked, and its statuses in four languages. The
portal makes pages and API from it, so that the register of another office is another file.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from kapok.codes.categories import category_keys
from kapok.codes.declared import LANGUAGES
from kapok.codes.located_yaml import LocatedFile, read_located
from kapok.codes.offices import is_office_code
from kapok.search.fields import fields

FOLDER = Path(__file__).parent / "registers"
SUBJECT = "The register"


class RegisterStatus(Struct, frozen=True, forbid_unknown_fields=True):
    """One status of the office: every way in which its files write it, and its name in four languages."""

    words: tuple[str, ...]
    en: str
    zh_hans: str = field(name="zh-Hans")
    zh_hant: str = field(name="zh-Hant")
    pt: str

    @property
    def names(self) -> dict[str, str]:
        """The name by language."""
        return {"en": self.en, "zh-Hans": self.zh_hans, "zh-Hant": self.zh_hant, "pt": self.pt}


class Register(Struct, frozen=True, forbid_unknown_fields=True):
    """One register. `key` stands in addresses, `aliases` lead there; `inquire_by` are query fields in the order of the form."""

    key: str
    office: str
    category: str
    names: dict[str, str]
    notes: dict[str, str]
    inquire_by: tuple[str, ...]
    source: str
    dated: str
    statuses: tuple[RegisterStatus, ...]
    aliases: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def registers() -> tuple[Register, ...]:
    """Every register, in the order of their keys."""
    return tuple(read_register(path) for path in sorted(FOLDER.glob("*.yaml")))


def find_register(key: str) -> Register | None:
    """The register of that key or alias, in any case; None where there is none."""
    wanted = key.casefold()
    return next((each for each in registers() if wanted == each.key or wanted in each.aliases), None)


@cache
def _status_names(office: str, category: str) -> dict[str, dict[str, str]]:
    chosen = [each for each in registers() if each.office == office and each.category == category]
    return {_folded(word): status.names for each in chosen for status in each.statuses for word in status.words}


def office_status_name(office: str, category: str, words: str, language: str) -> str:
    """The office's status in a language; "" where no register declares it (the office's own words stand then)."""
    return _status_names(office, category).get(_folded(words), {}).get(language, "")


def read_register(path: Path) -> Register:
    """Read and check one file; DefinitionError names file and line."""
    located = read_located(path, SUBJECT)
    try:
        register = msgspec.convert(located.content, Register)
    except msgspec.ValidationError as error:
        raise located.fault((), str(error)) from None
    _check(register, located, path)
    return register


def _check(register: Register, located: LocatedFile, path: Path) -> None:
    faults: dict[str, tuple[str | int, ...]] = {}
    if register.key != path.stem:
        faults[f"key is {register.key!r}, the file is {path.name}"] = ("key",)
    if not is_office_code(register.office):
        faults[f"{register.office!r} is no office code of ST.3"] = ("office",)
    if register.category not in category_keys():
        faults[f"category {register.category!r} is none of the 15"] = ("category",)
    for name in ("names", "notes"):
        texts: dict[str, Any] = getattr(register, name)
        if set(texts) != set(LANGUAGES):
            faults[f"{name} are in {', '.join(texts)}, not in {', '.join(LANGUAGES)}"] = (name,)
    for place, key in enumerate(register.inquire_by):
        if key not in fields():
            faults[f"there is no query field {key!r}"] = ("inquire_by", place)
    seen: set[str] = set()
    for place, status in enumerate(register.statuses):
        words = set(map(_folded, status.words))
        if twice := words & seen:
            faults[f"the status {min(twice)!r} is declared twice"] = ("statuses", place)
        seen |= words
    for what, where in faults.items():
        raise located.fault(where, what)


def _folded(words: str) -> str:
    return " ".join(words.replace("_", " ").casefold().split())
