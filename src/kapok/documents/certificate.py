"""The data-IP certificate: one A4 page with the facts of the register, a QR code at the left, the seal at the right.

The bytes before signing depend on the facts and the fonts alone: the creation date of the file is the day of registration.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import segno
import typst

from kapok.documents.pdf import chinese_font
from kapok.documents.seal import draw_seal
from kapok.documents.words import words_in
from kapok.errors import BackendError, InputError

CUTS = (4000, 900, 300, 120, 50)
"""Texts are cut to the longest of these lengths with which everything fits on the one page; the register has the whole."""
PDF_STANDARD: Literal["a-2b"] = "a-2b"


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a certificate. `rows` are further facts (name, value) in the certificate's language.

    `address` leads to the check of this certificate; `seal` is the picture of the office's seal (SVG or PNG), b"" for none.
    """

    language: str
    office: str
    certificate_number: str
    registration_number: str
    asset_name: str
    holder: str
    registered_on: date
    expires_on: date | None
    rows: tuple[tuple[str, str], ...] = ()
    address: str = ""
    seal: bytes = b""


def render_certificate(certificate: Certificate) -> bytes:
    """The certificate as PDF/A-2b, unsigned. Raises BackendError without a Chinese font, InputError beyond one page."""
    font = chinese_font(certificate.language)
    template = (files("kapok.documents") / "templates" / "certificate.typ").read_bytes()
    made_at = datetime.combine(certificate.registered_on, time(), UTC)
    for cut in CUTS:
        inputs = {
            "data": msgspec.json.encode(_data(certificate, font, cut)).decode(),
            "font": font,
            "lang": certificate.language[:2],
        }
        try:
            return _compile(template, inputs, made_at)
        except typst.TypstError as error:
            if "one page" not in str(error):
                raise BackendError(
                    "The certificate cannot be made", str(error)[:200], "The register shows the same facts as a page"
                ) from None
    raise InputError(
        "The certificate does not fit on one page", f"{len(certificate.rows)} rows are too many", "Show fewer fields on it"
    )


def _data(certificate: Certificate, font: str, cut: int) -> dict[str, object]:
    say = words_in("certificate", certificate.language)

    def day(value: date) -> str:
        return say("day", y=value.year, m=value.month, d=value.day)

    def short(text: str) -> str:
        return text if len(text) <= cut else text[:cut].rstrip() + say("cut")

    rows = [
        (say("registration_number"), certificate.registration_number),
        (say("asset_name"), short(certificate.asset_name)),
        (say("holder"), short(certificate.holder)),
        *((name, short(value)) for name, value in certificate.rows),
        (say("registered_on"), day(certificate.registered_on)),
    ]
    if certificate.expires_on is not None:
        rows.append((say("expires_on"), day(certificate.expires_on)))
    seal = certificate.seal or draw_seal(certificate.office, font, language=certificate.language).encode()
    return {
        "title": say("title"),
        "number": f"{say('certificate_number')} {certificate.certificate_number}",
        "office": certificate.office,
        "day": day(certificate.registered_on),
        "rows": rows,
        "qr": list(_qr(certificate.address)),
        "check": say("check") if certificate.address else "",
        "statement": say("statement") + ("" if certificate.seal else " " + say("sample")),
        "seal": list(seal),
        "seal_format": "png" if seal.startswith(b"\x89PNG") else "svg",
    }


def _compile(template: bytes, inputs: dict[str, str], made_at: datetime) -> bytes:
    made: bytes = typst.compile(template, font_paths=_fonts(), sys_inputs=inputs, pdf_standards=PDF_STANDARD, timestamp=made_at)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The fonts of this machine, looked for once: it takes a hundred times as long as the page itself."""
    return typst.Fonts()


def _qr(address: str) -> bytes:
    if not address:
        return b""
    target = io.BytesIO()
    segno.make(address, error="m").save(target, kind="svg", border=2)
    return target.getvalue()
