"""Reading the declared tables (CSV and YAML files) that ship with `kapok.codes`; each file states source and date on top."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kapok.errors import DefinitionError

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt")
"""The four languages that every declared name has, in column order."""


@cache
def read_rows(name: str, package: str = "kapok.codes") -> tuple[dict[str, str], ...]:
    """The rows of `tables/<name>.csv` (lines that begin with `#` are comments), in file order.

    Raises `DefinitionError` naming file and line for a row that has not the columns of the heading.
    """
    text = (files(package) / "tables" / f"{name}.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    rows: list[dict[str, str]] = []
    reader = csv.DictReader(lines, strict=True)
    for row in reader:
        if None in row or None in row.values():
            raise DefinitionError(
                f"The table {name}.csv cannot be used",
                f"row {reader.line_num} ({lines[reader.line_num - 1][:60]}) has not the columns of its heading",
                "Give the row one value per column; quote values that hold a comma",
            )
        rows.append({key: value.strip() for key, value in row.items()})
    return tuple(rows)


@cache
def read_yaml(name: str, package: str = "kapok.codes") -> Any:
    """The content of the declared file `<name>.yaml` of `package`; `DefinitionError` if it is not YAML."""
    try:
        return yaml.safe_load((files(package) / f"{name}.yaml").read_text("utf-8"))
    except yaml.YAMLError as error:
        raise DefinitionError(
            f"The declared file {name}.yaml cannot be read", str(error), "Correct the file at that line"
        ) from error
