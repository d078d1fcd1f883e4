"""The definitions that ship with Kapok, and those in a folder of the office that runs it: by key, all versions together."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from kapok.errors import DefinitionError, NotFound
from kapok.procedures.model import Procedure
from kapok.procedures.reader import read_procedure
from kapok.procedures.versions import all_versions

DEFINITIONS = Path(__file__).parent / "definitions"
"""The shipped folder. A file that begins with `sub_` or `shared_` is a part, not a procedure."""


def definition_files(folder: Path = DEFINITIONS) -> list[Path]:
    """The files of a folder that define procedures, in order of their names."""
    return [path for path in sorted(folder.glob("*.yaml")) if not path.name.startswith(("sub_", "shared_"))]


@cache
def procedures(folder: Path = DEFINITIONS) -> dict[str, Procedure]:
    """Key -> the newest version, which carries the `others`. Raises `DefinitionError` for the first file that is wrong."""
    found: dict[str, list[Procedure]] = {}
    for path in definition_files(folder):
        procedure = read_procedure(path)
        same = found.setdefault(procedure.key, [])
        if any(other.version == procedure.version for other in same):
            raise DefinitionError(
                f"The procedure {procedure.key} has two versions {procedure.version}", path.name, "Give each its own name"
            )
        same.append(procedure)
    return {key: join_versions(versions) for key, versions in sorted(found.items())}


def join_versions(versions: list[Procedure]) -> Procedure:
    """The newest of several versions, carrying the others."""
    ordered = sorted(versions, key=lambda each: each.in_force_from)
    return msgspec.structs.replace(ordered[-1], others=tuple(ordered[:-1]))


def get_procedure(key: str, version: str = "", folder: Path = DEFINITIONS) -> Procedure:
    """The procedure of a key (`P01`), newest version, or the version named. Raises `NotFound` naming the known keys."""
    found = procedures(folder).get(key.upper()) or procedures(folder).get(key)
    if found is None:
        known = ", ".join(procedures(folder)) or "none"
        raise NotFound(f"There is no procedure '{key}'", f"declared are {known}", "See 'kapok procedures list'")
    if not version:
        return found
    named = next((each for each in all_versions(found) if each.version == version), None)
    if named is None:
        known = ", ".join(each.version for each in all_versions(found))
        raise NotFound(f"{key} has no version '{version}'", f"there are {known}", "Name one of them")
    others = tuple(each for each in all_versions(found) if each.version != version)
    return msgspec.structs.replace(named, others=tuple(msgspec.structs.replace(each, others=()) for each in others))
