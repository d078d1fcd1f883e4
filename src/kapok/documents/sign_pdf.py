"""Sign a PDF (PAdES, ETSI EN 319 142-1): baseline B-B, or B-T with a timestamp when an authority is given.

The key comes from the key file of an installation or from an office's own PKCS#12; where it lies is the caller's business. The
signature is invisible: what a page shows (seal, QR code) is drawn before.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import keys, tsp  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kapok.documents.own_thread import in_own_thread
from kapok.errors import BackendError, InputError

FIELD = "KapokSignature"
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Stamping(Protocol):
    """Answers RFC 3161 requests (DER) with replies (DER); raises BackendError when it cannot."""

    def reply(self, request: bytes) -> bytes: ...  # noqa: D102


class _Stamper(TimeStamper):
    """The port in the shape that pyHanko asks for."""

    def __init__(self, authority: Stamping) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._authority = authority

    def request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(self._authority.reply(req.dump()))

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self.request_tsa_response(req)


def sign_pdf(
    pdf: bytes, key: PrivateKey, chain: Sequence[x509.Certificate], *, reason: str = "", authority: Stamping | None = None
) -> bytes:
    """The signed file; `chain` begins with the signer's certificate and ends with its root.

    Raises InputError for bytes that are no PDF or carry our signature already, BackendError when the authority gives no
    timestamp.
    """
    certificates = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in chain]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(certificates)
    secret = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    signer = signers.SimpleSigner(certificates[0], secret, store, embed_roots=False)
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", reason=reason or None, subfilter=SigSeedSubFilter.PADES
    )
    stamper = None if authority is None else _Stamper(authority)
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        made: Any = in_own_thread(signers.PdfSigner(metadata, signer, timestamper=stamper).sign_pdf, writer)
    except (PdfError, SigningError, ValueError) as error:
        raise InputError("The PDF cannot be signed", str(error)[:200], "Sign a file that Kapok has just made") from None
    signed: bytes = made.getvalue()
    return signed


def load_pkcs12_key(path: Path, password: str) -> tuple[PrivateKey, list[x509.Certificate]]:
    """Key and chain of an office's PKCS#12 file. Raises BackendError when unreadable, InputError for a wrong password."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BackendError(f"The key {path} cannot be read", error.strerror or str(error), "Check name and rights") from None
    try:
        found = load_pkcs12(data, password.encode())
    except ValueError as error:
        raise InputError(f"The key {path} cannot be opened", str(error)[:200], "Check the password") from None
    if not isinstance(found.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or found.cert is None:
        raise InputError(
            f"The key {path} cannot sign here", "it is neither RSA nor ECDSA, or has no certificate", "Give another"
        )
    return found.key, [found.cert.certificate, *(one.certificate for one in found.additional_certs)]
