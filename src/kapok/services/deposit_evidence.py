"""Deposit a content in the evidence log: the file, or its digest alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from kapok.errors import BackendError
from kapok.evidence.digest import check_digests, digest_file
from kapok.evidence.entry import Draft
from kapok.evidence.ledger import Ledger
from kapok.services.evidence_home import EvidenceHome


class Deposited(Struct, frozen=True):
    """Where the deposit stands. `digest` is hex SHA-256 (SM3 when only that was given); `is_new` is False for a repetition."""

    log_index: int
    digest: str
    is_new: bool


def open_log(home: Path) -> Ledger:
    """The log of a home for appending, begun on first use; close it, or use it in a `with` block."""
    return EvidenceHome(home).open_log(write=True)


def deposit_file(home: Path, file: Path, *, entry_id: str = "", keep: bool = False) -> Deposited:
    """Deposit a file's digests. With `keep`, a copy of its bytes stays in the home, so that a bundle can show them.

    Raises InputError when the file cannot be read; IntegrityError when `entry_id` stands in the log for other content.
    """
    digests, _ = digest_file(file)
    if keep:
        _keep(file, kept_path(home, digests["sha256"]), digests)
    return deposit_digests(home, digests, entry_id=entry_id)


def deposit_digests(home: Path, digests: Mapping[str, str], *, entry_id: str = "", kind: str = "deposit") -> Deposited:
    """Deposit digests alone (`{"sha256": hex}`, `{"sm3": hex}` or both). Without an id, the digest is the id."""
    checked = check_digests(digests)
    stated = checked.get("sha256") or checked["sm3"]
    name = "sha256" if "sha256" in checked else "sm3"
    with open_log(home) as log:
        [appended] = log.append([Draft(entry_id or f"{kind}/{name}/{stated}", kind, checked)])
    return Deposited(appended.index, stated, appended.is_new)


def kept_path(home: Path, sha256: str) -> Path:
    """Where a kept content lies, whether it does or not."""
    return EvidenceHome(home).contents / sha256[:2] / sha256


def _keep(file: Path, target: Path, digests: Mapping[str, str]) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f"{target.name}.{os.getpid()}.writing")
    try:
        shutil.copyfile(file, temporary)
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        if digest_file(temporary)[0] != digests:
            raise BackendError(f"The file {file} changed while it was read", "its copy has another digest", "Deposit it again")
        temporary.rename(target)
    finally:
        temporary.unlink(missing_ok=True)
