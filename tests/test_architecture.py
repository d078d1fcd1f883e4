"""The house rules that no linter knows: where time, chance and foreign parts may be used, and how long a module may be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "kapok"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def users_of(package: str) -> list[str]:
    return [
        p.relative_to(SOURCE).as_posix()
        for p in MODULES
        if any(name == package or name.startswith(package + ".") for name in imports(p))
    ]


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("django", "portal/"),
        ("ninja", "portal/"),
        ("lxml", "formats/"),
        ("xml", "formats/"),
        ("tantivy", "search/tantivy_"),
        ("duckdb", "lake/"),
        ("sqlite3", ("lake/", "evidence/log_file.py")),
        ("lark", "search/languages/"),
        ("typer", "cli/"),
        ("rich", "cli/"),
    ],
)
def test_a_foreign_part_is_used_in_one_place(package: str, allowed: str | tuple[str, ...]) -> None:
    assert [name for name in users_of(package) if not name.startswith(allowed)] == []


def test_only_the_clock_knows_now() -> None:
    pattern = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    guilty = [
        p.relative_to(SOURCE).as_posix()
        for p in MODULES
        if p.name != "clock.py" and pattern.search(p.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_chance_is_only_in_the_sample_generator() -> None:
    assert [n for n in users_of("random") if n != "services/make_sample.py" and not n.startswith("services/sample/")] == []


def test_modules_stay_short() -> None:
    lengths = sorted(len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES if p.name != "__init__.py")
    assert lengths[-1] <= 500
    assert lengths[len(lengths) // 2] <= 120, "the median module is too long"


def test_no_drawers() -> None:
    assert [p.name for p in MODULES if p.name in {"utils.py", "helpers.py", "common.py", "misc.py"}] == []


def test_nothing_is_left_unfinished() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|not implemented)\b")
    assert [p.name for p in MODULES if words.search(p.read_text(encoding="utf-8"))] == []
