"""Reports that this process has made, kept until the data change. One is made at a time, so that other pages stay quick."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The last `most` results by key; a missing one is made while all others wait for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[tuple[object, ...], T] = OrderedDict()
        self._making = Lock()
        self._lock = Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """The result of a key. What `make` raises is not kept."""
        found = self._known(key)
        if found is not None:
            return found
        with self._making:
            found = self._known(key)
            if found is None:
                found = make()
                with self._lock:
                    self._found[key] = found
                    while len(self._found) > self._most:
                        self._found.popitem(last=False)
            return found

    def _known(self, key: tuple[object, ...]) -> T | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)
