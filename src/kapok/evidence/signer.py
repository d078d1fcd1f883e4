"""Signatures: the port through which checkpoints are signed, and their check.

ECDSA (P-256, P-384) and RSA (PKCS#1 v1.5), both with SHA-256, from a key file or from whatever an office plugs in behind
`Signer` (a smart card, a module in a cabinet). SM2 would be a further `Signer`; it is left out until it can be tested.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from kapok.errors import BackendError, InputError
from kapok.evidence.digest import digest

DAMAGED = (
    *(ValueError, TypeError, LookupError, OverflowError, UnsupportedAlgorithm, ssl.SSLError),
    *(x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType),
)
"""What reading a damaged certificate or timestamp raises."""
ECDSA = "ecdsa-sha256"
RSA = "rsa-sha256"
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Signer(Protocol):
    """Signs bytes. `chain` starts with the signer's own certificate and ends with the root."""

    @property
    def chain(self) -> Sequence[x509.Certificate]: ...  # noqa: D102
    def sign(self, data: bytes) -> bytes: ...  # noqa: D102


class KeySigner:
    """A signer whose key lies in memory."""

    def __init__(self, key: PrivateKey, chain: Sequence[x509.Certificate]) -> None:
        self.key = key
        self.chain = tuple(chain)

    def sign(self, data: bytes) -> bytes:
        """The signature: DER (r, s) for ECDSA, PKCS#1 v1.5 for RSA."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def load_signer(path: Path) -> KeySigner:
    """A signer from a PEM file that holds a private key and then its certificates. Raises BackendError or InputError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BackendError(
            f"The key {path} cannot be read", error.strerror or str(error), "Check its name and rights"
        ) from None
    try:
        key = load_pem_private_key(data, None)
        chain = x509.load_pem_x509_certificates(data)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise InputError(f"{path} is no key with certificates", str(error), "Give a PEM file without password") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise InputError(
            f"The key {path} cannot sign here", "it is neither RSA nor ECDSA", "Give a key of one of the two kinds"
        )
    if public_bytes(chain[0]) != key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo):
        raise InputError(
            f"The key {path} does not fit its certificate", "the public keys differ", "Put the right ones together"
        )
    return KeySigner(key, chain)


def algorithm_of(certificate: x509.Certificate) -> str:
    """`ecdsa-sha256` or `rsa-sha256`. Raises InputError for another kind of key."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return RSA
    if isinstance(key, ec.EllipticCurvePublicKey):
        return ECDSA
    raise InputError("The certificate's key is of an unknown kind", type(key).__name__, "Only RSA and ECDSA are checked here")


def public_bytes(certificate: x509.Certificate) -> bytes:
    """The public key as DER SubjectPublicKeyInfo."""
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 over the DER of a certificate, in hex: what an office publishes and a stranger compares."""
    return digest(certificate.public_bytes(Encoding.DER)).hex()


def is_signed(certificate: x509.Certificate, data: bytes, signature: bytes) -> bool:
    """Whether the key of the certificate signed `data`."""
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def read_certificates(pem: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises InputError when there is none or one is damaged in any part that is used."""
    try:
        found = list(x509.load_pem_x509_certificates(pem))
        for one in found:
            check_certificate(one)
    except DAMAGED as error:
        raise InputError("The certificates cannot be read", str(error), "Give a PEM file") from None
    return found


def check_certificate(certificate: x509.Certificate) -> None:
    """Read every part that is used later: the library parses them only when they are asked for. Raises one of `DAMAGED`."""
    certificate.public_key(), certificate.extensions, certificate.signature_hash_algorithm
    certificate.subject.rfc4514_string(), certificate.issuer, certificate.not_valid_before_utc, certificate.not_valid_after_utc
    # OpenSSL, behind the check of timestamps, reads more strictly still, and a refusal there would end the program
    ssl.create_default_context(cadata=certificate.public_bytes(Encoding.DER))


def to_pem(chain: Iterable[x509.Certificate]) -> bytes:
    """The chain as one PEM file."""
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain)


def chain_problem(chain: Sequence[x509.Certificate], at: datetime) -> str:
    """What is wrong with a chain (own certificate first, root last) at an instant; empty when each link holds."""
    if not chain:
        return "there is no certificate"
    for place, certificate in enumerate(chain):
        name = certificate.subject.rfc4514_string()
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            return f"the certificate of {name} is not valid at {at:%Y-%m-%d %H:%M:%S} UTC"
        issuer = chain[min(place + 1, len(chain) - 1)]
        if place and not _may_issue(certificate):
            return f"{name} may not issue certificates"
        try:
            certificate.verify_directly_issued_by(issuer)
        except (*DAMAGED, InvalidSignature):
            return f"the certificate of {name} was not issued by {issuer.subject.rfc4514_string()}"
    return ""


def _may_issue(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False
