"""Check the signature of a document that somebody hands in."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Finding(Struct, frozen=True):
    """What the signature says: genuine | altered | unknown_signer | not_ours, with one sentence for each step."""

    verdict: str
    steps: list[str]


def check_issued(home: Path, data: bytes) -> Finding:
    """The finding on the bytes of a file."""
    return Finding("not_ours", [])
