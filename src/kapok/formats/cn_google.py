"""Patents as pages of Google Patents (HTML with microdata), one record a page.

The page's `itemprop` marks say what each piece is. What the page itself calls an assumption (legal status, priority date,
anticipated expiration, current assignee) is not taken as the office's word: the status stays in
`attributes["assumed_status"]`, the current assignee in `attributes["assumed_assignee"]`. Citing documents and similar
documents are left out: they are computed by the site. Several pages may follow each other in one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from lxml import etree, html

from kapok.codes.legal_status import event_category
from kapok.errors import InputError
from kapok.formats.audit import Audit
from kapok.formats.epo_classes import class_symbol
from kapok.formats.epo_numbers import core_date, publication_number, right_of, side_date
from kapok.formats.epo_text import language_tag, one_line, plain_text, read_claim_blocks, script_language
from kapok.formats.exchange_document import grant_day, patent_type
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.records.number_forms import parse_epodoc
from kapok.records.numbers import make_number
from kapok.records.parties import Party, PartyRole
from kapok.records.provenance import Provenance
from kapok.records.record import (
    Citation,
    Classification,
    Image,
    LegalEvent,
    Number,
    Patent,
    Priority,
    RelatedRight,
    make_key,
)
from kapok.records.text import Text

_MAX_BYTES = 64 * 1024 * 1024
_END = re.compile(rb"</html\s*>", re.IGNORECASE)
_NUMBER = re.compile(r"([A-Z]{2})([A-Z]{0,2}\d[\dA-Z]*?)([A-Z]\d?)?")
_FAMILY = re.compile(r"ID=(\d+)")
_APPLICATION = re.compile(r"([A-Z]{2})[\s-]*(.+?)([A-Z]\d?)?$")

_IGNORED = {
    # itemprop -> why it is left out
    "type": "always a patent, or the kind of a row",
    "numberWithoutCodes": "part of the publication number",
    "publicationDescription": "words for the kind code",
    "countryName": "the name of the office",
    "priorArtKeywords": "computed by the site",
    "priorArtDate": "computed by the site",
    "otherLanguages": "other views of the page",
    "directAssociations": "other publications, listed again as the family",
    "events": "the site's summary of the legal events",
    "links": "links to other sites",
    "application": "views of the application",
    "metadata": "views of the application",
    "applicationsByYear": "the family by years",
    "applications": "the family's applications",
    "countryStatus": "the family by countries",
    "pubs": "publications of the application, listed again as the family",
    "forwardReferences": "citing documents: their own records cite this one",
    "forwardReferencesOrig": "citing documents: their own records cite this one",
    "forwardReferencesFamily": "citing documents: their own records cite this one",
    "similarDocuments": "computed by the site",
    "pageTitle": "number and title once more",
    "concept": "computed by the site",
    "match": "computed by the site",
    "priorityDate": "an assumption of the site",
    "cpcs": "classes by their parts; the leaves are read",
    "childApps": "applications claiming this one as priority",
    "parentApps": "applications listed again as priorities",
}
_USED = frozenset((
    "title", "publicationNumber", "kindCode", "countryCode", "legalStatusIfi", "status", "applicationNumber",
    "inventor", "assigneeCurrent", "assigneeOriginal", "filingDate", "publicationDate", "abstract", "description",
    "claims", "content", "count", "family", "appsClaimingPriority", "backwardReferences", "backwardReferencesOrig",
    "backwardReferencesFamily", "detailedNonPatentLiterature", "docdbFamily", "legalEvents", "classifications",
    "images", "pdfLink",
))  # fmt: skip


class GooglePatentsReader(Reader):
    """Pages of Google Patents, one patent each."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="google-patents-html",
        title="Patent pages of Google Patents",
        standard="HTML with schema.org microdata (itemprop)",
        categories=("patent",),
        default_source="google-patents",
    )

    def detect(self, head: Head) -> bool:
        """HTML with the site's marks."""
        data = head.data
        return b"<html" in data[:4096].lower() and b'itemprop="publicationNumber"' in data and b"Google Patents" in data

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One chunk for each page."""
        rest = b""
        index = offset = 0
        while block := stream.read(1 << 20):
            rest += block
            while match := _END.search(rest):
                yield Chunk(index, offset, rest[: match.end()])
                index, offset = index + 1, offset + match.end()
                rest = rest[match.end() :]
            if len(rest) > _MAX_BYTES:
                yield Rejected(f"record {index + 1}, byte {offset}", "the page is larger than 64 MB", rest[:1000])
                return
        if rest.strip():
            reason = "the page ends before </html> (the file is truncated)"
            yield Rejected(f"record {index + 1}, byte {offset}", reason, rest)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Patent | Rejected]:
        """The patent of one page."""
        position = f"record {chunk.index + 1}, byte {chunk.offset}"
        provenance = Provenance(context.source, self.spec.name, context.file, position, context.read_at)
        try:
            text = chunk.data.decode("utf-8")
            article = _article(text)
            record = _Page(article, provenance).read()
        except UnicodeDecodeError as error:
            yield Rejected(position, f"the bytes are not utf-8: {error.reason} at byte {error.start}", chunk.data)
            return
        except (InputError, ValueError, etree.ParserError) as error:
            yield Rejected(position, str(error), chunk.data)
            return
        if context.audit is not None:
            _audit(article, "", context.audit)
        yield record


def _article(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    found = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser).find(".//article")
    if found is None:
        raise ValueError("the page has no article with a patent")
    return found


def _audit(element: html.HtmlElement, path: str, audit: Audit) -> None:
    """Count every marked piece; inside a used or ignored group its pieces have the same verdict."""
    for node in element:
        name = node.get("itemprop") if isinstance(node.tag, str) else None
        if name is None:
            _audit(node, path, audit)
            continue
        here = f"{path}/{name}" if path else name
        if path or name in _USED:
            audit.use(here)
            _audit(node, here, audit)
        elif name in _IGNORED:
            audit.ignore(here, _IGNORED[name])
        else:
            audit.surprise(here)


class _Page:
    """One page while it is being read."""

    def __init__(self, article: html.HtmlElement, provenance: Provenance) -> None:
        self.article = article
        self.provenance = provenance
        self.original = provenance.original
        self.office = self.first("countryCode")

    def all(self, name: str, tag: str = "*") -> list[html.HtmlElement]:
        """The pieces marked `name` (as `tag` elements)."""
        return list(self.article.iterfind(f".//{tag}[@itemprop='{name}']"))

    def first(self, name: str, tag: str = "*") -> str:
        """The text (or stated content, or date) of the first piece marked `name`."""
        return next((_value(node) for node in self.all(name, tag) if _value(node)), "")

    def read(self) -> Patent:
        """The patent; `ValueError` where it has no number or a core date is impossible."""
        written = self.first("publicationNumber")
        match = _NUMBER.fullmatch(written)
        if match is None:
            raise ValueError(f"'{written}' is not a publication number")
        self.office, kind = match[1], self.first("kindCode", "meta") or match[3] or ""
        day = core_date(self.first("publicationDate", "time"), "publication date")
        publication = publication_number(self.office, match[2], kind, day)
        filing_date = core_date(self.first("filingDate", "time"), "filing date")
        application = self.application(self.first("applicationNumber", "dd"), filing_date)
        abstracts, language = self.texts("abstract")
        descriptions, described = self.texts("description")
        language = described if described != "und" else language
        claims = [claim for node in self.all("claims", "section") for claim in read_claim_blocks(node, self.office)]
        title = self.first("title", "span")
        attributes = {}
        if status := self.first("status", "span"):
            attributes["assumed_status"] = status
        if assignees := [_value(node) for node in self.all("assigneeCurrent", "dd")]:
            attributes["assumed_assignee"] = "; ".join(assignees)
        family = self.all("family", "section")
        family_id = next((found[1] for node in family if (found := _FAMILY.search(node.text_content()))), "")
        return Patent(
            key=make_key("patent", self.office, publication.number, kind),
            category="patent",
            office_code=self.office,
            number=publication.number,
            kind_code=kind,
            right_id=right_of(application),
            patent_type=patent_type(self.office, kind, day),
            language=language,
            titles=(Text(title, language),) if title else (),
            abstracts=abstracts,
            descriptions=descriptions,
            claims=tuple(claims),
            parties=self.parties(),
            application=application,
            filing_date=filing_date,
            publication=publication,
            publication_date=day,
            grant_date=grant_day(self.office, kind, day),
            priorities=self.priorities(application),
            classifications=self.classes(),
            citations=self.citations(),
            legal_events=self.events(),
            related=self.family(written),
            images=self.images(),
            family_id=family_id,
            attributes=attributes,
            provenance=self.provenance,
        )

    def application(self, written: str, day: str) -> Number | None:
        """An application number as the site writes it (`CN2009101277538A`, `JP2008-091425`)."""
        match = _APPLICATION.fullmatch(written)
        if match is None:
            return None
        number = make_number(match[1], match[2], match[3] or "", day, "application")
        self.original.setdefault(f"application {number.office_code}{number.number}", written)
        return number

    def texts(self, name: str) -> tuple[tuple[Text, ...], str]:
        """The text of a section and its language."""
        found = []
        language = "und"
        for section in self.all(name, "section"):
            for content in section.iterfind(".//div[@itemprop='content']"):
                stated = next((node.get("lang") for node in content.iter() if node.get("lang")), None)
                language = language_tag(stated, self.office)
                for title in list(content.iter("invention-title")):
                    title.drop_tree()
                if text := plain_text(content):
                    found.append(Text(text, language))
        return tuple(found), language

    def parties(self) -> tuple[Party, ...]:
        """Inventors and original assignees (applicants) of the head of the page."""
        found = []
        roles: tuple[tuple[str, PartyRole], ...] = (("assigneeOriginal", "applicant"), ("inventor", "inventor"))
        for name, role in roles:
            for node in self.all(name, "dd"):
                if words := _value(node):
                    found.append(Party(words, role, name_language=script_language(words, self.office)))
        return tuple(found)

    def priorities(self, own: Number | None) -> tuple[Priority, ...]:
        """The applications whose priority is claimed, each once, the own application left out."""
        found: dict[tuple[str, str], Priority] = {}
        for row in self.all("appsClaimingPriority", "tr"):
            day = side_date(_inside(row, "filingDate"), "priority date", self.original)
            number = self.application(_inside(row, "applicationNumber"), day)
            if number is not None and (own is None or (number.office_code, number.number) != (own.office_code, own.number)):
                found.setdefault((number.office_code, number.number), Priority(number, day))
        return tuple(found.values())

    def classes(self) -> tuple[Classification, ...]:
        """The leaves of the class trees."""
        found = []
        for node in (*self.all("classifications"), *self.all("cpcs")):
            if node.find(".//*[@itemprop='Leaf']") is None:
                continue
            symbol = class_symbol(_inside(node, "Code"))
            scheme = "cpc" if node.find(".//*[@itemprop='IsCPC']") is not None or node.get("itemprop") == "cpcs" else "ipc"
            if symbol:
                first = node.find(".//*[@itemprop='FirstCode']") is not None
                additional = node.find(".//*[@itemprop='Additional']") is not None
                found.append(Classification(scheme, symbol, "", "additional" if additional else "unknown", first))
        return tuple(dict.fromkeys(found))

    def citations(self) -> tuple[Citation, ...]:
        """Cited documents (`*` = by the examiner, else by whom is not said) and literature."""
        found: dict[str, Citation] = {}
        for name in ("backwardReferencesOrig", "backwardReferences", "backwardReferencesFamily"):
            for row in self.all(name, "tr"):
                written = _inside(row, "publicationNumber")
                day = side_date(_inside(row, "publicationDate"), f"citation {written} date", self.original)
                number = _document(written, day)
                examiner = row.find(".//*[@itemprop='examinerCited']") is not None
                if number is None:
                    continue
                if name == "backwardReferencesFamily":
                    cited = Citation("other", number, "cited in the family")
                else:
                    cited = Citation("examination" if examiner else "unknown", number)
                found.setdefault(written, cited)
        literature = [Citation("unknown", None, _inside(row, "title")) for row in self.all("detailedNonPatentLiterature")]
        return (*found.values(), *(each for each in literature if each.text))

    def events(self) -> tuple[LegalEvent, ...]:
        """The legal events as the office reported them (INPADOC codes)."""
        found = []
        for row in self.all("legalEvents", "tr"):
            code = _inside(row, "code")
            labels = [
                f"{_inside(part, 'label')}: {_inside(part, 'value')}" for part in row.iterfind(".//*[@itemprop='attributes']")
            ]
            found.append(
                LegalEvent(
                    side_date(_inside(row, "date"), f"legal event {code}", self.original),
                    code,
                    _inside(row, "title"),
                    event_category(self.office, code),
                    office_code=self.office,
                    detail="; ".join(labels),
                )
            )
        return tuple(found)

    def family(self, own: str) -> tuple[RelatedRight, ...]:
        """The other publications of the simple family."""
        found = []
        for row in self.all("docdbFamily", "tr"):
            written = _inside(row, "publicationNumber")
            day = side_date(_inside(row, "publicationDate"), f"member {written} date", self.original)
            number = _document(written, day)
            if number is not None and written != own:
                found.append(RelatedRight("member", number, day))
        return tuple(found)

    def images(self) -> tuple[Image, ...]:
        """Drawings in full size, and the publication as PDF."""
        found = [
            Image("drawing", full, "image/png")
            for node in self.all("images")
            if (full := _inside(node, "full") or _inside(node, "thumbnail"))
        ]
        if (pdf := self.article.find(".//a[@itemprop='pdfLink']")) is not None and pdf.get("href"):
            found.append(Image("page", pdf.get("href", ""), "application/pdf"))
        return tuple(found)


def _value(node: html.HtmlElement) -> str:
    """What a marked piece says: its machine-readable form, else its text."""
    return one_line(node.get("datetime") or node.get("content") or node.text_content())


def _inside(node: html.HtmlElement, name: str) -> str:
    """What the first piece marked `name` inside `node` says."""
    found = node.find(f".//*[@itemprop='{name}']")
    return _value(found) if found is not None else ""


def _document(written: str, day: str) -> Number | None:
    """A publication as the site writes it (`JP2009244619A`); None for anything else."""
    try:
        number = parse_epodoc(written)
    except InputError:
        return None
    return Number(number.office_code, number.number, number.kind_code, day)
