"""The searchable fields, declared in `fields.yaml`: found by any of their names, in any of four languages.

A field has one key (`filing_date`), CQL index names (`ad`, `filingdate`), Chinese aliases (申请日) and a display name per
language. Names are compared folded (`kapok.search.normalise_text.fold`), so 申請日 and ＡＤ are found too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from kapok.codes.declared import read_yaml
from kapok.errors import DefinitionError
from kapok.search.normalise_text import fold

Kind = Literal["text", "name", "number", "date", "class", "keyword", "citation", "integer"]
_EITHER = re.compile(r" or | ou |或")
_NOT_LETTERS = re.compile(r"[\s_\-]+")


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One searchable field.

    `cql`: index names, the first is the one printed. `over`: keys of the fields that a virtual field searches.
    `scheme`: the classification of a class field. `values`: for a keyword field, value -> other words for it.
    """

    key: str
    kind: Kind
    cql: tuple[str, ...]
    zh: tuple[str, ...]
    names: dict[str, str]
    over: tuple[str, ...] = ()
    scheme: str = ""
    values: dict[str, tuple[str, ...]] = {}

    def aliases(self) -> tuple[str, ...]:
        """Every name that a query may use: CQL indexes, the key, Chinese aliases, names in four languages.

        A name that offers two words (`Requerente ou titular`) gives each of them too.
        """
        return tuple(dict.fromkeys((*self.cql, self.key, *self.zh, *self._display_names())))

    def _display_names(self) -> tuple[str, ...]:
        names = tuple(self.names.values())
        return names + tuple(part for name in names if _EITHER.search(name) for part in _EITHER.split(name))


@cache
def fields() -> dict[str, Field]:
    """All fields by key, in declared order. Raises DefinitionError for a wrong file."""
    try:
        declared = msgspec.convert(read_yaml("fields", "kapok.search"), list[Field])
    except msgspec.ValidationError as error:
        raise _wrong(str(error)) from error
    known = {field.key: field for field in declared}
    if len(known) != len(declared):
        raise _wrong("two fields have the same key")
    for field in declared:
        for part in field.over:
            if part not in known:
                raise _wrong(f"field '{field.key}' searches '{part}', which is no field")
    return known


def _wrong(why: str) -> DefinitionError:
    return DefinitionError("The declared file search/fields.yaml cannot be used", why, "Correct the file")


@cache
def _by_name() -> dict[str, str]:
    """Folded name -> key. CQL names, keys and Chinese aliases must be unique; display names fill what is free."""
    found: dict[str, str] = {}
    for field in fields().values():
        for name in (*field.cql, field.key, *field.zh):
            if found.setdefault(fold(name), field.key) != field.key:
                raise _wrong(f"the name '{name}' stands for both '{found[fold(name)]}' and '{field.key}'")
    for field in fields().values():
        for name in field.aliases():
            found.setdefault(fold(name), field.key)
    return found


def get_field(key: str) -> Field:
    """The field with this key; KeyError for an unknown one (a key comes from a tree, never from a person)."""
    return fields()[key]


def find_field(name: str) -> Field | None:
    """The field that `name` names in any language, or None."""
    key = _by_name().get(fold(name.strip()))
    return None if key is None else fields()[key]


def suggest_fields(name: str, limit: int = 3, at_least: float = 65) -> list[str]:
    """Names that look like a mistyped `name`, best first (`titel` -> `title`); `at_least` is their likeness in percent."""
    from rapidfuzz import fuzz, process  # only a mistyped name needs it; it takes a tenth of a second to import

    close = process.extract(fold(name), list(_by_name()), scorer=fuzz.ratio, limit=limit, score_cutoff=at_least)
    return [match[0] for match in close]


def searched_keys(key: str) -> tuple[str, ...]:
    """The keys of the real fields that a field searches: its own, or those a virtual field stands over."""
    return fields()[key].over or (key,)


def field_name(key: str, locale: str = "en") -> str:
    """The display name of a field (`locale`: en, zh-Hans, zh-Hant, pt; English for any other)."""
    names = fields()[key].names
    return names.get(locale, names["en"])


@cache
def _values() -> dict[str, dict[str, str]]:
    """Field key -> bare word -> value, of the keyword fields whose values are declared."""
    found = {field.key: _value_words(field.values) for field in fields().values() if field.values}
    categories = {each["key"]: tuple(each["names"].values()) for each in read_yaml("categories")}
    found["category"] = _value_words(categories)
    return found


def _value_words(values: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {bare(word): value for value, words in values.items() for word in (value, *words)}


def bare(word: str) -> str:
    """A value's word without case, width, blanks, hyphens and underscores: `In Force` -> `inforce`."""
    return _NOT_LETTERS.sub("", fold(word))


def find_value(key: str, word: str) -> str | None:
    """The declared value that `word` means in the keyword field `key` (有效 -> in_force), or None."""
    return _values().get(key, {}).get(bare(word))


def declared_values(key: str) -> tuple[str, ...]:
    """The values that a keyword field can take; () where they are open."""
    return tuple(dict.fromkeys(_values().get(key, {}).values()))
