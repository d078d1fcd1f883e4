"""Make the certificate of a data-IP registration: drawn, sealed, signed, stamped; its digest enters the evidence log."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from kapok.documents.certificate import Certificate, render_certificate
from kapok.documents.numbering import parse_certificate_number, parse_registration_number
from kapok.evidence.digest import digests
from kapok.services.deposit_evidence import deposit_digests
from kapok.services.evidence_home import EvidenceHome
from kapok.services.sign_case_document import sign_case_document

__all__ = ["Certificate", "Issued", "issue_certificate", "render_signed"]


class Issued(Struct, frozen=True):
    """A signed certificate and where its digest stands in the log."""

    pdf: bytes
    sha256: str
    log_index: int


def render_signed(home: Path, certificate: Certificate, *, timestamped: bool = True) -> bytes:
    """The signed PDF alone, for callers that queue its digest for the log themselves. Raises InputError for a wrong number."""
    parse_certificate_number(certificate.certificate_number)
    parse_registration_number(certificate.registration_number)
    seal = certificate.seal or EvidenceHome(home).seal()
    return sign_case_document(
        home, render_certificate(msgspec.structs.replace(certificate, seal=seal)), timestamped=timestamped
    )


def issue_certificate(home: Path, certificate: Certificate) -> Issued:
    """Make it and put its digest into the log at once."""
    pdf = render_signed(home, certificate)
    found = digests(pdf)
    entry_id = f"document/{certificate.certificate_number}/{found['sha256'][:16]}"
    return Issued(pdf, found["sha256"], deposit_digests(home, found, entry_id=entry_id, kind="document").log_index)
