"""The secret key of an installation: made once, kept in the home folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kapok.errors import BackendError

FILE_NAME = "secret-key"


def get_secret_key(home: Path) -> str:
    """The key in `home`, made on the first call. Safe when several server processes start at once."""
    path = home / FILE_NAME
    try:
        home.mkdir(parents=True, exist_ok=True)
        _create(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise BackendError(
            f"The secret key cannot be kept in {path}",
            error.strerror or str(error),
            "Make the folder writable, or set KAPOK_SECRET_KEY",
        ) from error


def _create(path: Path) -> None:
    """Write a new key unless there is one. Linked into place whole, so that no reader sees half a key."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        draft.unlink()
