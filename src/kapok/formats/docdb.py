"""EPO DOCDB: bulk exchange documents, front file, back file and single documents.

Schema: EPO "DOCDB XML" exchange-documents 2.5 (ST.36 based), elements with the `exch:` prefix or without any. Each
`exchange-document` is one publication; a stated `status="D"` (withdrawn from DOCDB) stays in `attributes["docdb_status"]`.
"""

from __future__ import annotations

from typing import ClassVar

from lxml import etree

from kapok.formats.exchange_document import USE, read_exchange_document
from kapok.formats.ports import FormatSpec, Head
from kapok.formats.xml_audit import ElementUse
from kapok.formats.xml_records import Place, XmlRecords
from kapok.formats.xml_root import root_name
from kapok.records.record import Record


class DocdbReader(XmlRecords):
    """DOCDB exchange documents, one record each."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="docdb",
        title="EPO DOCDB exchange documents",
        standard="EPO exchange-documents 2.5 (WIPO ST.36)",
        categories=("patent", "design"),
        default_source="epo-docdb",
    )
    tags: ClassVar[tuple[str, ...]] = ("exchange-document",)
    use: ClassVar[ElementUse] = USE

    def detect(self, head: Head) -> bool:
        """The root `exchange-documents`, or a single `exchange-document`."""
        return root_name(head.data) in ("exchange-document", "exchange-documents")

    def read(self, element: etree._Element, place: Place) -> Record:
        """The publication of one `exchange-document`."""
        return read_exchange_document(element, place)
