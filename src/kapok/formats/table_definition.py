"""Read a table mapping from its YAML file and refuse whatever is wrong in it, by file and line.

Unknown keys, unknown conversions, fields that the record does not have, patterns that do not compile: each is a
`DefinitionError` that says where it stands and what would be right.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from kapok.formats import table_mapping as m
from kapok.formats.declared_yaml import DeclaredFile, YamlPath, read_declared
from kapok.formats.table_checks import check_mapping

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


def read_mapping(path: Path) -> m.Mapping:
    """The mapping declared in the file at `path`; `DefinitionError` naming file and line if anything in it is wrong."""
    declared = read_declared(path)
    data = dict(declared.content)
    columns = _columns(declared, data.pop("columns", {}), ("columns",))
    rules = data.pop("rows", [])
    if not isinstance(rules, list):
        raise declared.fault(("rows",), "'rows' is not a list")
    rows = tuple(_row_rule(declared, rule, ("rows", place)) for place, rule in enumerate(rules))
    data["columns"] = {}
    for name in ("media", "detect", "encoding", "empty"):
        if isinstance(data.get(name), str):
            data[name] = [data[name]]
    mapping = _convert(declared, data, m.Mapping, ())
    mapping = msgspec.structs.replace(mapping, columns=columns, rows=rows, file=path.name)
    check_mapping(declared, mapping)
    return mapping


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
