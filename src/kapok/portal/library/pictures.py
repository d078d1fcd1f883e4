"""Pictures on a record page: those that came with the data are shown, others are linked where the source says they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kapok.portal.library.addresses import record_path
from kapok.portal.library.images import sniff
from kapok.records.record import Image, Record

SHOWN_TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}
"""Types that browsers show; others (TIFF) are offered as files."""


@dataclass(frozen=True)
class Picture:
    """One picture: `shown` says whether the page shows it; `address` is "" when only its name is known."""

    address: str
    shown: bool
    text: str
    caption: str
    kind: str


def pictures(record: Record) -> list[Picture]:
    """The pictures of a record in the order of the source."""
    return [_picture(record, index, image) for index, image in enumerate(record.images)]


def _picture(record: Record, index: int, image: Image) -> Picture:
    names = {"mark": _("The mark"), "drawing": _("Drawing"), "view": _("View"), "page": _("Page")}
    name = names.get(image.kind, _("Picture"))
    text = f"{name} {index + 1}" if len(record.images) > 1 else name
    if image.data and (media_type := sniff(image.data)):
        address = f"{record_path(record.key)}/images/{index}"
        return Picture(address, media_type in SHOWN_TYPES, text, image.caption, image.kind)
    outside = image.uri if image.uri.startswith(("https://", "http://")) else ""
    return Picture(outside, False, text, image.caption or ("" if outside else image.uri), image.kind)
