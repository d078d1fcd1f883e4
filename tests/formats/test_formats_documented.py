"""The list of formats in the documents is held to the program, and says honestly whether real files were read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kapok.formats.ports import FormatSpec
from kapok.formats.registry import specs
from kapok.formats.table_definition import CONVERSIONS

DOCS = Path(__file__).parents[2] / "docs"


def row_of(spec: FormatSpec) -> list[str]:
    """The cells of the format's row in the documents; [] if there is none."""
    for line in (DOCS / "formats.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == f"`{spec.name}`":
            return cells
    return []


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_every_format_has_a_row_that_says_whether_real_files_were_read(spec: FormatSpec) -> None:
    cells = row_of(spec)
    assert len(cells) == 5, f"docs/formats.md has no row for `{spec.name}`"
    assert ("yes" in cells[4]) == spec.real_files


def test_every_documented_format_exists() -> None:
    text = (DOCS / "formats.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    assert documented == {spec.name for spec in specs()}


@pytest.mark.parametrize("name", CONVERSIONS)
def test_every_conversion_of_tables_is_documented(name: str) -> None:
    assert f"`{name}:" in (DOCS / "formats-how-to-add.md").read_text("utf-8")


def test_mapping_in_the_documents_can_be_used(tmp_path: Path) -> None:
    from kapok.formats.table import table_reader

    text = (DOCS / "formats-how-to-add.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "village.yaml"
    path.write_text(blocks[0] + blocks[1], "utf-8")
    assert table_reader(path).spec.name == "table:village-designs"
