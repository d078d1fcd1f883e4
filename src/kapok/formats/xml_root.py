"""The name of an XML file's first element, found without parsing: what most detections look at."""

from __future__ import annotations

import re

_SKIPPED = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(rb"\s*<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_NAME = re.compile(rb"\s*<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")


def root_name(data: bytes) -> str:
    """Local name of the first element in the head of a file; "" when it is not XML or the element is not reached."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    position = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while match := _SKIPPED.match(data, position) or _DOCTYPE.match(data, position):
        position = match.end()
    found = _NAME.match(data, position)
    return found[2].decode("ascii", "replace") if found else ""
