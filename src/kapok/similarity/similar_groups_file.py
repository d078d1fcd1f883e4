"""Reading an office's table of similar groups from a file: Kapok's own YAML, a JSON tree (China), or a CSV list (Korea).

Own YAML: `office`, `edition`, `source`, `groups` (`code`, `nice_class`, `title`, `parts`: part -> names, or `items`: names) and
`notes` (`groups`, `text`). JSON tree: classes > groups > items, each with `code`, `name`, `children`. CSV: a heading with the
columns of the name, the Nice class and the similar-group code (유사군코드), codes of one row separated by commas.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kapok.codes.classes import normalise_symbol
from kapok.errors import DamagedInput, InputError
from kapok.formats.declared_yaml import DeclaredFile
from kapok.similarity.declared import check_keys, declared_file, fault
from kapok.similarity.similar_groups import CrossNote, GroupItem, SimilarGroup, SimilarGroups, check_groups

MOST_BYTES = 256 * 1024 * 1024
_CSV_NAMES = {
    "name": ("지정상품(국문)", "name", "goods", "商品名称", "商品"),
    "class": ("NICE분류", "nice_class", "class", "类别"),
    "group": ("유사군코드", "similar_group", "group", "类似群"),
    "other": ("지정상품(영문)", "name_en", "english"),
}
_NATIONAL_ITEM = re.compile(r"C?\d{6}")


def read_similar_groups(path: Path, office: str, edition: str = "") -> SimilarGroups:
    """The checked table in `path` (also gzip). `InputError` naming the place of what is wrong."""
    if path.suffix in (".yaml", ".yml"):
        return check_groups(_from_yaml(declared_file(path)))
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"There is no file {path.name}", "", "Check the path") from None
    except (OSError, EOFError) as error:
        raise DamagedInput(f"The file {path.name} cannot be read", str(error), "Fetch it again") from None
    if len(data) > MOST_BYTES:
        raise InputError(f"The file {path.name} is too large", "a table has a few megabytes", "Give the table alone")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"The file {path.name} is not UTF-8", str(error), "Save it as UTF-8") from None
    groups = _from_json(text, path.name) if text.lstrip()[:1] in ("[", "{") else _from_csv(text, path.name)
    return check_groups(SimilarGroups(office, edition, path.name, tuple(groups)))


def _from_json(text: str, name: str) -> Iterable[SimilarGroup]:
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"The file {name} is not JSON", str(error), "Fetch it again") from None
    for at, branch in enumerate(tree if isinstance(tree, list) else [tree], 1):
        nice_class = normalise_symbol("nice", _text(branch, "code", f"{name}, class {at}"))
        for group in branch.get("children") or ():
            code = _text(group, "code", f"{name}, class {nice_class}")
            items = tuple(
                GroupItem(_text(item, "name", f"{name}, group {code}"), str(item.get("code", "")), str(item.get("part", "")))
                for item in group.get("children") or ()
            )
            yield SimilarGroup(code, nice_class, str(group.get("name", "")), items)


def _text(node: Any, key: str, place: str) -> str:
    value = node.get(key) if isinstance(node, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise InputError(
            "The table of similar groups cannot be used", f"{place}: a '{key}' is missing", "Give every entry its code and name"
        )
    return value.strip()


def _from_csv(text: str, name: str) -> list[SimilarGroup]:
    rows = csv.reader(io.StringIO(text))
    heading = [column.strip() for column in next(rows, [])]
    place = {
        what: next((heading.index(known) for known in names if known in heading), -1) for what, names in _CSV_NAMES.items()
    }
    missing = [_CSV_NAMES[what][0] for what in ("name", "class", "group") if place[what] < 0]
    if missing:
        raise InputError(
            f"The table {name} cannot be used", f"its heading lacks {', '.join(missing)}", "Name the columns of the first line"
        )
    found: dict[str, tuple[str, list[GroupItem]]] = {}
    for line, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(place.values()):
            raise InputError(f"The table {name} cannot be used", f"line {line} has {len(row)} columns", "Correct that line")
        symbol = normalise_symbol("nice", row[place["class"]])
        for code in re.split(r"[,;|\s]+", row[place["group"]].strip()):
            if code:
                # a Korean code stands in several classes; there a group is the code within its class
                _, items = found.setdefault(f"{symbol}-{code}" if not code.startswith(symbol) else code, (symbol, []))
                items.extend(
                    GroupItem(row[place[what]].strip())
                    for what in ("name", "other")
                    if place[what] >= 0 and row[place[what]].strip()
                )
    return [SimilarGroup(code, symbol, "", tuple(items)) for code, (symbol, items) in found.items()]


def _from_yaml(table: DeclaredFile) -> SimilarGroups:
    content = table.content
    check_keys(table, (), {"office", "edition", "source", "date", "groups", "notes"})
    groups: list[SimilarGroup] = []
    for at, entry in enumerate(content.get("groups") or ()):
        path = ("groups", at)
        check_keys(table, path, {"code", "nice_class", "title", "items", "parts"})
        if "code" not in entry or "nice_class" not in entry:
            raise fault(table, path, "a group has no code or no nice_class")
        items = [_item(each, "") for each in entry.get("items") or ()]
        for part, names in (entry.get("parts") or {}).items():
            items.extend(_item(each, str(part)) for each in names)
        groups.append(SimilarGroup(str(entry["code"]), str(entry["nice_class"]), str(entry.get("title", "")), tuple(items)))
    notes = []
    for at, entry in enumerate(content.get("notes") or ()):
        check_keys(table, ("notes", at), {"groups", "text"})
        notes.append(CrossNote(tuple(str(code) for code in entry["groups"]), str(entry.get("text", ""))))
    return SimilarGroups(
        str(content.get("office", "")), str(content.get("edition", "")), str(content["source"]), tuple(groups), tuple(notes)
    )


def _item(text: object, part: str) -> GroupItem:
    """`250101 name` or `name`."""
    code, _, name = str(text).partition(" ")
    return GroupItem(name, code, part) if name and _NATIONAL_ITEM.fullmatch(code) else GroupItem(str(text), "", part)
