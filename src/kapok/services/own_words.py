"""An office's own tables of meanings and names: kept in its home, read by the index, the search and the comparison alike.

A table has the form of `similarity/tables/meaning_words.yaml` (source, date, concepts, opposites). It lies under
`tables/meanings/` of the home; loading or removing one makes the index of similar marks again, because it holds meanings.
"""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from kapok.codes.located_yaml import read_located
from kapok.errors import InputError, NotFound
from kapok.lake.layout import Layout
from kapok.lake.locking import write_lock
from kapok.services.index_names import rebuild_names
from kapok.services.use_own_words import own_word_files, own_words_folder, use_own_words
from kapok.similarity.meaning_table import check_own


class OwnTable(Struct, frozen=True):
    """One own table: its name, what it says of its source and date, how many concepts it adds to."""

    name: str
    source: str
    date: str
    concepts: int


def load_own_words(home: Path, file: Path) -> tuple[OwnTable, int]:
    """Check a table, keep it, make the index again; returns the table and the marks in the index.

    It replaces an earlier one of the same file name. Raises `DefinitionError` with file and line for a table that cannot be
    used (together with those that are there), `InputError` for a file that cannot be read; then nothing changes.
    """
    if not file.is_file():
        raise InputError(f"The table {file} cannot be read", "there is no such file", "Check the name of the file")
    kept = own_words_folder(home) / f"{file.stem}.yaml"
    others = [each for each in own_word_files(home) if each != kept]
    check_own([*others, file])
    content = file.read_bytes()
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}")
    with beside.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(kept)
    return _table(kept), _index_again(home)


def list_own_words(home: Path) -> list[OwnTable]:
    """The own tables of a home, by name."""
    return [_table(path) for path in own_word_files(home)]


def remove_own_words(home: Path, name: str) -> int:
    """Take a table away and make the index again; returns the marks in the index. Raises `NotFound` for an unknown name."""
    for path in own_word_files(home):
        if path.stem == name:
            path.unlink()
            return _index_again(home)
    raise NotFound(f"There is no own table '{name}'", "none of that name was loaded", "See 'kapok similar-table list'")


def _table(path: Path) -> OwnTable:
    content = read_located(path, "The table").content
    lines = str(content.get("concepts") or "").splitlines()
    concepts = sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in lines)
    return OwnTable(path.stem, str(content["source"]), str(content["date"]), concepts)


def _index_again(home: Path) -> int:
    """The index of similar marks with the tables that are there now; nothing to do where no lake is."""
    use_own_words(home)
    if not Layout(home).manifest.exists():
        return 0
    with write_lock(Layout(home).lock):
        return rebuild_names(home)
