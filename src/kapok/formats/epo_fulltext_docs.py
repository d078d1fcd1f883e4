"""EPO bulk full text: `fulltext-document` XML inside the inner ZIP of a delivery, with its TIFF images beside it.

Schema: EPO "fulltext-documents" 1.2 (WIPO ST.36). A delivery is a ZIP with an index, DTDs and one ZIP per batch; the
index and the tables of contents hold no records and are read as zero records.
"""

from __future__ import annotations

import re
from typing import ClassVar

from lxml import etree

from kapok.formats.fulltext_document import USE, read_fulltext_document
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.xml_audit import ElementUse
from kapok.formats.xml_records import Place, XmlRecords
from kapok.formats.xml_root import root_name
from kapok.records.record import Record

_RECORDS = ("fulltext-document", "fulltext-documents")
_CONTENTS = re.compile(rb"<content>\s*<file>")


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
        root = root_name(head.data)
        if root == "content":
            return _CONTENTS.search(head.data) is not None
        return root in _RECORDS or root == "ftm-package-index"

    def read(self, element: etree._Element, place: Place) -> Record:
        """The texts of one publication."""
        return read_fulltext_document(element, place)
