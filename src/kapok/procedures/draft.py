"""A definition on its way from file to `Procedure`: raw entries that remember the file and line they come from.

Here sub-procedures are called (their entries are written into the caller with `<parameter>` filled in), and shared guards,
fields, roles and sources are fetched from the library files beside the definition, or from those that ship.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from kapok.codes.located_yaml import LocatedFile, YamlPath, read_located
from kapok.errors import DefinitionError
from kapok.procedures.words import LANGUAGE_FIELDS

SUBJECT = "The procedure"
SHIPPED = Path(__file__).parent / "definitions"
"""Where shared parts and sub-procedures are taken from that the definition's own folder does not have."""
SECTIONS = (
    "sources", "roles", "limbs", "states", "fields", "documents", "time_limits", "figures", "fees", "outside", "publications",
    "transitions", "indicators",
)  # fmt: skip
"""The parts of a definition that hold entries by key, in the order in which they are read."""

_SUB_KEYS = {"key", "name", "summary", "parameters", "guards", *SECTIONS}
_CALL_KEYS = {"sub", "as", "with", "without"}
_PLACEHOLDER = re.compile(r"<([a-z_]+)>")


class Entry(Struct):
    """One raw entry and where it stands."""

    value: Any
    file: LocatedFile
    path: YamlPath

    def fault(self, what: str, next_step: str = "", inside: YamlPath = ()) -> DefinitionError:
        """The error that names file and line of the entry, or of something inside it."""
        return self.file.fault((*self.path, *inside), what, next_step)


class Draft:
    """The raw entries of one definition, by section and key, with its calls and guards resolved."""

    def __init__(self, file: LocatedFile, folder: Path) -> None:
        self.file, self.folder = file, folder
        self.sections: dict[str, dict[str, Entry]] = {section: {} for section in SECTIONS}
        self.guards: dict[str, Entry] = {}
        self.calls: list[dict[str, Any]] = []
        self._library = {name: _library(folder, name) for name in ("guards", "fields", "roles", "sources")}
        self._take(file, file.content)
        for place, call in enumerate(file.content.get("calls") or []):
            self._call(Entry(call, file, ("calls", place)))
        for entry in self.sections["transitions"].values():
            self._resolve_guards(entry)
        self._fetch()

    def _take(self, file: LocatedFile, content: Mapping[str, Any], skip: frozenset[str] = frozenset()) -> None:
        for section in (*SECTIONS, "guards"):
            entries = content.get(section) or {}
            if not isinstance(entries, dict):
                raise file.fault((section,), f"'{section}' must be a map of keys and entries")
            into = self.guards if section == "guards" else self.sections[section]
            for key, value in entries.items():
                if key in skip:
                    continue
                entry = Entry(value, file, (section, key))
                if key in into and into[key].value != value:
                    raise entry.fault(f"'{key}' is already declared in {into[key].file.place(into[key].path)}")
                into.setdefault(key, entry)

    def _call(self, entry: Entry) -> None:
        call = entry.value
        if not isinstance(call, dict) or "sub" not in call or set(call) - _CALL_KEYS:
            raise entry.fault("a call has the keys sub, as, with, without")
        path = _part(self.folder, f"sub_{call['sub']}.yaml")
        if not path.is_file():
            raise entry.fault(f"there is no sub-procedure '{call['sub']}'", f"Write {path.name} or correct the name")
        file = read_located(path, SUBJECT)
        if unknown := set(file.content) - _SUB_KEYS:
            key = sorted(unknown)[0]
            raise file.fault((key,), f"a sub-procedure has no key '{key}'", f"Keys are {', '.join(sorted(_SUB_KEYS))}")
        prefix = str(call.get("as", ""))
        given = {"as": f"{prefix}_" if prefix else "", **(call.get("with") or {})}
        declared = file.content.get("parameters") or {}
        if unknown := set(given) - set(declared) - {"as"}:
            raise entry.fault(f"'{call['sub']}' takes no parameter '{sorted(unknown)[0]}'", f"It takes {', '.join(declared)}")
        for name, default in declared.items():
            if name not in given and default == "required":
                raise entry.fault(f"'{call['sub']}' needs the parameter '{name}'")
            given.setdefault(name, default)
        filled = _fill(file.content, given, file, ())
        renamed = LocatedFile(file.name, filled, _follow_lines(file, given), SUBJECT)
        self._take(renamed, filled, frozenset(call.get("without") or ()))
        self.calls.append({"sub": str(file.content.get("key", call["sub"])), "prefix": prefix, "name": filled.get("name")})

    def _resolve_guards(self, entry: Entry) -> None:
        if not isinstance(entry.value, dict) or "guards" not in entry.value:
            return
        listed = entry.value["guards"]
        if not isinstance(listed, list):
            raise entry.fault("'guards' must be a list", inside=("guards",))
        resolved = [self._guard(entry, place, guard) for place, guard in enumerate(listed)]
        entry.value = {**entry.value, "guards": resolved}

    def _guard(self, entry: Entry, place: int, guard: Any) -> Any:
        if isinstance(guard, dict) and "check" in guard:
            return guard
        given = {"guard": guard} if isinstance(guard, str) else guard
        if not isinstance(given, dict) or "guard" not in given:
            raise entry.fault("a guard is a key, a map with 'guard', or a map with 'check'", inside=("guards", place))
        key = given["guard"]
        found = self.guards.get(key) or self._library["guards"].get(key)
        if found is None:
            known = ", ".join([*self.guards, *self._library["guards"]])
            raise entry.fault(f"there is no guard '{key}'", f"Declare it; known are {known}", ("guards", place))
        body = {name: value for name, value in found.value.items() if name != "parameters"}
        parameters = found.value.get("parameters") or {}
        wanted = {name: value for name, value in given.items() if name not in ("guard", "source")}
        if unknown := set(wanted) - set(parameters):
            raise entry.fault(f"the guard '{key}' takes no '{sorted(unknown)[0]}'", inside=("guards", place))
        for name, default in parameters.items():
            if name not in wanted and default == "required":
                raise entry.fault(f"the guard '{key}' needs '{name}'", inside=("guards", place))
            wanted.setdefault(name, default)
        filled = _fill(body, wanted, found.file, found.path)
        extra = {"source": given["source"]} if "source" in given else {}
        return {
            **filled,
            **extra,
            "key": "_".join([key, *(str(given[name]) for name in ("document", "kind") if name in given)]),
        }

    def _fetch(self) -> None:
        """Fetch from the library the fields, roles and sources that the entries name and nobody declares."""
        for name in _names_used(self.sections):
            section, key = name
            if key not in self.sections[section] and key in self._library[section]:
                self.sections[section][key] = self._library[section][key]


def _part(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.is_file() else SHIPPED / name


def _library(folder: Path, name: str) -> dict[str, Entry]:
    path = _part(folder, f"shared_{name}.yaml")
    if not path.is_file():
        return {}
    file = read_located(path, SUBJECT)
    return {key: Entry(value, file, (key,)) for key, value in file.content.items()}


def _names_used(sections: Mapping[str, Mapping[str, Entry]]) -> list[tuple[str, str]]:
    used: list[tuple[str, str]] = []

    def sources(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("source"), str):
                used.append(("sources", value["source"].split(" ")[0]))
            for each in value.values():
                sources(each)
        elif isinstance(value, list):
            for each in value:
                sources(each)

    for entries in sections.values():
        for entry in entries.values():
            sources(entry.value)
    for entry in sections["transitions"].values():
        if isinstance(entry.value, dict):
            used += [("fields", str(name).rstrip("?")) for name in entry.value.get("form") or []]
            used += [("roles", str(name)) for name in entry.value.get("by") or []]
            used += [("roles", str(name)) for name in entry.value.get("binds") or {}]
    for entry in sections["time_limits"].values():
        if isinstance(entry.value, dict) and entry.value.get("obliged"):
            used.append(("roles", str(entry.value["obliged"])))
    for entry in sections["documents"].values():
        if isinstance(entry.value, dict):
            used += [("roles", str(name)) for name in [*(entry.value.get("for_roles") or []), entry.value.get("signed_by", "")]]
    return used


def _fill(value: Any, given: Mapping[str, Any], file: LocatedFile, path: YamlPath, language: str = "") -> Any:
    """A raw value with its `<parameter>` filled in; a list given for one item of a list is written out in its place."""
    if isinstance(value, dict):
        filled = {}
        for key, each in value.items():
            inner = key if key in LANGUAGE_FIELDS else language
            filled[str(_fill(key, given, file, path))] = _fill(each, given, file, (*path, key), inner)
        return filled
    if isinstance(value, list):
        items: list[Any] = []
        for place, each in enumerate(value):
            item = _fill(each, given, file, (*path, place), language)
            whole = isinstance(each, str) and _PLACEHOLDER.fullmatch(each)
            items += item if whole and isinstance(item, list) else [] if whole and item == "" else [item]
        return items
    if not isinstance(value, str) or "<" not in value:
        return value

    def text_of(match: re.Match[str]) -> Any:
        name = match.group(1)
        if name not in given:
            raise file.fault(path, f"'<{name}>' is no parameter", f"Parameters are {', '.join(given)}")
        found = given[name]
        return found[language] if isinstance(found, dict) and language in found else found

    whole = _PLACEHOLDER.fullmatch(value)
    return text_of(whole) if whole else _PLACEHOLDER.sub(lambda match: str(text_of(match)), value)


def _follow_lines(file: LocatedFile, given: Mapping[str, Any]) -> dict[YamlPath, int]:
    """The lines of a sub-procedure's entries under their filled-in keys."""
    lines: dict[YamlPath, int] = {}
    for path, line in file.lines.items():
        lines[tuple(_fill(each, given, file, path) if isinstance(each, str) else each for each in path)] = line
    return lines
