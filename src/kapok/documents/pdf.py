"""Reports as PDF by typst. A font with Chinese characters must be on the machine: without one no PDF is made, and it is said.

Texts reach typst as data, never as markup, so that nothing in a mark or a name can be read as a command.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
import typst

from kapok.documents.report import Report
from kapok.errors import BackendError

_FAMILIES = {
    "zh-Hans": (
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
        "PingFang SC",
        "Microsoft YaHei",
        "WenQuanYi Micro Hei",
    ),
    "zh-Hant": ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei"),
}
"""Fonts with Chinese characters, the preferred first, by the language whose forms they draw."""


@cache
def _installed() -> tuple[str, ...]:
    """The names of the font families on this machine."""
    return tuple(typst.Fonts().families())


def chinese_font(language: str) -> str:
    """The font for Chinese characters in a text of `language`. Raises BackendError naming the package when there is none."""
    wanted = [*_FAMILIES.get(language, ()), *_FAMILIES["zh-Hans"], *_FAMILIES["zh-Hant"]]
    installed = _installed()
    found = next((name for name in wanted if name in installed), None)
    found = found or next((name for name in installed if "CJK" in name or "Han Sans" in name), None)
    if found is None:
        raise BackendError(
            "The PDF cannot be made",
            "no font with Chinese characters is installed on the machine of the platform",
            "Install one (Debian: apt install fonts-noto-cjk); the same report is complete as a page",
        )
    return found


def render_report(report: Report, *, universal: bool = False) -> bytes:
    """The report as a tagged PDF file; with `universal` as PDF/UA-1 (ISO 14289-1), as far as typst checks it."""
    template = (files("kapok.documents") / "templates" / "report.typ").read_text("utf-8")
    data = msgspec.json.encode(report).decode()
    inputs = {"data": data, "font": chinese_font(report.language), "lang": report.language[:2]}
    try:
        made = typst.compile(template.encode(), sys_inputs=inputs, pdf_standards="ua-1" if universal else None)
    except typst.TypstError as error:
        raise BackendError("The PDF cannot be made", str(error)[:200], "The same report is complete as a page") from None
    return bytes(made)
