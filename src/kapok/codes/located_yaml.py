"""Read a declared YAML file together with the line of every value, so that a fault in it can be named by file and line.

Only plain YAML is taken: maps with text keys, lists, scalars; no anchors, no tags, no duplicate keys. Scalars stay texts
(`NO` is Norway, `09` is a class), except whole numbers without a leading zero and `true` / `false`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from kapok.errors import DefinitionError

YamlPath = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where it is there: ten times faster, the same results."""


class LocatedFile(Struct):
    """The content of a declared file, and the line (from 1) on which each value stands; `subject` begins its complaints."""

    name: str
    content: Any
    lines: dict[YamlPath, int]
    subject: str = "The declared file"

    def fault(self, path: YamlPath, what: str, next_step: str = "") -> DefinitionError:
        """A `DefinitionError` for the value at `path`, with the nearest line that is known."""
        return DefinitionError(
            f"{self.subject} cannot be used: {self.place(path)}", what, next_step or "Correct the file at that line"
        )

    def place(self, path: YamlPath) -> str:
        """`file, line N` of a value."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}, line {self.lines.get(path, 1)}"


def read_located(path: Path, subject: str = "The declared file") -> LocatedFile:
    """The declared file at `path`; `DefinitionError` naming file and line if it is not plain YAML."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{subject} {path.name} cannot be read", str(error), "Check the path and the file") from None
    return locate(text, path.name, subject)


def locate(text: str, name: str, subject: str = "The declared file") -> LocatedFile:
    """The content of a declared text; `DefinitionError` naming `name` and line if it is not plain YAML."""
    located = LocatedFile(name, None, {}, subject)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                located.lines[()] = event.start_mark.line + 1 if event.start_mark else 1
                raise located.fault((), "it uses an alias (*name)", "Write the value out")
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        located.lines[()] = mark.line + 1 if mark else 1
        raise located.fault((), f"it is not YAML: {getattr(error, 'problem', None) or error}") from None
    if not isinstance(node, yaml.MappingNode):
        raise located.fault((), "it is not a map of keys and values")
    located.content = _build(node, (), located)
    return located


def _build(node: yaml.Node, path: YamlPath, located: LocatedFile) -> Any:
    located.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            located.lines[(*path, key)] = key_node.start_mark.line + 1
            if key in built:
                raise located.fault((*path, key), f"the key '{key}' stands twice")
            built[key] = _build(value_node, (*path, key), located)
        return built
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, place), located) for place, item in enumerate(node.value)]
    text = str(node.value)
    if not getattr(node, "style", None):  # not quoted
        if text in ("true", "false"):
            return text == "true"
        if re.fullmatch(r"0|[1-9][0-9]*", text):
            return int(text)
    return text
