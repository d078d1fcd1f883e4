"""A command imports what it uses and no more: the measure of start-up time that does not depend on the machine.

On one quiet core `kapok --help` takes about 0.1 s and `kapok search` about 0.4 s; each module below adds 0.1 to 0.4 s.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("django", "duckdb", "lxml", "numpy", "openpyxl", "pydantic", "rich", "sqlite3", "xlsxwriter")
MORE = (*HEAVY, "kapok.search", "lark", "msgspec", "opencc", "rapidfuzz", "tantivy", "yaml")


def imported(*args: str) -> set[str]:
    program = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        f"sys.argv = ['kapok', *{list(args)!r}]\n"
        "from kapok.cli.main import app\n"
        "app()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    ("args", "unneeded"),
    [
        (("--help",), MORE),
        (("--version",), MORE),
        (("search", "ti=battery", "--json", "--home", "{home}"), HEAVY),
        (("search", "battery", "--home", "{home}"), HEAVY),
        (("query", "explain", "ti=battery"), HEAVY),
        (("show", "mark/CN/99000001", "--home", "{home}"), ("django", "numpy", "openpyxl", "rich", "xlsxwriter")),
        (("count", "--home", "{home}"), ("django", "numpy", "openpyxl", "rich", "xlsxwriter")),
    ],
    ids=lambda value: " ".join(value[:2]) if value and value[0] not in HEAVY else "",
)
def test_a_command_imports_only_what_it_needs(args: tuple[str, ...], unneeded: tuple[str, ...], sample_home: Path) -> None:
    modules = imported(*(arg.format(home=sample_home) for arg in args))
    assert [name for name in unneeded if name in modules] == []
