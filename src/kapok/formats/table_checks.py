"""Whether a table mapping makes sense: fields that its records have, patterns that compile, keys that columns fill."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import get_type_hints

from kapok.formats import table_mapping as m
from kapok.formats.declared_yaml import DeclaredFile, YamlPath
from kapok.formats.text_decoding import KNOWN_REPAIRS
from kapok.records.record import Design, GeneralRecord, GeographicalIndication, Mark, Patent, Record
from kapok.records.text import Text

RECORD_CLASSES: dict[str, type[Record]] = {
    "patent": Patent,
    "mark": Mark,
    "design": Design,
    "geographical_indication": GeographicalIndication,
    **dict.fromkeys(
        ("layout_design", "plant_variety", "copyright", "data_asset", "decision", "judgment", "customs", "literature",
         "law", "organisation", "transaction"),
        GeneralRecord,
    ),
}  # fmt: skip
"""The class of record for each of the 15 categories."""

_IDENTITY_FIELDS = {"key", "category", "office_code", "number", "right_id"}


@cache
def fields_of_kind(category: str, kind: str) -> frozenset[str]:
    """The fields of a category's record that a conversion may fill. `kind`: texts, words, word_lists, days, integers."""
    found = set()
    for name, annotation in get_type_hints(RECORD_CLASSES[category]).items():
        if name in _IDENTITY_FIELDS:
            continue
        is_day = annotation is str and name.endswith("_date")
        shape = (
            "days" if is_day
            else "words" if annotation is str
            else "texts" if annotation == tuple[Text, ...]
            else "word_lists" if annotation == tuple[str, ...]
            else "integers" if annotation is int
            else ""
        )  # fmt: skip
        if shape == kind:
            found.add(name)
    return frozenset(found | ({"document_date"} if kind == "days" else set()))


def check_mapping(declared: DeclaredFile, mapping: m.Mapping) -> None:
    """Raise `DefinitionError` for what the types alone do not show: fields, patterns, keys, names."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", mapping.name):
        raise declared.fault(("name",), f"the name '{mapping.name}' is not lower case words joined by hyphens")
    for category in mapping.all_categories():
        if category not in RECORD_CLASSES:
            raise declared.fault(
                ("category",), f"there is no category '{category}'", f"Take one of: {', '.join(RECORD_CLASSES)}"
            )
    for place, encoding in enumerate(mapping.encoding):
        try:
            _ = encoding in KNOWN_REPAIRS or codecs.lookup(encoding)
        except LookupError:
            raise declared.fault(("encoding", place), f"there is no encoding '{encoding}'") from None
    if len(mapping.delimiter) > 1:
        raise declared.fault(("delimiter",), "a delimiter is one character")
    if not mapping.columns:
        raise declared.fault((), "it maps no columns")
    if not mapping.detect and mapping.heading_row:
        raise declared.fault(("detect",), "it names no column by which the table is recognised")
    _check_key(declared, mapping.key, mapping.columns, ("key",))
    categories = mapping.categories()
    _check_constants(declared, categories, mapping.constants, ("constants",))
    for name, conversions in mapping.columns.items():
        _check_conversions(declared, categories, conversions, ("columns", name))
    for place, rule in enumerate(mapping.rows):
        path: YamlPath = ("rows", place)
        _check_pattern(declared, rule.matches, (*path, "matches"))
        own = (rule.category,) if rule.category else categories
        _check_constants(declared, own, {**mapping.constants, **rule.constants}, (*path, "constants"))
        for name, conversions in ({**mapping.columns, **rule.columns} if rule.columns else {}).items():
            _check_conversions(declared, own, conversions, (*path, "columns", name))
        if rule.columns:
            _check_key(declared, rule.key or mapping.key, {**mapping.columns, **rule.columns}, (*path, "key"))


def _flat(columns: dict[str, tuple[m.Conversion, ...]]) -> list[m.Conversion]:
    found = []
    for conversions in columns.values():
        for conversion in conversions:
            found.append(conversion)
            if isinstance(conversion, m.PartsTo):
                found += _flat(conversion.parts)
    return found


def _check_key(
    declared: DeclaredFile, key: tuple[m.KeyRule, ...], columns: dict[str, tuple[m.Conversion, ...]], path: YamlPath
) -> None:
    if not key:
        raise declared.fault(path, "it does not say what identifies a record", "Add: key: [{number: publication}]")
    filled = {conversion.to for conversion in _flat(columns) if isinstance(conversion, m.NumberTo)}
    for place, rule in enumerate(key):
        if bool(rule.number) == bool(rule.columns):
            raise declared.fault((*path, place), "a key rule needs either 'number' or 'columns'")
        if rule.number and rule.number not in filled:
            raise declared.fault((*path, place), f"no column is mapped to the {rule.number} number")


def _check_constants(declared: DeclaredFile, categories: tuple[str, ...], constants: dict[str, str], path: YamlPath) -> None:
    for name in constants:
        _check_field(declared, categories, name, ("words", "days"), (*path, name))


def _check_conversions(
    declared: DeclaredFile, categories: tuple[str, ...], conversions: tuple[m.Conversion, ...], path: YamlPath
) -> None:
    for conversion in conversions:
        _check_pattern(declared, conversion.unreadable, path)
        match conversion:
            case m.TextTo():
                _check_field(declared, categories, conversion.to, ("texts",), path)
            case m.ValueTo():
                _check_field(declared, categories, conversion.to, ("words", "word_lists", "integers"), path)
                _check_pattern(declared, conversion.pattern, path)
            case m.DateTo():
                _check_field(declared, categories, conversion.to, ("days",), path)
                _check_pattern(declared, conversion.pattern, path)
            case m.CountryTo():
                _check_field(declared, categories, conversion.to, ("word_lists",), path)
            case m.GoodsTo():
                if categories != ("mark",):
                    raise declared.fault(path, "only marks have goods and services")
                _check_pattern(declared, conversion.pattern, path, "nice", "text")
            case m.PriorityTo():
                for pattern in conversion.patterns:
                    _check_pattern(declared, pattern, path, "number")
            case m.EventTo():
                _check_pattern(declared, conversion.pattern, path)
            case m.PartsTo():
                if not conversion.parts:
                    raise declared.fault(path, "'patterns' needs 'parts': what each named group becomes")
                for pattern in conversion.patterns:
                    _check_pattern(declared, pattern, path)
                for name, inner in conversion.parts.items():
                    _check_conversions(declared, categories, inner, (*path, "parts", name))
            case _:
                pass


def _check_field(
    declared: DeclaredFile, categories: tuple[str, ...], name: str, kinds: tuple[str, ...], path: YamlPath
) -> None:
    for category in categories:
        allowed = frozenset().union(*(fields_of_kind(category, kind) for kind in kinds))
        if name not in allowed:
            raise declared.fault(
                path,
                f"a record of the category {category} has no field '{name}' of this kind",
                f"Fields: {', '.join(sorted(allowed))}",
            )


def _check_pattern(declared: DeclaredFile, pattern: str, path: YamlPath, *groups: str) -> None:
    if not pattern:
        return
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise declared.fault(path, f"the pattern does not compile: {error}") from None
    for group in groups:
        if group not in compiled.groupindex:
            raise declared.fault(path, f"the pattern has no group '{group}'", f"Write it as (?P<{group}>…)")
