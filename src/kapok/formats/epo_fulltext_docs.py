"""EPO bulk full text: `fulltext-document` XML inside the inner ZIP of a delivery, with its TIFF images beside it.

Schema: EPO "fulltext-documents" 1.2 (WIPO ST.36). A delivery is a ZIP with an index, DTDs and one ZIP per batch; the
index and the tables of contents hold no records and are read as zero records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from lxml import etree

from kapok.formats.fulltext_document import USE, read_fulltext_document
from kapok.formats.ports import Chunk, FormatSpec, Head, Rejected
from kapok.formats.xml_audit import ElementUse
from kapok.formats.xml_records import Place, XmlRecords
from kapok.records.record import Record

_MARK = re.compile(rb"<(?:[\w.-]+:)?fulltext-documents?[\s>]")
_CONTENTS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE ftm-package-index|<ftm-package-index|<content>\s*<file>)"
)


class EpoFulltextReader(XmlRecords):
    """Full texts of publications as the EPO delivers them in bulk, one record each."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="epo-fulltext",
        title="EPO bulk full text (national and regional offices)",
        standard="EPO fulltext-documents 1.2 (WIPO ST.36)",
        categories=("patent",),
        default_source="epo-fulltext",
    )
    tags: ClassVar[tuple[str, ...]] = ("fulltext-document",)
    use: ClassVar[ElementUse] = USE

    def detect(self, head: Head) -> bool:
        """A full text outside OPS answers, or the index or table of contents of a delivery."""
        data = head.data
        return b"world-patent-data" not in data and (_MARK.search(data) is not None or _CONTENTS.match(data) is not None)

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Chunks of full texts; an index or table of contents gives none."""
        return super().split(stream, name)

    def read(self, element: etree._Element, place: Place) -> Record:
        """The texts of one publication."""
        return read_fulltext_document(element, place)
