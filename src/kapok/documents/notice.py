"""Notices and decisions as PDF: a head, a number, what is stated, who signs. One layout for every procedure."""

from __future__ import annotations

import io
from importlib.resources import files

import msgspec
import segno
import typst

from kapok.documents.pdf import chinese_font
from kapok.errors import BackendError


class Notice(msgspec.Struct, frozen=True):
    """What a notice says. `rows` are pairs of name and value; `address` is where it can be checked (a QR code), or ""."""

    language: str
    title: str
    office: str
    number: str
    addressee: str
    rows: list[tuple[str, str]]
    paragraphs: list[str]
    signed_by: str
    day: str
    foot: str
    address: str = ""


def render_notice(notice: Notice) -> bytes:
    """The notice as a PDF file. Raises BackendError when no Chinese font is installed."""
    template = (files("kapok.documents") / "templates" / "notice.typ").read_text("utf-8")
    data = msgspec.to_builtins(notice) | {"qr": _qr(notice.address)}
    inputs = {
        "data": msgspec.json.encode(data).decode(),
        "font": chinese_font(notice.language),
        "lang": notice.language[:2],
    }
    try:
        return bytes(typst.compile(template.encode(), sys_inputs=inputs))
    except typst.TypstError as error:
        raise BackendError("The PDF cannot be made", str(error)[:200], "The page of the case shows the same facts") from None


def _qr(address: str) -> str:
    """A QR code as SVG, "" for no address."""
    if not address:
        return ""
    target = io.BytesIO()
    segno.make(address, error="m").save(target, kind="svg", border=2)
    return target.getvalue().decode()
