"""Watches kept without accounts: one file each under an id that nobody can guess. Who knows the id may read and delete it.

A file holds what is watched, how far it has been answered (`through`, a lake sequence) and what was announced, and is replaced
as a whole: a killed process leaves the file before or the file after, so that nothing is announced twice or lost.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from kapok.errors import BackendError, NotFound
from kapok.lake.layout import Layout

WatchKind = Literal["query", "similar"]
_ID = re.compile(r"[A-Za-z0-9_-]{22}")
KEPT = 1000
"""Announcements kept in a watch, newest first; older ones are forgotten."""


class Announcement(Struct, frozen=True):
    """One record that came to match. `is_new`: it was not in the lake before; else it changed and matches only now."""

    key: str
    title: str
    at: str
    is_new: bool = True
    level: str = ""
    detail: str = ""


class Watch(Struct, frozen=True, kw_only=True):
    """What is watched. `kind` query: `text` in `language`, with `category`; similar: `text` is a mark, `office` the profile's.

    `through`: the lake sequence up to which it was answered; `fault`: why it could not be run last time; `caller`: a hash.
    """

    id: str
    kind: WatchKind
    name: str
    text: str
    created_at: str
    through: int
    category: str = ""
    language: str = "auto"
    classes: tuple[str, ...] = ()
    office: str = ""
    caller: str = ""
    run_at: str = ""
    fault: str = ""
    left_out: int = 0
    announced: tuple[Announcement, ...] = ()


class WatchStore:
    """The watches of one home."""

    def __init__(self, home: Path) -> None:
        self.folder = Layout(home).home / "watches"

    def path(self, watch_id: str) -> Path:
        """The file of a watch. Raises NotFound for what cannot be an id."""
        if not _ID.fullmatch(watch_id):
            raise _unknown()
        return self.folder / f"{watch_id}.json"

    def get(self, watch_id: str) -> Watch:
        """The watch of an id. Raises NotFound."""
        try:
            return _read(self.path(watch_id))
        except FileNotFoundError:
            raise _unknown() from None

    def all(self) -> Iterator[Watch]:
        """Every watch that can be read, in the order of ids; a damaged one is told by `get` and must not stop the others."""
        for path in sorted(self.folder.glob("*.json")):
            with suppress(FileNotFoundError, BackendError):
                yield _read(path)

    def add(self, watch: Watch) -> None:
        """Keep a new watch."""
        with self.locked():
            self._write(watch)

    def replace(self, watch: Watch) -> bool:
        """Put a new state in place; False where the watch was deleted meanwhile."""
        with self.locked():
            if not self.path(watch.id).exists():
                return False
            self._write(watch)
            return True

    def delete(self, watch_id: str) -> None:
        """Forget a watch with all that it announced. Raises NotFound."""
        with self.locked():
            try:
                self.path(watch_id).unlink()
            except FileNotFoundError:
                raise _unknown() from None

    def hash_of(self, caller: str) -> str:
        """A caller's address as a keyed hash: enough to count their watches, not to know them."""
        path = self.folder / "salt"
        with self.locked():
            if not path.exists():
                path.write_bytes(secrets.token_bytes(16))
        return hashlib.blake2b(caller.encode(), key=path.read_bytes(), digest_size=12).hexdigest()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the store for a moment: a run and a deletion must not cross."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / "lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _write(self, watch: Watch) -> None:
        fresh = self.folder / f".{watch.id}.writing"
        with fresh.open("wb") as handle:
            handle.write(msgspec.json.encode(watch))
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(self.path(watch.id))


def new_id() -> str:
    """An id of 128 random bits."""
    return secrets.token_urlsafe(16)


def _read(path: Path) -> Watch:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Watch)
    except msgspec.DecodeError as error:
        raise BackendError("A watch cannot be read", str(error), f"Remove the file {path.name} from the home") from None


def _unknown() -> NotFound:
    return NotFound("There is no such watch", "it was deleted, or the address is not whole", "Make a new one from a search")
