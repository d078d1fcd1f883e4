"""An index that this user may read and not write is searched, through a folder of links; nothing is written beside it."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kapok.errors import BackendError
from kapok.search.mapping import document
from kapok.search.query import Everything
from kapok.search.tantivy_index import TantivyBackend

from .conftest import build
from .library import LIBRARY

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users can reach (pytest's own cannot)."""
    made = Path(tempfile.mkdtemp(prefix="kapok-test-"))
    made.chmod(0o755)
    yield made
    subprocess.run(["chmod", "-R", "u+w", made], check=True)
    shutil.rmtree(made)


@pytest.fixture
def no_right_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system answers to a user without the right (root has every right)."""
    access = os.access
    monkeypatch.setattr("kapok.search.tantivy_shadow.os.access", lambda path, mode: mode != os.W_OK and access(path, mode))


@pytest.mark.usefixtures("no_right_to_write")
def test_a_reader_follows_the_commits_of_the_owner(folder: Path) -> None:
    owner = build(folder / "index", list(LIBRARY[:4]))
    reader = TantivyBackend(folder / "index")
    before = {path.name for path in (folder / "index").iterdir()}
    assert reader.count(Everything()) == 4
    assert {path.name for path in (folder / "index").iterdir()} == before
    writer = owner.writer()
    writer.add(document(record) for record in LIBRARY[4:6])
    writer.commit(1)
    writer.close()
    assert reader.count(Everything()) == 6


@pytest.mark.usefixtures("no_right_to_write")
def test_a_reader_is_told_that_it_cannot_write(folder: Path) -> None:
    build(folder / "index", list(LIBRARY[:2]))
    with pytest.raises(BackendError, match=r"may read .* but not write"):
        TantivyBackend(folder / "index").writer()


@pytest.mark.usefixtures("no_right_to_write")
def test_the_links_go_with_the_backend(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder / "index", list(LIBRARY[:2]))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    reader = TantivyBackend(folder / "index")
    assert list(folder.glob("kapok-index-*"))
    del reader
    gc.collect()
    assert not list(folder.glob("kapok-index-*"))


@pytest.mark.usefixtures("no_right_to_write")
def test_without_a_place_for_links_it_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder / "index", list(LIBRARY[:2]))
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    with pytest.raises(BackendError, match="Set TMPDIR"):
        TantivyBackend(folder / "index")


def test_another_user_searches_a_home_that_is_read_only(folder: Path) -> None:
    """The commands themselves, as a user without rights."""
    home = folder / "home"
    made = subprocess.run([sys.executable, "-m", "kapok.cli.main", "sample", "--home", home], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    subprocess.run(["chmod", "-R", "a+rX,a-w", home], check=True)
    as_nobody = ["setpriv", f"--reuid={NOBODY}", "--clear-groups"] if os.getuid() == 0 else []
    if as_nobody and shutil.which("setpriv") is None:
        pytest.skip("nothing here runs a command as another user")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*as_nobody, sys.executable, "-m", "kapok.cli.main", *arguments, "--home", str(home), "--json"]
        return subprocess.run(command, capture_output=True, text=True, cwd="/")

    if run("formats", "list").returncode == 126:
        pytest.skip("another user cannot run this Python")
    for command in (("search", "a"), ("count",), ("export", "*", "--to", "/dev/null/x.csv"), ("show", "no/XX/1")):
        done = run(*command)
        assert "index" not in done.stderr, done.stderr
    assert '"total":' in run("search", "*").stdout
    assert '"patent":' in run("count").stdout
