"""Check a bundle that somebody sent, and the installation's own log as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cryptography import x509

from kapok.errors import InputError
from kapok.evidence.audit import audit
from kapok.evidence.findings import Report
from kapok.evidence.signer import read_certificates
from kapok.evidence.verify import verify_bundle
from kapok.services.evidence_home import EvidenceHome

__all__ = ["Report", "audit_log", "verify_bundle", "verify_bundle_file"]


def verify_bundle_file(
    file: Path, *, content: Path | None = None, trust: Sequence[Path] = (), against: Sequence[Path] = ()
) -> Report:
    """Check a bundle offline; needs no home. Raises InputError only for a file that cannot be read at all."""
    roots: list[x509.Certificate] = []
    for path in trust:
        roots += read_certificates(read_file(path))
    return verify_bundle(
        read_file(file),
        content=None if content is None else read_file(content),
        trust=roots,
        against=[read_text(path) for path in against],
    )


def audit_log(home: Path, against: Sequence[Path] = ()) -> Report:
    """Check the whole log of a home, beside checkpoints that others kept."""
    evidence = EvidenceHome(home)
    with evidence.open_log() as log:
        return audit(log, evidence.signer("log").chain[0], evidence.authority_roots(), [read_text(path) for path in against])


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises InputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"The file {path} cannot be read", error.strerror or str(error), "Check its name and rights") from None


def read_text(path: Path) -> str:
    """The text of a file. Raises InputError."""
    try:
        return read_file(path).decode()
    except UnicodeDecodeError:
        raise InputError(f"The file {path} is no text", "it is not UTF-8", "Give the checkpoint as it was received") from None
