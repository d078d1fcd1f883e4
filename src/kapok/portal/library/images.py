"""Pictures of a record that came inside its data: served with the type that their bytes show, or not at all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kapok.errors import NotFound
from kapok.portal import gateway
from kapok.portal.methods import read_only

SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
"""First bytes -> media type. SVG is text that can hold scripts: it is never served as a picture."""


def sniff(data: bytes) -> str:
    """The media type that the first bytes show, "" for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for start, media_type in SIGNATURES if data.startswith(start)), "")


@read_only
def record_image(request: HttpRequest, key: str, index: int) -> HttpResponse:
    """`/records/<key>/images/<n>`, counted from 0."""
    images = gateway.current().show(key).record.images
    if index >= len(images) or not images[index].data or not sniff(images[index].data):
        raise NotFound(
            _("This record has no picture number %(number)s here") % {"number": index},
            _("the source gives none that can be shown"),
            _("See the record page for what there is"),
        )
    response = HttpResponse(images[index].data, content_type=sniff(images[index].data))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
