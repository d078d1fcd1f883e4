"""The keys of an installation: a root of its own, and under it one key each for the log, the timestamps and the documents.

Made on first use, ECDSA P-256, each in one PEM file (key, certificate, root) that only its owner may read. The root's key is
needed only to issue further certificates: an office may move `root.key.pem` to a safe. Its certificate, `root.pem`, is what the
office publishes. Every file is written whole under another name and then renamed, so that a kill leaves no half key.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kapok.clock import now
from kapok.errors import BackendError, InputError
from kapok.evidence.signer import KeySigner, load_signer, to_pem

ROOT_YEARS = 20
KEY_YEARS = 5
ALLOWANCE = timedelta(hours=1)
"""Certificates are valid from an hour before they were made: clocks differ."""


class Role(NamedTuple):
    """What a key may do."""

    title: str
    usages: tuple[x509.ObjectIdentifier, ...] = ()
    is_critical: bool = False


ROLES = {
    "log": Role("evidence log"),
    "timestamp": Role("timestamp authority", (ExtendedKeyUsageOID.TIME_STAMPING,), True),  # RFC 3161, 2.3: alone and critical
    "document": Role("document seal"),
}


def open_key(folder: Path, role: str, organisation: str) -> KeySigner:
    """The key of a role (`log`, `timestamp`, `document`), made on first use under the root of this folder."""
    path = folder / f"{role}.key.pem"
    if not path.exists():
        with _held(folder):
            if not path.exists():
                root = _open_root(folder, organisation)
                _write_secret(path, _issue(root, ROLES[role], organisation))
    return load_signer(path)


def root_certificate(folder: Path, organisation: str = "") -> x509.Certificate:
    """The root of this folder; made, with an `organisation`, when there is none. Raises BackendError otherwise."""
    path = folder / "root.pem"
    if not path.exists():
        if not organisation:
            raise BackendError("There is no root certificate yet", f"no file {path}", "Make one with 'kapok evidence keys'")
        with _held(folder):
            _open_root(folder, organisation)
    return x509.load_pem_x509_certificate(path.read_bytes())


def _open_root(folder: Path, organisation: str) -> KeySigner:
    path, public = folder / "root.key.pem", folder / "root.pem"
    if not path.exists():
        if public.exists():
            raise InputError(
                "No further certificate can be issued here",
                "the key of the root was moved away",
                f"Put root.key.pem back into {folder} for as long as this command runs",
            )
        _write_secret(path, _make_root(organisation))
    root = load_signer(path)
    if not public.exists():
        _write(public, to_pem(root.chain), 0o644)
    return root


def _make_root(organisation: str) -> KeySigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(organisation, "root")
    builder = _builder(name, name, key, ROOT_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs=False), critical=True)
    return KeySigner(key, [builder.sign(key, hashes.SHA256())])


def _issue(root: KeySigner, role: Role, organisation: str) -> KeySigner:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = root.chain[0]
    builder = _builder(_name(organisation, role.title), issuer.subject, key, KEY_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs=True), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()),
        critical=False,
    )
    if role.usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(role.usages), critical=role.is_critical)
    return KeySigner(key, [builder.sign(root.key, hashes.SHA256()), issuer])


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, years: int) -> x509.CertificateBuilder:
    begin = now() - ALLOWANCE
    public = key.public_key()
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _name(organisation: str, title: str) -> x509.Name:
    # X.520 allows 64 characters each
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64] or "Kapok"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation[: 63 - len(title)]} {title}".strip()),
        ]
    )


def _write_secret(path: Path, signer: KeySigner) -> None:
    key = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(path, key + to_pem(signer.chain), 0o600)


def _write(path: Path, data: bytes, mode: int) -> None:
    temporary = path.with_suffix(".writing")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.rename(path)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """One process at a time makes keys."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "keys.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
