"""Read a table mapping from its YAML file and refuse whatever is wrong in it, by file and line.

Unknown keys, unknown conversions, fields that the record does not have, patterns that do not compile: each is a
`DefinitionError` that says where it stands and what would be right.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec
from msgspec import Struct

from kapok.formats import table_mapping as m
from kapok.formats.declared_yaml import DeclaredFile, YamlPath, read_declared
from kapok.formats.text_decoding import KNOWN_REPAIRS
from kapok.records.record import Design, GeneralRecord, GeographicalIndication, Mark, Patent, Record
from kapok.records.text import Text

S = TypeVar("S", bound=Struct)

CONVERSIONS: dict[str, type[m.Conversion]] = {
    "text": m.TextTo,
    "value": m.ValueTo,
    "date": m.DateTo,
    "number": m.NumberTo,
    "party": m.PartyTo,
    "classification": m.ClassTo,
    "goods": m.GoodsTo,
    "country": m.CountryTo,
    "attribute": m.AttributeTo,
    "citation": m.CitationTo,
    "priority": m.PriorityTo,
    "related": m.RelatedTo,
    "event": m.EventTo,
    "image": m.ImageTo,
    "patterns": m.PartsTo,
    "ignore": m.Ignore,
}
"""The closed list: the key that names a conversion in a mapping -> its declaration."""

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


def read_mapping(path: Path) -> m.Mapping:
    """The mapping declared in the file at `path`; `DefinitionError` naming file and line if anything in it is wrong."""
    declared = read_declared(path)
    data = dict(declared.content)
    columns = _columns(declared, data.pop("columns", {}), ("columns",))
    rows = tuple(
        _row_rule(declared, rule, ("rows", place))
        for place, rule in enumerate(_list(declared, data.pop("rows", []), ("rows",)))
    )
    data["columns"] = {}
    for name in ("media", "detect", "encoding", "empty"):
        if isinstance(data.get(name), str):
            data[name] = [data[name]]
    mapping = _convert(declared, data, m.Mapping, ())
    mapping = msgspec.structs.replace(mapping, columns=columns, rows=rows, file=path.name)
    _check(declared, mapping)
    return mapping


def _list(declared: DeclaredFile, data: Any, path: YamlPath) -> list[Any]:
    if not isinstance(data, list):
        raise declared.fault(path, f"'{path[-1]}' is not a list")
    return data


def _row_rule(declared: DeclaredFile, data: Any, path: YamlPath) -> m.RowRule:
    if not isinstance(data, dict):
        raise declared.fault(path, "a row rule is a map with the key 'column'")
    data = dict(data)
    columns = _columns(declared, data.pop("columns", {}), (*path, "columns"))
    rule = msgspec.structs.replace(_convert(declared, data, m.RowRule, path), columns=columns)
    if bool(rule.matches) == bool(rule.is_one_of):
        raise declared.fault(path, "a row rule needs either 'matches' or 'is_one_of'")
    if sum((bool(rule.reject), bool(rule.skip), bool(rule.columns))) != 1:
        raise declared.fault(path, "a row rule needs exactly one of 'reject', 'skip' and 'columns'")
    return rule


def _columns(declared: DeclaredFile, data: Any, path: YamlPath) -> dict[str, tuple[m.Conversion, ...]]:
    if not isinstance(data, dict):
        raise declared.fault(path, f"'{path[-1]}' is not a map of columns")
    return {name: _conversions(declared, spec, (*path, name)) for name, spec in data.items()}


def _conversions(declared: DeclaredFile, data: Any, path: YamlPath) -> tuple[m.Conversion, ...]:
    if isinstance(data, list):
        return tuple(_conversion(declared, item, (*path, place)) for place, item in enumerate(data))
    return (_conversion(declared, data, path),)


def _conversion(declared: DeclaredFile, data: Any, path: YamlPath) -> m.Conversion:
    if not isinstance(data, dict):
        raise declared.fault(path, f"'{path[-1]}' has no conversion", f"Name one of: {', '.join(CONVERSIONS)}")
    # `priority` and `number` also occur as plain options: the first key of the map names the conversion
    name = next(iter(data), "")
    if name not in CONVERSIONS:
        raise declared.fault(path, f"'{name}' is no conversion", f"Begin with one of: {', '.join(CONVERSIONS)}")
    data = dict(data)
    parts = data.pop("parts", None) if name == "patterns" else None
    for option in ("patterns", "empty"):
        if isinstance(data.get(option), str):
            data[option] = [data[option]]
    conversion = _convert(declared, data, CONVERSIONS[name], path)
    if isinstance(conversion, m.PartsTo):
        conversion = msgspec.structs.replace(conversion, parts=_columns(declared, parts, (*path, "parts")))
    return conversion


def _convert(declared: DeclaredFile, data: dict[str, Any], kind: type[S], path: YamlPath) -> S:
    """`data` as `kind`; an unknown key or a wrong value is told with its line."""
    known = {info.encode_name for info in msgspec.structs.fields(kind)} - {"file"}
    for key in data:
        if key not in known:
            raise declared.fault((*path, key), f"unknown key '{key}'", f"Known here: {', '.join(sorted(known))}")
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        steps = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]`]+", place)]
        raise declared.fault((*path, *steps), f"{'.'.join(map(str, steps)) or kind.__name__}: {reason}") from None


def _check(declared: DeclaredFile, mapping: m.Mapping) -> None:
    """Everything that the types alone do not show."""
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
