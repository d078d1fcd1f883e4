"""YAML -> `Procedure`. Whatever a definition gets wrong is one error with file and line; a definition that loads can run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from kapok.codes.located_yaml import LocatedFile, YamlPath, read_located
from kapok.procedures.checks import check_procedure
from kapok.procedures.draft import SECTIONS, SUBJECT, Draft, Entry
from kapok.procedures.model import (
    Call,
    DocumentKind,
    Fee,
    Field,
    Figure,
    Indicator,
    Limb,
    OutsideFact,
    Procedure,
    Publication,
    Role,
    Source,
    State,
    TimeLimit,
    Transition,
)
from kapok.procedures.words import Words

_TYPES: dict[str, Any] = {
    "sources": Source, "roles": Role, "limbs": Limb, "states": State, "fields": Field, "documents": DocumentKind,
    "time_limits": TimeLimit, "figures": Figure, "fees": Fee, "outside": OutsideFact, "publications": Publication,
    "transitions": Transition, "indicators": Indicator,
}  # fmt: skip
_HEAD = {
    "key", "version", "in_force_from", "name", "summary", "calendar", "zone", "rule", "running_cases", "title", "case_number",
    "former_states",
}  # fmt: skip
_MSGSPEC_PLACE = re.compile(r" - at `\$?(?P<path>[^`]*)`$")


def read_procedure(path: Path) -> Procedure:
    """The procedure that a file defines, sub-procedures and shared parts included, checked.

    Raises `DefinitionError` with file and line: unknown key, wrong type, missing language, bad reference, a guard that does
    not parse, a state that cannot be reached, a state without a way out.
    """
    file = read_located(path, SUBJECT)
    if unknown := set(file.content) - _HEAD - set(SECTIONS) - {"calls", "guards"}:
        key = sorted(unknown)[0]
        known = ", ".join(sorted(_HEAD | set(SECTIONS) | {"calls", "guards"}))
        raise file.fault((key,), f"a procedure has no key '{key}'", f"Keys are {known}")
    draft = Draft(file, path.parent)
    head = {key: value for key, value in file.content.items() if key in _HEAD}
    sections = {
        section: {key: _convert(entry, _TYPES[section]) for key, entry in draft.sections[section].items()}
        for section in SECTIONS
    }
    bare: dict[str, Any] = {"states": {}, "transitions": {}, "roles": {}}
    procedure: Procedure = _convert(Entry({**head, **bare}, file, ()), Procedure)
    calls = tuple(Call(each["sub"], each["prefix"], msgspec.convert(each["name"], Words)) for each in draft.calls)
    procedure = msgspec.structs.replace(procedure, calls=calls, **sections)
    check_procedure(procedure, _Places(file, draft))
    return _with_doubts(procedure)


def _with_doubts(procedure: Procedure) -> Procedure:
    """What rests on a source that nobody has verified is itself not verified."""

    def doubted(entry: Any) -> Any:
        source = procedure.sources.get(entry.source.split(" ")[0])
        return msgspec.structs.replace(entry, verified=entry.verified and (source is None or source.verified))

    def transition(entry: Transition) -> Transition:
        window = doubted(entry.window) if entry.window is not None else None
        extends = tuple(doubted(each) for each in entry.extends)
        changed: Transition = doubted(msgspec.structs.replace(entry, window=window, extends=extends))
        return changed

    return msgspec.structs.replace(
        procedure,
        time_limits={key: doubted(entry) for key, entry in procedure.time_limits.items()},
        figures={key: doubted(entry) for key, entry in procedure.figures.items()},
        fees={key: doubted(entry) for key, entry in procedure.fees.items()},
        transitions={key: transition(entry) for key, entry in procedure.transitions.items()},
    )


def _convert(entry: Entry, kind: Any) -> Any:
    try:
        return msgspec.convert(entry.value, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        found = _MSGSPEC_PLACE.search(text)
        inside = _inside(found["path"]) if found else ()
        what = _MSGSPEC_PLACE.sub("", text).replace("Object ", f"'{_label(entry, inside)}' ")
        unknown = re.search(r"unknown field `([^`]*)`", text)
        if unknown:
            inside = (*inside, unknown[1])
        raise entry.fault(what, inside=inside) from None


def _label(entry: Entry, inside: YamlPath) -> str:
    return ".".join(str(each) for each in (*entry.path[-1:], *inside)) or "the procedure"


def _inside(path: str) -> YamlPath:
    """msgspec's `.form[2].name` as a path of keys; parts that it does not tell (`[...]`) end the path."""
    found: list[str | int] = []
    for name, number in re.findall(r"\.([^.\[\]]+)|\[([^\]]*)\]", path):
        if number == "...":
            break
        found.append(name or int(number))
    return tuple(found)


class _Places:
    """Where the entries of a definition stand, for the checks' complaints."""

    def __init__(self, file: LocatedFile, draft: Draft) -> None:
        self.file, self.draft = file, draft

    def fault(self, section: str, key: str, what: str, *inside: str | int) -> Exception:
        """The error for something in an entry; for the head of the file with section ""."""
        if not section:
            return self.file.fault((key,) if key else (), what)
        if not key:
            return self.file.fault((section,), what)
        return self.draft.sections[section][key].fault(what, inside=inside)
