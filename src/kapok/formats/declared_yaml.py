"""Read a declared mapping file together with the line of every value, so that a fault in it can be named by file and line.

The reading itself is `kapok.codes.located_yaml`; here its complaints are about "the mapping".
"""

from __future__ import annotations

from pathlib import Path

from kapok.codes.located_yaml import LocatedFile, YamlPath, read_located

__all__ = ["DeclaredFile", "YamlPath", "read_declared"]

DeclaredFile = LocatedFile
"""The content of a declared file, and the line (from 1) on which each value stands."""


def read_declared(path: Path) -> DeclaredFile:
    """The declared file at `path`; `DefinitionError` naming file and line if it is not plain YAML."""
    return read_located(path, "The mapping")
