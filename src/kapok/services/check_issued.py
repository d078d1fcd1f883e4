"""Check the signature of a document that somebody hands in."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok.documents.check_pdf import PdfFinding, check_pdf
from kapok.services.evidence_home import EvidenceHome


class Finding(Struct, frozen=True):
    """What the signature says: genuine | altered | unknown_signer | not_ours, with one sentence for each step."""

    verdict: str
    steps: list[str]


def check_issued(home: Path, data: bytes, original: bytes | None = None) -> Finding:
    """The finding on the bytes of a file; with the `original` as it was issued, an alteration is located."""
    found = check_issued_pdf(home, data, original)
    steps = []
    if found.signer:
        steps.append(f"Signed by {found.signer}.")
    if found.signed_at is not None:
        word = "Stamped" if found.is_timestamped else "Signed, by the signer's own clock,"
        steps.append(f"{word} at {found.signed_at:%Y-%m-%d %H:%M:%S} UTC.")
    if found.where:
        steps.append(f"{found.where[:1].upper()}{found.where[1:]}.")
    return Finding(found.verdict, steps)


def check_issued_pdf(home: Path, data: bytes, original: bytes | None = None) -> PdfFinding:
    """The finding in its parts."""
    evidence = EvidenceHome(home)
    return check_pdf(data, [evidence.document_root(), *evidence.authority_roots()], original)
