"""Chinese patents as bibliographic references (GB/T 7714, exported from CNKI) and as lists of numbers.

A reference is `[n]inventors. title[P]. region: CN108458999A,2018-08-28.`; it may run over several lines, the next `[n]`
ends it. Lists hold one number a line: `CN1387401`, `CN108458999A`, or a file name like `./CN.100999718.A.xml`. Such
records are `partial` (`reference`, `number`). The region is that of the applicant as the source names it. Kind S is a
design. Files are UTF-8; one that is GB 18030 throughout is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, ClassVar

from kapok.errors import InputError
from kapok.formats.epo_numbers import core_date, publication_number
from kapok.formats.epo_text import one_line, script_language
from kapok.formats.exchange_document import patent_type
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import Design, Patent, Record, make_key
from kapok.records.text import Text

_ENTRY = re.compile(rb"^\s*\[\d+\]")
_REFERENCE = re.compile(
    r"\[(?P<n>\d+)\]\s*(?:(?P<inventors>[^\[]*?)\.\s+)?(?P<title>.+?)\s*\[P\]\.?\s*"
    r"(?:(?P<region>[^:：]*?)\s*[:：]\s*)?(?P<number>CN[\d.X]+)(?P<kind>[A-Z]\d?)?\s*[,，.]\s*(?P<date>\d{4}-\d{1,2}-\d{1,2})\s*\.?"
)
_OTHER_KIND = re.compile(r"\[([A-Z](?:/[A-Z]+)?)\]")
_LISTED = re.compile(r"(?:\./)?(CN)\.?(\d{5,13}X?)\.?([A-Z]\d?)?(?:\.xml)?")
_LINES = 1000
_MAX_LINE = 1 << 16


class GbtReferenceReader(Reader):
    """References and number lists of Chinese patents, one record each."""

    spec: ClassVar[FormatSpec] = FormatSpec(
        name="cn-gbt7714",
        title="Chinese patents as references (GB/T 7714) or number lists",
        standard="GB/T 7714 [P] as exported by CNKI; lists of CN publication numbers",
        categories=("patent", "design"),
        default_source="cn-references",
    )

    def detect(self, head: Head) -> bool:
        """References to patents, or (nearly) only Chinese publication numbers, in the first lines."""
        text = head.data[:4096].decode(_encoding(head.data), "replace").lstrip("\ufeff")
        lines = [line.strip() for line in text.split("\n")[:-1] if line.strip()][:20] or [text.strip()]
        if lines[0].startswith("["):
            return _ENTRY.match(lines[0].encode()) is not None and "[P]" in text
        return sum(_LISTED.fullmatch(line) is not None for line in lines) >= 0.8 * len(lines)

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """Chunks of up to a thousand entries: `(first line, offset, bytes)` of each, and the encoding of the file."""
        entries: list[tuple[int, int, bytes]] = []
        index = offset = 0
        encoding = ""
        references = False
        for number, line in enumerate(_lines(stream), 1):
            if not encoding:
                encoding = _encoding(line if len(line) > 64 else line + b"\n")
                references = _ENTRY.match(line.removeprefix(b"\xef\xbb\xbf")) is not None
            if len(line) > _MAX_LINE:
                yield Rejected(f"line {number}, byte {offset}", "the line is longer than 64 KB", line[:1000])
            elif line.strip():
                begins = not references or not entries or _ENTRY.match(line.removeprefix(b"\xef\xbb\xbf"))
                if begins and len(entries) >= _LINES:
                    yield Chunk(index, entries[0][1], (encoding, tuple(entries)))
                    entries, index = [], index + 1
                if begins:
                    entries.append((number, offset, line))
                else:
                    first, start, before = entries[-1]
                    entries[-1] = (first, start, before + line)
            offset += len(line)
        if entries:
            yield Chunk(index, entries[0][1], (encoding, tuple(entries)))

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of each entry."""
        encoding, entries = chunk.data
        for number, offset, raw in entries:
            position = f"line {number}, byte {offset}"
            try:
                text = one_line(raw.decode(encoding).lstrip("\ufeff"))
                provenance = Provenance(context.source, self.spec.name, context.file, position, context.read_at)
                record = _read_reference(text, provenance) if text.startswith("[") else _read_listed(text, provenance)
            except UnicodeDecodeError as error:
                yield Rejected(position, f"the bytes are not {encoding}: {error.reason} at byte {error.start}", raw)
                continue
            except (InputError, ValueError) as error:
                yield Rejected(position, str(error), raw)
                continue
            if context.audit is not None:
                for part in ("[n]", "inventors", "title", "region", "number", "date") if text[0] == "[" else ("number",):
                    context.audit.use(f"reference/{part}" if text[0] == "[" else part)
            yield record


def _encoding(data: bytes) -> str:
    """`utf-8`, or `gb18030` where the beginning of the file is that and not UTF-8."""
    sample = data[:4096]
    for encoding in ("utf-8", "gb18030"):
        try:
            sample.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > len(sample) - 4:  # only the cut at the end is not whole
                return encoding
            continue
        return encoding
    return "utf-8"


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream with their ends, in constant memory."""
    rest = b""
    while block := stream.read(1 << 18):
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        for line in lines:
            yield line + b"\n"
        while len(rest) > _MAX_LINE:
            yield rest
            rest = b""
    if rest:
        yield rest


def _read_reference(text: str, provenance: Provenance) -> Patent | Design:
    match = _REFERENCE.fullmatch(text)
    if match is None:
        other = _OTHER_KIND.search(text)
        if other is not None and other[1] != "P":
            raise ValueError(f"the reference is of kind [{other[1]}], not a patent [P]")
        raise ValueError("the reference does not read '[n]inventors. title[P]. region: CNnumber,date'")
    day = core_date(match["date"], "publication date")
    names = [name.strip() for name in re.split(r"[,，;；、]", match["inventors"] or "") if name.strip()]
    parties = tuple(Party(name, "inventor", name_language=script_language(name, "CN")) for name in names)
    attributes = {"partial": "reference"}
    if region := (match["region"] or "").strip():
        attributes["region"] = region
    return _record(match["number"][2:], match["kind"] or "", day, match["title"], parties, attributes, provenance)


def _read_listed(text: str, provenance: Provenance) -> Patent | Design:
    match = _LISTED.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text[:80]}' is not a Chinese publication number")
    return _record(match[2], match[3] or "", "", "", (), {"partial": "number"}, provenance)


def _record(
    written: str,
    kind: str,
    day: str,
    title: str,
    parties: tuple[Party, ...],
    attributes: dict[str, str],
    provenance: Provenance,
) -> Patent | Design:
    publication = publication_number("CN", written, kind, day)
    titles = (Text(title, "zh-Hans"),) if title else ()
    right = patent_type("CN", kind, day)
    design = right == "design"
    category = "design" if design else "patent"
    key = make_key(category, "CN", publication.number, kind)
    language = "zh-Hans"
    if design:
        return Design(
            key=key, category=category, office_code="CN", number=publication.number, kind_code=kind, language=language,
            titles=titles, parties=parties, publication=publication, publication_date=day, attributes=attributes,
            provenance=provenance,
        )  # fmt: skip
    return Patent(
        key=key, category=category, office_code="CN", number=publication.number, kind_code=kind, language=language,
        titles=titles, parties=parties, publication=publication, publication_date=day, attributes=attributes,
        patent_type=right, provenance=provenance,
    )  # fmt: skip
