"""Reading the declared tables of this package (`tables/*.yaml`, `tables/*.txt`); faults are told with file and line."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from kapok.codes.located_yaml import LocatedFile, YamlPath, read_located
from kapok.errors import DefinitionError

__all__ = ["DeclaredFile", "check_keys", "declared_file", "fault", "read_lines", "read_table"]

DeclaredFile = LocatedFile
"""A declared table with the line of every value."""


@cache
def read_table(name: str) -> DeclaredFile:
    """The declared file `tables/<name>.yaml`, which states its `source` and `date`; `DefinitionError` if it does not."""
    with as_file(files("kapok.similarity") / "tables" / f"{name}.yaml") as path:
        return declared_file(path)


def declared_file(path: Path) -> DeclaredFile:
    """A declared file anywhere (an office's own addition), held to the same: it states its `source` and `date`."""
    declared = read_located(path, "The table")
    for key in ("source", "date"):
        if not declared.content.get(key):
            raise fault(declared, (), f"it does not say its {key}", f"Add a line '{key}: …'")
    return declared


def fault(declared: DeclaredFile, path: YamlPath, what: str, next_step: str = "") -> DefinitionError:
    """A `DefinitionError` that names the file and the line of the value at `path`."""
    return declared.fault(path, what, next_step)


def check_keys(declared: DeclaredFile, path: YamlPath, known: set[str]) -> None:
    """`DefinitionError` for the first key of the map at `path` that is not known."""
    content = declared.content
    for step in path:
        content = content[step]
    for key in content:
        if key not in known:
            raise fault(declared, (*path, key), f"the key '{key}' is not known", f"Use one of: {', '.join(sorted(known))}")


def read_lines(name: str) -> list[str]:
    """The lines of `tables/<name>.txt` without its comments (`#`)."""
    text = (files("kapok.similarity") / "tables" / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
