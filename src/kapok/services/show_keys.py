"""The certificates of an installation: what an office publishes so that others can check its evidence."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok.evidence.canonical import instant_text
from kapok.evidence.keys import ROLES
from kapok.evidence.signer import fingerprint
from kapok.services.evidence_home import EvidenceHome


class ShownKey(Struct, frozen=True):
    """One certificate; `path` is the file to publish for the root, the secret key's file for the others."""

    role: str
    fingerprint: str
    subject: str
    expires_at: str
    path: str


def show_keys(home: Path) -> list[ShownKey]:
    """The root first. Keys that are not there yet are made."""
    evidence = EvidenceHome(home)
    found = [("root", evidence.root(), evidence.keys / "root.pem")]
    found += [(role, evidence.signer(role).chain[0], evidence.keys / f"{role}.key.pem") for role in ROLES]
    return [
        ShownKey(role, fingerprint(one), one.subject.rfc4514_string(), instant_text(one.not_valid_after_utc), str(path))
        for role, one, path in found
    ]
