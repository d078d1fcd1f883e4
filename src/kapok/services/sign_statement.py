"""A statement of this installation with its signature and the certificates to check it by: one JSON document."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import msgspec

from kapok.evidence.canonical import canonical_bytes
from kapok.evidence.signer import is_signed, read_certificates, to_pem
from kapok.services.evidence_home import EvidenceHome


def sign_statement(home: Path, statement: dict[str, Any]) -> bytes:
    """The statement, signed over its canonical bytes (RFC 8785) with the key for documents, as indented JSON."""
    signer = EvidenceHome(home).signer("document")
    signed = {
        "statement": statement,
        "signature": base64.b64encode(signer.sign(canonical_bytes(statement))).decode(),
        "certificates": to_pem(signer.chain).decode(),
    }
    return msgspec.json.format(msgspec.json.encode(signed), indent=1)


def read_signed(data: bytes) -> tuple[dict[str, Any], bool]:
    """The statement and whether its signature holds. Raises ValueError, KeyError or TypeError where it has another form."""
    signed = msgspec.json.decode(data)
    statement = signed["statement"]
    [certificate, *_] = read_certificates(signed["certificates"].encode())
    return statement, is_signed(certificate, canonical_bytes(statement), base64.b64decode(signed["signature"]))
