"""`kapok similar-table`: own meanings are loaded, listed and removed; what cannot be used is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TABLE = "source: our office\ndate: 2026-01-01\nconcepts: |\n  quokka: 短尾矮袋鼠 | quokka\n"


def test_own_meanings_without_any_data(call: Run, tmp_path: Path) -> None:
    file, home = tmp_path / "animals.yaml", tmp_path / "home"
    file.write_text(TABLE, "utf-8")
    try:
        loaded = call("similar-table", "load", file, "--home", home, "--json").json()
        assert (loaded["table"]["name"], loaded["table"]["concepts"], loaded["marks"]) == ("animals", 1, 0)
        assert call("compare", "QUOKKA", "短尾矮袋鼠", "--home", home, "--json").json()["total"] == 1
        assert [each["name"] for each in call("similar-table", "list", "--home", home, "--json").json()] == ["animals"]
    finally:
        removed = call("similar-table", "remove", "animals", "--home", home, "--json").json()
    assert removed == {"removed": "animals", "marks": 0}
    assert call("compare", "QUOKKA", "短尾矮袋鼠", "--home", home, "--json").json()["total"] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [(TABLE.replace(" | quokka", ""), "line 4"), (TABLE.replace("date", "dated"), "does not say its date"), ("[", "not YAML")],
)
def test_a_table_that_cannot_be_used_is_told(call: Run, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, "utf-8")
    ran = call("similar-table", "load", file, "--home", tmp_path / "home", "--json")
    assert ran.code == 2
    assert said in ran.err
    assert "own.yaml" in ran.err
    assert call("similar-table", "list", "--home", tmp_path / "home", "--json").json() == []


def test_what_is_not_there_is_told(call: Run, tmp_path: Path) -> None:
    assert "no such file" in call("similar-table", "load", tmp_path / "x.yaml", "--home", tmp_path).err
    assert "no own table" in call("similar-table", "remove", "x", "--home", tmp_path).err
    assert call("similar-table", "groups", tmp_path / "x.json", "--home", tmp_path).code == 2
