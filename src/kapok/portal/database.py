"""The database of accounts and cases: SQLite in the home folder, or PostgreSQL by one setting. Searching needs neither."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kapok.errors import InputError

FILE_NAME = "platform.sqlite3"
SECONDS_TO_WAIT = 20
"""How long a writer waits for another one before it is told that the database is busy."""


def databases(url: str, home: Path) -> dict[str, dict[str, Any]]:
    """Django's `DATABASES` for a `KAPOK_DATABASE_URL`; "" means SQLite in `home`. Raises InputError for any other scheme."""
    if not url:
        return {"default": _sqlite(home / FILE_NAME)}
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return {"default": _postgresql(url)}
    if parts.scheme == "sqlite":
        return {"default": _sqlite(Path(unquote(parts.path)))}
    raise InputError(
        f"KAPOK_DATABASE_URL begins with '{parts.scheme}'",
        "accounts and cases live in SQLite or PostgreSQL",
        "Set it to postgresql://user:password@host:5432/name, or leave it out for SQLite in the home folder",
    )


def _sqlite(path: Path) -> dict[str, Any]:
    """One file. Every transaction takes the write lock at its beginning, and a commit is on the disk when it returns."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": SECONDS_TO_WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        "TEST": {"NAME": str(path.with_name("test-platform.sqlite3"))},
    }


def _postgresql(url: str) -> dict[str, Any]:
    """A server. `?host=/folder` names a Unix socket; other parameters are handed to libpq."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    if not parts.path.strip("/"):
        raise InputError("KAPOK_DATABASE_URL names no database", "", "Add its name after the last slash: postgresql://…/kapok")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
