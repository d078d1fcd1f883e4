"""When a load is healthy: declared per source, judged with reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapok.errors import DefinitionError
from kapok.lake.health import SourceSpec, check_health, source_specs

SPEC = SourceSpec(name="weekly", minimum_records=10, fill={"titles": 0.99}, maximum_rejected=0.05)


@pytest.mark.parametrize(
    ("read", "rejected", "titles", "words"),
    [
        (1000, 0, 1000, []),
        (9, 0, 9, ["declares at least 10"]),
        (50, 40, 5, []),  # too few to judge shares
        (1000, 60, 940, ["6.0% of the records were rejected"]),
        (1000, 0, 900, ["only 90.0% of the records have 'titles'"]),
        (1000, 100, 100, ["rejected", "titles"]),
    ],
)
def test_health(read: int, rejected: int, titles: int, words: list[str]) -> None:
    findings = check_health(SPEC, read, rejected, {"titles": titles})
    assert len(findings) == len(words)
    for finding, word in zip(findings, words, strict=True):
        assert word in finding


def test_an_installation_replaces_a_shipped_declaration(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("- {name: lens, minimum_records: 500}\n", encoding="utf-8")
    specs = source_specs(tmp_path)
    assert specs["lens"].minimum_records == 500
    assert "*" in specs


@pytest.mark.parametrize(
    ("text", "words"), [("- {name: a, minimum: 3}", "minimum"), ("- {name: [", "own.yaml"), ("- {fill: {}}", "name")]
)
def test_a_wrong_declaration_names_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        source_specs(tmp_path)
    assert words in str(caught.value)
    assert "own.yaml" in str(caught.value)


def test_every_shipped_source_has_a_title() -> None:
    assert [name for name, spec in source_specs().items() if not spec.title] == []
