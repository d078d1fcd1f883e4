"""The home folder of an installation, for the edges that may not reach into the lake themselves."""

from __future__ import annotations

from pathlib import Path

from kapok.errors import BackendError
from kapok.lake.layout import Layout, default_home

__all__ = ["Layout", "default_home", "no_data_yet", "require_lake"]


def no_data_yet(home: Path) -> BackendError:
    """What is said of a home in which nothing was ever loaded."""
    return BackendError(
        "There are no data yet",
        f"no lake in {home}",
        "Load a file with 'kapok load FILE', or make the sample with 'kapok sample'",
    )


def require_lake(home: Path) -> None:
    """Raises BackendError for a home without a lake: a mistyped home must not be answered with 'nothing there'."""
    if not Layout(home).lake.is_dir():
        raise no_data_yet(home)
