"""Timestamps by RFC 3161: asking a configured authority over HTTP(S), and checking its replies offline.

A reply (DER `TimeStampResp`) is kept byte for byte as it came. Its token says that an authority saw a digest at an instant.
Certificates of authorities end, and digests grow weak: before that, the same bytes are stamped again together with all earlier
replies (`renewed_bytes`), which joins both renewals of RFC 4998 (5.2, timestamp renewal, and 5.3, hash-tree renewal) in one
step.
"""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec
from asn1crypto import cms, tsp  # type: ignore[import-untyped]
from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from kapok.errors import BackendError, InputError
from kapok.evidence.signer import DAMAGED, check_certificate

LARGEST_REPLY = 256 * 1024
HASHES = {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512"}


class Stamp(msgspec.Struct, frozen=True):
    """What a checked reply says: when, by whom, and until when the authority's certificate serves as proof without renewal."""

    at: datetime
    authority: str
    policy: str
    serial: int
    hash_algorithm: str
    expires_at: datetime


class Authority(Protocol):
    """Stamps bytes (`stamp` returns the reply), or answers a request that another program made (`reply`)."""

    def stamp(self, data: bytes) -> bytes: ...  # noqa: D102
    def reply(self, request: bytes) -> bytes: ...  # noqa: D102


class HttpAuthority:
    """An authority at a configured address (RFC 3161, 3.4)."""

    def __init__(self, url: str, *, timeout_seconds: float = 20.0) -> None:
        if not url.startswith(("http://", "https://")):
            raise InputError(
                f"{url!r} is no address of a timestamp authority", "it begins with http:// or https://", "Correct it"
            )
        self.url = url
        self._timeout = timeout_seconds

    def stamp(self, data: bytes) -> bytes:
        """Ask. Raises BackendError when no usable reply comes: nothing was stamped then."""
        request = (
            TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).cert_request(cert_request=True).build()
        )
        reply = self.reply(request.as_bytes())
        try:
            found = _decode(reply)
            info = found.tst_info if found.status == 0 else None
        except (InputError, ValueError) as error:
            raise self._failed(error.why if isinstance(error, InputError) else str(error)) from None
        if info is None:
            raise self._failed(f"it answered with status {found.status}: {', '.join(found.status_string) or 'no reason given'}")
        if info.message_imprint.message != hashlib.sha256(data).digest() or info.nonce != request.nonce:
            raise self._failed("its token answers another question")
        return reply

    def reply(self, request: bytes) -> bytes:
        """The reply to a request (DER), unchecked. Raises BackendError when none comes."""
        headers = {"Content-Type": "application/timestamp-query", "User-Agent": "kapok"}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, request, headers), timeout=self._timeout) as response:
                reply: bytes = response.read(LARGEST_REPLY + 1)
        except (urllib.error.URLError, OSError) as error:
            raise self._failed(str(getattr(error, "reason", error))) from None
        return reply

    def _failed(self, why: str) -> BackendError:
        return BackendError(
            f"The timestamp authority {self.url} gave no timestamp",
            why,
            "Try again later: 'kapok evidence renew' stamps what is missing",
        )


def renewed_bytes(data: bytes, replies: Sequence[bytes]) -> bytes:
    """What the next timestamp covers: the stamped bytes, then each earlier reply after its length (8 bytes, big-endian)."""
    return data + b"".join(len(reply).to_bytes(8, "big") + reply for reply in replies)


def verify_reply(reply: bytes, data: bytes, roots: Sequence[x509.Certificate]) -> Stamp:
    """Check a reply over `data` against the roots one trusts, offline. Raises InputError with the reason."""
    try:
        return _verified(_decode(reply), data, roots)
    except DAMAGED as error:  # some parts are parsed only when they are asked for
        raise _refused(f"the reply cannot be read: {error}") from None


def _verified(found: TimeStampResponse, data: bytes, roots: Sequence[x509.Certificate]) -> Stamp:
    if found.status != 0:
        raise _refused("the authority refused to stamp")
    info = found.tst_info
    name = HASHES.get(info.message_imprint.hash_algorithm.dotted_string, "")
    if not name:
        raise _refused("its digest algorithm is not known here")
    if hashlib.new(name, data).digest() != info.message_imprint.message:
        raise _refused("it was issued for other bytes")
    own = signing_certificate(found)
    problem = "no root was given"
    for root in roots:
        try:
            # never as intermediates: the library trusts those like roots, and builds the chain from the reply's own anyway
            VerifierBuilder().add_root_certificate(root).build().verify_message(found, data)
        except (VerificationError, ValueError) as error:
            problem = str(error)
            continue
        return Stamp(
            info.gen_time,
            own.subject.rfc4514_string(),
            info.policy.dotted_string if info.policy else "",
            info.serial_number,
            name,
            own.not_valid_after_utc,
        )
    raise _refused(f"no trusted root answers for it: {problem}")


def certificates(found: TimeStampResponse) -> list[x509.Certificate]:
    """The certificates inside a reply. Raises one of `DAMAGED`."""
    read = [x509.load_der_x509_certificate(der) for der in sorted(found.signed_data.certificates)]
    for one in read:
        check_certificate(one)
    return read


def signing_certificate(found: TimeStampResponse) -> x509.Certificate:
    """The authority's own certificate. Raises InputError when the reply does not carry it."""
    for info in found.signed_data.signer_infos:
        for certificate in certificates(found):
            if certificate.issuer == info.issuer and certificate.serial_number == info.serial_number:
                return certificate
    raise _refused("it does not carry the authority's certificate")


def _decode(reply: bytes) -> TimeStampResponse:
    """Parse. OpenSSL with `certs=` writes the certificates of a token out of DER order, which the strict parser refuses; no
    signature covers their order, so the reading (not the kept reply) puts them right."""
    if len(reply) > LARGEST_REPLY:
        raise _refused(f"the reply is larger than {LARGEST_REPLY} bytes")
    try:
        return decode_timestamp_response(reply)
    except ValueError as strict:
        try:
            return decode_timestamp_response(_in_order(reply))
        except (ValueError, TypeError, KeyError):
            raise _refused(f"the reply cannot be read: {strict}") from None


def _in_order(reply: bytes) -> bytes:
    response: Any = tsp.TimeStampResp.load(reply)
    signed: Any = response["time_stamp_token"]["content"]
    signed["certificates"] = cms.CertificateSet(sorted(signed["certificates"], key=lambda one: one.dump()))
    return bytes(response.dump())


def _refused(why: str) -> InputError:
    return InputError("The timestamp does not hold", why, "Ask for a bundle with a timestamp of an authority that you trust")
