"""Check the signature of a PDF that anybody hands in: genuine, altered (and where), of an unknown signer, or not ours."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from asn1crypto import cms  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from kapok.documents.own_thread import in_own_thread
from kapok.documents.sign_pdf import FIELD

GENUINE = "genuine"
ALTERED = "altered"
UNKNOWN_SIGNER = "unknown_signer"
NOT_OURS = "not_ours"
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # a bad file is told in the finding, not on standard error
LARGEST = 50 << 20
BROKEN: tuple[type[Exception], ...] = (
    *(PdfError, SignatureValidationError, UnacceptableSignerError, PathError),
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError, OSError, zlib.error),
)
"""What the reading of a damaged or hostile file raises."""


class PdfFinding(msgspec.Struct, frozen=True):
    """The verdict. `where` says what was altered; `signed_at` is the timestamp's instant, or what the signer's clock said."""

    verdict: str
    where: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    is_timestamped: bool = False


def check_pdf(data: bytes, roots: Sequence[x509.Certificate], original: bytes | None = None) -> PdfFinding:
    """Check a file against the roots one trusts. With the `original` at hand, an alteration is located by byte and object.

    Never raises for what the file holds.
    """
    if not data.startswith(b"%PDF-") or len(data) > LARGEST:
        return PdfFinding(NOT_OURS, "it is no PDF file")
    try:
        found = [
            one for one in PdfFileReader(io.BytesIO(data), strict=False).embedded_regular_signatures if one.field_name == FIELD
        ]
        return in_own_thread(_checked, data, found[0], roots, original) if found else _without_signature(data, original)
    except BROKEN:
        # whatever breaks the reading of a file that carries the name of our field is an alteration of it
        if f"/T ({FIELD})".encode() in data or (original is not None and _same_beginning(data, original)):
            return PdfFinding(ALTERED, _where(data, original) or "its structure is broken")
        return PdfFinding(NOT_OURS, "it cannot be read as a PDF file")


def _checked(data: bytes, embedded: Any, roots: Sequence[x509.Certificate], original: bytes | None) -> PdfFinding:
    anchors = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in roots]
    status = validate_pdf_signature(embedded, _context(anchors, None))
    stamp: Any = status.timestamp_validity
    is_stamped = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
    at: datetime | None = stamp.timestamp if is_stamped else status.signer_reported_dt
    if is_stamped and not status.trusted:  # the certificate may have ended since: what counts is the stamped instant
        status = validate_pdf_signature(embedded, _context(anchors, at))
    signer = str(status.signing_cert.subject.human_friendly)
    if not status.intact or not status.valid:
        begin, length, behind, rest = embedded.byte_range
        where = _where(data, original) or f"within the signed bytes (0-{begin + length}, {behind}-{behind + rest})"
        return PdfFinding(ALTERED, where, signer, at, is_stamped)
    if not status.trusted:
        return PdfFinding(UNKNOWN_SIGNER, "", signer, at, is_stamped)
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        _, _, behind, rest = embedded.byte_range
        end = behind + rest
        where = f"{len(data) - end:,} bytes were added behind the signed part, from byte {end:,} on"
        return PdfFinding(ALTERED, where, signer, at, is_stamped)
    if not _is_clean_container(data, embedded):
        return PdfFinding(ALTERED, "within the container of the signature", signer, at, is_stamped)
    return PdfFinding(GENUINE, "", signer, at, is_stamped)


def _is_clean_container(data: bytes, embedded: Any) -> bool:
    """The signature itself lies in a gap that it does not cover: nothing but it, and zeros behind it, may stand there."""
    begin, length, behind, _ = embedded.byte_range
    gap = data[begin + length : behind]
    if not re.fullmatch(rb"<[0-9A-F]*>|<[0-9a-f]*>", gap):
        return False
    stated = bytes.fromhex(gap[1:-1].decode())
    size = len(cms.ContentInfo.load(stated).dump())
    return not any(stated[size:])


def _context(anchors: list[Any], moment: datetime | None) -> Any:
    settings: dict[str, Any] = {} if moment is None else {"moment": moment}
    return ValidationContext(trust_roots=anchors, allow_fetching=False, revocation_mode="soft-fail", **settings)


def _without_signature(data: bytes, original: bytes | None) -> PdfFinding:
    if original is not None and _same_beginning(data, original):
        return PdfFinding(ALTERED, _where(data, original) or "the signature was taken off")
    return PdfFinding(NOT_OURS, "it carries no signature of this platform")


def _same_beginning(data: bytes, original: bytes) -> bool:
    return data[:1024] == original[:1024]


def _where(data: bytes, original: bytes | None) -> str:
    """The first byte that differs from the original, and the object of the file that it lies in."""
    if original is None:
        return ""
    shorter = min(len(data), len(original))
    first = next((i for i in range(0, shorter, 4096) if data[i : i + 4096] != original[i : i + 4096]), shorter // 4096 * 4096)
    at = next((i for i in range(first, shorter) if data[i] != original[i]), shorter)
    if at == shorter:
        return "" if len(data) == len(original) else f"the file ends at byte {len(data):,} instead of {len(original):,}"
    objects = re.findall(rb"(?:^|[\r\n])(\d+) \d+ obj\b", original[: at + 1])
    inside = f", in object {int(objects[-1])}" if objects else ""
    return f"from byte {at:,} on{inside}"
