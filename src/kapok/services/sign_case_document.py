"""Sign a document that the platform issues, with the key of this installation or that of the office."""

from __future__ import annotations

from pathlib import Path

from kapok.documents.sign_pdf import sign_pdf
from kapok.services.evidence_home import EvidenceHome


def sign_case_document(home: Path, pdf: bytes, *, timestamped: bool) -> bytes:
    """The PDF with a signature (PAdES), and a timestamp when asked for and an authority is configured.

    Raises BackendError when the authority gives no timestamp: nothing is signed then, and the caller tries again.
    """
    evidence = EvidenceHome(home)
    key, chain = evidence.document_key()
    return sign_pdf(pdf, key, chain, authority=evidence.authority() if timestamped else None)
