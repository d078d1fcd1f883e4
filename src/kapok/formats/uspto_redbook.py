"""USPTO Red Book XML 4.0 to 4.7: grants (`us-patent-grant`, 2005 on) and applications (`us-patent-application`).

Read from weekly files (thousands of XML documents one after another, each with its own declaration and DOCTYPE), from
single documents, and from the front-page files (`ipgb…`, the same schema without texts: partial records). Sequence listings
(`sequence-cwu`) that stand between the documents of a week are no publications: they are passed over.
Schema: us-patent-grant-v40-2004-12-02.dtd … v47, us-patent-application-v40 … v46 (after WIPO ST.36).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from lxml import etree

from kapok.errors import InputError
from kapok.formats import redbook_classes as classes
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.redbook_citations import number_in, read_citations, read_document_id, read_related
from kapok.formats.redbook_parties import read_assignees, read_examiners, read_parties
from kapok.formats.redbook_text import block_text, one_line, read_claims
from kapok.formats.redbook_use import REDBOOK_USE
from kapok.formats.uspto_codes import patent_type_of
from kapok.formats.uspto_draft import BadDocument, Draft, core_date, finish, position_of, side_date
from kapok.formats.xml_audit import audit_element
from kapok.formats.xml_chunks import split_elements
from kapok.formats.xml_parse import parse_fragment
from kapok.records.numbers import make_number
from kapok.records.record import Image, Priority, Record, RelatedRight

_ROOTS = ("us-patent-grant", "us-patent-application")
_ROOT_TAG = re.compile(rb"<us-patent-(?:grant|application)[\s>]")
_INTEREST = re.compile(rb"<\?GOVINT[^>]*end=\"lead\"\?>(.*?)<\?GOVINT[^>]*end=\"tail\"\?>", re.DOTALL)


class RedbookReader(Reader):
    """Grants and applications since 2005."""

    spec = FormatSpec(
        name="uspto-redbook",
        title="USPTO Red Book XML 4.x (grants and applications, also front pages)",
        standard="us-patent-grant 4.0-4.7, us-patent-application 4.0-4.6 (WIPO ST.36)",
        categories=("patent", "design"),
        default_source="uspto",
    )

    def detect(self, head: Head) -> bool:
        """Whether a root element of the schema is in sight."""
        return bool(_ROOT_TAG.search(head.data))

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One document a chunk."""
        return split_elements(stream, name, _ROOTS)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one document."""
        try:
            root, repairs = parse_fragment(chunk.data)
            audit_element(root, REDBOOK_USE, context.audit)
            draft = read_document(root)
            draft.repairs.extend(repairs)
            _read_government_interest(chunk.data.data, draft)
            yield finish(draft, self.spec, chunk, context)
        except (ValueError, InputError) as error:
            yield Rejected(position_of(chunk), str(error), chunk.data.data)


def read_document(root: etree._Element) -> Draft:
    """Fill a draft from one `us-patent-grant` or `us-patent-application`; raises `BadDocument`."""
    draft = Draft(granted=root.tag == "us-patent-grant", language=(root.get("lang") or "en").lower())
    produced = root.get("date-produced")
    if produced:
        draft.document_date = side_date(produced, "production", draft)
    front = next((part for part in root if part.tag.startswith("us-bibliographic-data")), None)
    if front is None:
        raise BadDocument("it has no front page (us-bibliographic-data-grant or -application)")
    for part in front:
        read = _FRONT.get(part.tag)
        if read is not None:
            read(part, draft)
    if draft.kind_code.startswith("H"):
        draft.patent_type = "statutory_invention_registration"
        draft.granted = False
    for part in root:
        tag = part.tag
        if tag == "description":
            draft.description = block_text(part)
        elif tag == "claims":
            draft.claims.extend(read_claims(part, draft.language))
        elif tag == "abstract":
            draft.abstract = f"{draft.abstract}\n{block_text(part)}".strip()
        elif tag == "drawings":
            _read_drawings(part, draft)
    if not draft.claims and not draft.description:
        draft.attributes["partial"] = "front page"  # completes a full text, never takes its place
    return draft


def _publication(part: etree._Element, draft: Draft) -> None:
    _, draft.number_text, draft.kind_code, date = read_document_id(part[0]) if len(part) else ("", "", "", "")
    draft.publication_date = core_date(date, "publication date")


def _application(part: etree._Element, draft: Draft) -> None:
    draft.patent_type = patent_type_of(part.get("appl-type", "utility"))
    _, draft.application_text, _, date = read_document_id(part[0]) if len(part) else ("", "", "", "")
    draft.filing_date = core_date(date, "filing date")


def _title(part: etree._Element, draft: Draft) -> None:
    draft.title = one_line(part)


def _parties(part: etree._Element, draft: Draft) -> None:
    draft.parties.extend(read_parties(part, draft.patent_type == "design"))


def _assignees(part: etree._Element, draft: Draft) -> None:
    draft.parties.extend(read_assignees(part))


def _examiners(part: etree._Element, draft: Draft) -> None:
    draft.parties.extend(read_examiners(part))


def _priorities(part: etree._Element, draft: Draft) -> None:
    for claim in part:
        country, number, kind, date = read_document_id(claim)
        day = core_date(date, "priority date")
        if number or day:
            scope = claim.get("kind", "")
            draft.priorities.append(Priority(make_number(country, number, kind, day, "application"), day, scope))


def _term(part: etree._Element, draft: Draft) -> None:
    for item in part:
        text = one_line(item)
        if item.tag == "length-of-grant" and text.isdigit():
            draft.term_years = int(text)
            draft.attributes["term_years"] = text
        elif item.tag == "us-term-extension" and text.lstrip("-").isdigit():
            draft.term_adjustment_days = int(text)
        elif item.tag == "disclaimer":
            draft.attributes["terminal_disclaimer"] = text
        elif text:
            draft.attributes[item.tag.replace("-", "_")] = text


def _figures(part: etree._Element, draft: Draft) -> None:
    for item in part:
        text = (item.text or "").strip()
        if item.tag == "number-of-figures":
            draft.attributes["number_of_figures"] = text
            draft.view_count = int(text) if text.isdigit() else 0
        elif text:
            draft.attributes[item.tag.replace("-", "_")] = text


def _botanic(part: etree._Element, draft: Draft) -> None:
    for item in part:
        draft.attributes[item.tag.replace("-", "_")] = one_line(item)


def _pct_filing(part: etree._Element, draft: Draft) -> None:
    if number := number_in(part, draft, "international filing"):
        draft.related.append(RelatedRight("pct_application", number, number.date))
    for item in part:
        if item.tag.startswith("us-371"):
            day = side_date(item[0].text if len(item) else item.text, "national stage", draft)
            name = "national_stage_date" if item.tag.endswith("-date") else item.tag
            draft.attributes[name] = day or one_line(item)


def _pct_publication(part: etree._Element, draft: Draft) -> None:
    if number := number_in(part, draft, "international publication", "publication"):
        draft.related.append(RelatedRight("pct_publication", number, number.date))


def _hague(part: etree._Element, draft: Draft) -> None:
    for item in part:
        name = item.tag.replace("-", "_")
        draft.attributes[name] = side_date(one_line(item), name, draft) or one_line(item)
    if text := draft.attributes.get("international_registration_number"):
        day = draft.attributes.get("international_registration_date", "")
        draft.related.append(RelatedRight("hague_registration", make_number("WO", text, "", day, "registration"), day))


def _exemplary(part: etree._Element, draft: Draft) -> None:
    known = draft.attributes.get("exemplary_claims")
    text = (part.text or "").strip()
    draft.attributes["exemplary_claims"] = f"{known}, {text}" if known else text


def _attribute(name: str, flag: str = "") -> Callable[[etree._Element, Draft], None]:
    def read(part: etree._Element, draft: Draft) -> None:
        draft.attributes[name] = one_line(part) or flag

    return read


def _filing_type(part: etree._Element, draft: Draft) -> None:
    draft.attributes["publication_filing_type"] = ", ".join(item.tag for item in part) or one_line(part)


_FRONT: dict[str, Callable[[etree._Element, Draft], None]] = {
    "publication-reference": _publication,
    "application-reference": _application,
    "invention-title": _title,
    "classifications-ipcr": classes.read_ipcr,
    "classifications-cpc": classes.read_cpc,
    "classification-ipc": classes.read_ipc_edition,
    "classification-national": classes.read_national,
    "classification-locarno": classes.read_locarno,
    "references-cited": read_citations,
    "us-references-cited": read_citations,
    "us-related-documents": read_related,
    "parties": _parties,
    "us-parties": _parties,
    "assignees": _assignees,
    "examiners": _examiners,
    "priority-claims": _priorities,
    "us-term-of-grant": _term,
    "figures": _figures,
    "us-botanic": _botanic,
    "pct-or-regional-filing-data": _pct_filing,
    "pct-or-regional-publishing-data": _pct_publication,
    "hague-agreement-data": _hague,
    "us-exemplary-claim": _exemplary,
    "number-of-claims": _attribute("number_of_claims"),
    "us-application-series-code": _attribute("series_code"),
    "rule-47-flag": _attribute("rule_47", "yes"),
    "us-sir-flag": _attribute("statutory_invention_registration", "yes"),
    "us-issued-on-continued-prosecution-application": _attribute("continued_prosecution_application", "yes"),
    "us-publication-filing-type": _filing_type,
    "us-microform-quantity": _attribute("microform_quantity"),
}
"""Element of the front page -> what reads it. `redbook_use` declares the same for the audit."""


def _read_drawings(part: etree._Element, draft: Draft) -> None:
    kind = "view" if draft.patent_type == "design" else "drawing"
    add = draft.images.append
    for image in part.iter("img"):
        name = image.get("file")
        if name:
            add(Image(kind, name, "image/tiff" if name[-4:].upper() == ".TIF" else "", b"", image.get("id", "")))


def _read_government_interest(data: bytes, draft: Draft) -> None:
    """The statement of federal sponsorship, which only processing instructions mark."""
    at = data.find(b"?")
    while at >= 0 and not data.startswith(b"?GOVINT", at):  # by the rare byte: ten times faster than by the whole mark
        at = data.find(b"?", at + 1)
    if at < 0:
        return
    if match := _INTEREST.search(data, at - 1):
        section = re.sub(rb"<heading.*?</heading>", b"", match.group(1), flags=re.DOTALL)
        text = re.sub(rb"<[^>]+>", b" ", section).decode("utf-8", "replace")
        draft.attributes["government_interest"] = " ".join(_unescaped(text).split())


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    wrapped = etree.fromstring(f"<t>{text}</t>")
    return wrapped.text or ""
