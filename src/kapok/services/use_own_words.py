"""Which own tables of meanings a home has, and putting them in use before names are computed."""

from __future__ import annotations

import threading
from pathlib import Path

from kapok.similarity.meaning_table import extend

_lock = threading.Lock()
_in_use: tuple[tuple[str, int, int], ...] = ()


def own_words_folder(home: Path) -> Path:
    """Where the own tables of a home lie."""
    return home / "tables" / "meanings"


def own_word_files(home: Path) -> list[Path]:
    """The own tables of a home, in the order of their names."""
    return sorted(own_words_folder(home).glob("*.yaml"))


def use_own_words(home: Path) -> None:
    """Use exactly the tables of this home from now on, in this process. Cheap when they are in use already.

    Raises `DefinitionError` with file and line where a table was changed by hand and cannot be used.
    """
    global _in_use
    files = own_word_files(home)
    stamps = tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)
    if stamps == _in_use:
        return
    with _lock:
        extend(*files)
        _in_use = stamps
