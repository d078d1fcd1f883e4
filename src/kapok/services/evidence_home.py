"""The evidence of an installation: where its log and keys lie, what it is called, who stamps its checkpoints.

`HOME/evidence/settings.yaml`, written by the office, may say (an unknown key is an error):

    organisation: Example Office          # stands in certificates
    origin: ip.example.org/log            # the log's name for ever; read once, when the log begins
    timestamp: http://tsa.example.org     # an RFC 3161 authority; `own` (the default) stamps with a key of this home; or `none`
    timestamp_roots: roots.pem            # the roots of that authority, beside this file
    document_key: office.p12              # the office's own key for documents (PKCS#12), instead of one of this home
    document_password_file: office.pin    # a file with its password
    seal: seal.png                        # the picture of the office's seal (PNG or SVG); without it a sample is drawn
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

import msgspec
import yaml
from cryptography import x509

from kapok.documents.sign_pdf import load_pkcs12_key
from kapok.errors import BackendError, DefinitionError
from kapok.evidence.authority import LocalAuthority
from kapok.evidence.keys import open_key, root_certificate
from kapok.evidence.ledger import Ledger
from kapok.evidence.signer import KeySigner, PrivateKey, read_certificates
from kapok.evidence.timestamp import Authority, HttpAuthority
from kapok.lake.layout import Layout

OWN = "own"
NONE = "none"


class EvidenceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What settings.yaml says."""

    organisation: str = "Kapok"
    origin: str = ""
    timestamp: str = OWN
    timestamp_roots: str = ""
    document_key: str = ""
    document_password_file: str = ""
    seal: str = ""


class EvidenceHome:
    """The folder `HOME/evidence`. Nothing is created by asking for a path."""

    def __init__(self, home: Path) -> None:
        self.folder = Layout(home).home / "evidence"
        self.log = self.folder / "log.sqlite"
        self.keys = self.folder / "keys"
        self.contents = self.folder / "contents"
        self.settings = _read_settings(self.folder / "settings.yaml")

    def open_log(self, *, write: bool = False) -> Ledger:
        """The log. Raises BackendError when there is none and `write` is False."""
        origin = self.settings.origin or f"kapok.local/{secrets.token_hex(4)}"
        return Ledger(self.log, origin=origin if write else "", write=write)

    def signer(self, role: str) -> KeySigner:
        """The key of a role, made on first use."""
        return open_key(self.keys, role, self.settings.organisation)

    def root(self) -> x509.Certificate:
        """The root of this home, made on first use."""
        return root_certificate(self.keys, self.settings.organisation)

    def document_key(self) -> tuple[PrivateKey, Sequence[x509.Certificate]]:
        """Key and chain that sign documents: the office's own where one is configured."""
        if not self.settings.document_key:
            own = self.signer("document")
            return own.key, own.chain
        password = (
            self._read(self.settings.document_password_file).decode().strip() if self.settings.document_password_file else ""
        )
        return load_pkcs12_key(self.folder / self.settings.document_key, password)

    def document_root(self) -> x509.Certificate:
        """The root that answers for the key of documents."""
        return self.document_key()[1][-1]

    def seal(self) -> bytes:
        """The picture of the office's seal, b"" when none is configured."""
        return self._read(self.settings.seal) if self.settings.seal else b""

    def _read(self, name: str) -> bytes:
        path = self.folder / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise BackendError(
                f"The file {path} cannot be read", error.strerror or str(error), "Put it there, or correct settings.yaml"
            ) from None

    def authority(self) -> Authority | None:
        """Who stamps, or None."""
        if self.settings.timestamp == NONE:
            return None
        if self.settings.timestamp == OWN:
            return LocalAuthority(self.signer("timestamp"))
        return HttpAuthority(self.settings.timestamp)

    def authority_roots(self) -> list[x509.Certificate]:
        """The roots that answer for the timestamps: that of this home, and those configured."""
        roots = [self.root()]
        if self.settings.timestamp_roots:
            roots += read_certificates(self._read(self.settings.timestamp_roots))
        return roots


def _read_settings(path: Path) -> EvidenceSettings:
    if not path.exists():
        return EvidenceSettings()
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        settings = msgspec.convert(read, EvidenceSettings)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise DefinitionError(
            f"The settings {path} cannot be used", " ".join(str(error).split()), "docs/evidence.md lists what may stand there"
        ) from None
    if settings.timestamp not in (OWN, NONE):
        HttpAuthority(settings.timestamp)
        if not settings.timestamp_roots:
            raise DefinitionError(
                f"The settings {path} cannot be used", "timestamp names an authority, but timestamp_roots is missing", "Add it"
            )
    return settings
