"""Digests of contents: SHA-256 (FIPS 180-4), with SM3 (GB/T 32905-2016) beside it.

A digest is written as lowercase hex, in a mapping `{"sha256": …, "sm3": …}`; at least one of the two is there. Both come from
the OpenSSL that Python is linked with; where that one was built without SM3, from the library `cryptography`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, cast

from kapok.errors import InputError

ALGORITHMS = ("sha256", "sm3")
"""Known algorithms, the first one being that of RFC 9162 and of every signature and timestamp."""
DIGEST_BYTES = 32
"""Both algorithms give 256 bits."""

_HEX = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20


class Hashing(Protocol):
    """A digest being computed, as `hashlib` makes it."""

    def update(self, data: bytes, /) -> None: ...  # noqa: D102
    def digest(self) -> bytes: ...  # noqa: D102
    def hexdigest(self) -> str: ...  # noqa: D102
    def copy(self) -> Hashing: ...  # noqa: D102


class _LibrarySm3:
    """SM3 of `cryptography` in the shape of `hashlib`, for an OpenSSL without SM3."""

    def __init__(self, inner: object | None = None) -> None:
        from cryptography.hazmat.primitives import hashes

        self._inner = cast("hashes.Hash", inner) if inner is not None else hashes.Hash(hashes.SM3())

    def update(self, data: bytes) -> None:
        self._inner.update(data)

    def copy(self) -> _LibrarySm3:
        return _LibrarySm3(self._inner.copy())

    def digest(self) -> bytes:
        return self._inner.copy().finalize()

    def hexdigest(self) -> str:
        return self.digest().hex()


def _sm3_starter() -> Callable[[], Hashing]:
    try:
        started = hashlib.new("sm3")
    except ValueError:
        return _LibrarySm3
    return started.copy  # twice as fast as asking OpenSSL by name each time


_STARTERS: dict[str, Callable[[], Hashing]] = {"sha256": hashlib.sha256, "sm3": _sm3_starter()}


def start(algorithm: str) -> Hashing:
    """A new computation. Raises InputError for an unknown algorithm."""
    if (starter := _STARTERS.get(algorithm)) is None:
        raise InputError(
            f"The digest algorithm {algorithm!r} is not known",
            "only SHA-256 and SM3 are used",
            "Say one of " + ", ".join(ALGORITHMS),
        )
    return starter()


def digest(data: bytes, algorithm: str = "sha256") -> bytes:
    """The 32 bytes of one digest."""
    hashing = start(algorithm)
    hashing.update(data)
    return hashing.digest()


def digests(data: bytes) -> dict[str, str]:
    """Both digests of `data`, in hex."""
    return {algorithm: digest(data, algorithm).hex() for algorithm in ALGORITHMS}


def digest_file(path: Path) -> tuple[dict[str, str], int]:
    """Both digests of a file and its size in bytes, read once in pieces. Raises InputError when it cannot be read."""
    running = {algorithm: start(algorithm) for algorithm in ALGORITHMS}
    size = 0
    try:
        with path.open("rb") as handle:
            while piece := handle.read(_CHUNK):
                size += len(piece)
                for hashing in running.values():
                    hashing.update(piece)
    except OSError as error:
        raise InputError(f"The file {path} cannot be read", error.strerror or str(error), "Check its name and rights") from None
    return {algorithm: hashing.hexdigest() for algorithm, hashing in running.items()}, size


def parse_digest(text: str, algorithm: str = "sha256") -> str:
    """A digest that somebody typed: 64 hex digits, in either case, with or without `sha256:` before it. Raises InputError."""
    start(algorithm)
    stated = text.strip().lower().removeprefix(f"{algorithm}:")
    if not _HEX.fullmatch(stated):
        raise InputError(
            f"{text!r} is no {algorithm} digest",
            f"it has {len(stated)} signs; 64 hexadecimal digits were expected",
            "Give the digest as 'sha256sum FILE' prints it",
        )
    return stated


def check_digests(stated: Mapping[str, str]) -> dict[str, str]:
    """The mapping in the fixed order of `ALGORITHMS`. Raises InputError for an unknown algorithm or for no digest at all."""
    for algorithm in stated:
        start(algorithm)
    found = {algorithm: parse_digest(stated[algorithm], algorithm) for algorithm in ALGORITHMS if algorithm in stated}
    if not found:
        raise InputError(
            "An entry without a digest proves nothing", "no SHA-256 and no SM3 digest was given", "Give one of them"
        )
    return found
