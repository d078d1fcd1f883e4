"""Answers of EPO Open Patent Services (OPS 3.x): published data, full text, family, legal, register, search.

Records of an answer are its documents: `exchange-document`, `register-document`, `fulltext-document`, `family-member`, the
bare `publication-reference`s of a search, the publications of an equivalents answer. An answer that only tells what could
be fetched, converts numbers or shows classifications has none. An error answer (`fault`) is told as `Rejected` with
`is_record` False, so that "could not look" never looks like data.

One publication often comes in several answers (bibliography here, claims there): such records have the same key and say in
`attributes["partial"]` which parts they hold (`abstract`, `claims`, `family, legal`, `register`, `number` …). A loader must
merge them and never let a partial record erase a fuller one.

An answer is cut by its own documents: a broken one is rejected alone, a truncated answer gives the documents before the
break. Namespace prefixes do not matter (real answers have `ops:`, `ns2:` or none).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, ClassVar

from lxml import etree
from msgspec import Struct

from kapok.errors import InputError
from kapok.formats import exchange_document, fulltext_document, inpadoc_legal, ops_family, ops_register
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.xml_audit import ElementUse, audit_element, declare
from kapok.formats.xml_chunks import RAW_BYTES, XmlFragment, split_elements
from kapok.formats.xml_parse import parse_fragment
from kapok.formats.xml_records import LOCAL, Place, text_of
from kapok.formats.xml_root import root_name
from kapok.records.record import Record

_SKELETON = declare(
    used="""
        world-patent-data/biblio-search/query register-search/query biblio-search/search-result/exchange-documents
        biblio-search/exchange-documents world-patent-data/exchange-documents world-patent-data/fulltext-documents
        fault/code fault/message
    """,
    ignored={
        "world-patent-data/meta": "status and run time of the service",
        "biblio-search/range": "which hits of the search this answer holds",
        "register-search/range": "which hits of the search this answer holds",
        "fulltext-inquiry": "tells which texts could be fetched, holds no document",
        "document-inquiry": "tells which images could be fetched, holds no document",
        "standardization": "converts a number, holds no document",
        "classification-scheme": "the CPC scheme, no document",
        "classification-search": "classes of a word, no document",
        "fault/description": "the same as the message in more words",
    },
)


def _join(*uses: ElementUse) -> ElementUse:
    """One declaration that holds the patterns of several."""
    joined = ElementUse({})
    for use in uses:
        for name, patterns in use.patterns.items():
            joined.patterns.setdefault(name, []).extend(patterns)
    return joined


USE = _join(_SKELETON, exchange_document.USE, fulltext_document.USE, inpadoc_legal.USE, ops_family.USE, ops_register.USE)

_Build = Callable[[etree._Element, Place], Record]
_SERVICES: dict[str, dict[str, _Build]] = {
    # what stands directly in the answer -> the elements that are its records
    "biblio-search": {
        "exchange-document": exchange_document.read_exchange_document,
        "publication-reference": ops_family.read_found_publication,
    },
    "register-search": {"register-document": ops_register.read_register_document},
    "register-documents": {"register-document": ops_register.read_register_document},
    "patent-family": {"family-member": ops_family.read_family_member},
    "exchange-documents": {"exchange-document": exchange_document.read_exchange_document},
    "fulltext-documents": {"fulltext-document": fulltext_document.read_fulltext_document},
    "equivalents-inquiry": {"inquiry-result": ops_family.read_equivalent},
}
_SERVICE = re.compile(rb"<(?:[\w.-]+:)?(" + b"|".join(name.encode() for name in _SERVICES) + rb")[\s/>]")
_QUERY = re.compile(rb"<(?:[\w.-]+:)?query\b[^>]*>([^<]*)<")
_BINDING = re.compile(rb"""xmlns:([\w.-]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_BYTE = re.compile(r"byte (\d+)")
_HEAD_BYTES = 1 << 14


def _bindings(fragment: XmlFragment) -> bytes:
    """Every prefix bound in the head of an answer, also between its root and its documents, once."""
    found: dict[bytes, bytes] = {}
    for binding in _BINDING.finditer(fragment.data[:_HEAD_BYTES] + b" " + fragment.namespaces):
        found.setdefault(binding[1], binding[0])
    return b" ".join(found.values())


class Answer(Struct, frozen=True):
    """One whole answer; `broken` says why it has no end, "" for a complete one."""

    fragment: XmlFragment
    broken: str = ""


class OpsReader(Reader):
    """OPS answers, one or many in a file."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="ops",
        title="EPO Open Patent Services answers",
        standard="OPS 3.2 world-patent-data (exchange-documents, register-documents, fulltext-documents)",
        categories=("patent", "design"),
        default_source="epo-ops",
    )

    def detect(self, head: Head) -> bool:
        """The root `world-patent-data`, or the error answer of the OPS namespace."""
        root = root_name(head.data)
        return root == "world-patent-data" or (root == "fault" and b"http://ops.epo.org" in head.data)

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One chunk for each answer; a truncated one too, so that its whole documents are read."""
        index = 0
        for found in split_elements(stream, name, ("world-patent-data", "fault")):
            if isinstance(found, Rejected):
                start = _BYTE.search(found.position)
                if start is None or not found.raw:
                    yield found
                    continue
                yield Chunk(index, int(start[1]), Answer(XmlFragment(found.raw), found.reason))
            else:
                yield Chunk(index, found.offset, Answer(found.data))
            index += 1

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The records of one answer."""
        answer: Answer = chunk.data
        fragment = answer.fragment
        if context.audit is not None and not answer.broken:
            self._audit(fragment, context)
        head = fragment.data[:_HEAD_BYTES]
        if b"fault" in head[:200]:
            yield self._fault(chunk, fragment)
            return
        service = _SERVICE.search(head)
        if service is None:
            if answer.broken:
                yield Rejected(f"answer {chunk.index + 1}, byte {chunk.offset}", answer.broken, fragment.data[:RAW_BYTES])
            return
        kind = service[1].decode()
        query = _QUERY.search(head)
        header = {"query": query[1].decode("utf-8", "replace")} if query else {}
        records: list[Record] = []
        for made in self._documents(chunk, context, _SERVICES[kind], header):
            if isinstance(made, Rejected):
                yield made
            else:
                records.append(made)
        if kind in ("patent-family", "equivalents-inquiry"):
            records = ops_family.relate_members(records, same_family=kind == "equivalents-inquiry")
        yield from records
        if answer.broken and len(fragment.data) >= RAW_BYTES:
            position = f"answer {chunk.index + 1}, byte {chunk.offset + len(fragment.data)}"
            yield Rejected(position, "the rest of this truncated answer was not kept: fetch it again")

    def _documents(
        self, chunk: Chunk, context: ReadContext, builds: dict[str, _Build], header: dict[str, str]
    ) -> Iterator[Record | Rejected]:
        """Each document of an answer by itself."""
        answer: Answer = chunk.data
        fragment = answer.fragment
        namespaces = _bindings(fragment)
        inner = split_elements(io.BytesIO(fragment.data), context.file, tuple(builds))
        for found in inner:
            if isinstance(found, Rejected):
                position = _BYTE.sub(lambda match: f"byte {chunk.offset + int(match[1])}", found.position)
                yield Rejected(f"answer {chunk.index + 1}, {position}", found.reason, found.raw)
                continue
            position = f"answer {chunk.index + 1}, record {found.index + 1}, byte {chunk.offset + found.offset}"
            document: XmlFragment = found.data
            place = Place(context, self.spec.name, position, header)
            try:
                element, place.repairs = parse_fragment(XmlFragment(document.data, namespaces, fragment.encoding))
                yield builds[LOCAL[element.tag]](element, place)
            except (InputError, ValueError) as error:
                yield Rejected(position, str(error), document.data)
            except (AttributeError, IndexError, KeyError, TypeError) as error:  # one odd document must not stop the others
                yield Rejected(position, f"its elements are not where OPS has them: {error!r}", document.data)

    def _fault(self, chunk: Chunk, fragment: XmlFragment) -> Rejected:
        """An error answer, told with the service's words."""
        position = f"answer {chunk.index + 1}, byte {chunk.offset}"
        try:
            element, _ = parse_fragment(fragment)
            code, message = text_of(element, "code"), text_of(element, "message")
            more = text_of(element, "description")
        except ValueError as error:
            code, message, more = "", "", str(error)
        said = ": ".join(part for part in (code, message) if part) or "an error"
        reason = f"OPS answered {said}" + (f" ({more})" if more else "")
        return Rejected(position, reason, fragment.data, is_record=False)

    def _audit(self, fragment: XmlFragment, context: ReadContext) -> None:
        """Count every element of the answer; an answer that does not parse as a whole is not counted."""
        try:
            element, _ = parse_fragment(fragment)
        except ValueError:
            return
        audit_element(element, USE, context.audit)
