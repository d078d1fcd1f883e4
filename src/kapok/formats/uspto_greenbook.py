"""USPTO green book (Patent Full-Text/APS): US grants 1976 to 2001 as tagged lines.

Each patent begins with a `PATN` line; groups (`INVT`, `UREF`, `CLMS` …) hold fields of three letters. Text marks such as
`.alpha.` or `.sub.` become their signs (`aps_marks.yaml`). Weekly files begin with a header line, which is no record.
Format: USPTO "Patent Full-Text/APS (Green Book)" documentation. Kinds were not printed before 2001: the ST.16 kind is
taken from the application type (utility `A`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import BinaryIO

import yaml

from kapok.errors import InputError
from kapok.formats.audit import Audit
from kapok.formats.greenbook_groups import FIELDS, read_group
from kapok.formats.ports import Chunk, FormatSpec, Head, ReadContext, Reader, Rejected
from kapok.formats.tagged_lines import Field, LineRecord, read_fields, split_records
from kapok.formats.uspto_draft import BadDocument, Draft, finish, position_of
from kapok.records.record import Record

_START = re.compile(rb"^PATN[ \t]*\r?$", re.MULTILINE)
_HEAD = re.compile(rb"^PATN[ \t]*\r?\nWKU  ", re.MULTILINE)
_BODY_GROUPS = frozenset(("GOVT", "PARN", "BSUM", "DRWD", "DETD"))
_CLAIM_GROUPS = frozenset(("CLMS", "DCLM"))
_IGNORED_FIELDS = {
    "FSC": "says where the examiner looked, not what the document is about",
    "FSS": "says where the examiner looked, not what the document is about",
    "STM": "the sentence before the claims (`What I claim is:`)",
}


class GreenbookReader(Reader):
    """Grants of 1976 to 2001."""

    spec = FormatSpec(
        name="uspto-greenbook",
        title="USPTO green book (APS text, grants 1976-2001)",
        standard="USPTO Patent Full-Text/APS",
        categories=("patent", "design"),
        default_source="uspto",
    )

    def detect(self, head: Head) -> bool:
        """Whether a `PATN` line is followed by its `WKU` number."""
        return bool(_HEAD.search(head.data))

    def split(self, stream: BinaryIO, name: str) -> Iterator[Chunk | Rejected]:
        """One patent a chunk."""
        return split_records(stream, _START)

    def parse(self, chunk: Chunk, context: ReadContext) -> Iterator[Record | Rejected]:
        """The record of one patent."""
        record: LineRecord = chunk.data
        try:
            draft = _read_document(record, context.audit)
            yield finish(draft, self.spec, chunk, context)
        except (ValueError, InputError) as error:
            yield Rejected(position_of(chunk), str(error), record.data)


def _read_document(record: LineRecord, audit: Audit | None) -> Draft:
    draft = Draft(kind_code="A")
    group = "PATN"
    fields: list[Field] = []
    seen: set[str] = set()
    for part in read_fields(record.data):
        if len(part.tag) == 4:
            _close(group, fields, draft)
            group, fields = part.tag, []
            seen.add(group)
            if audit is not None:
                _audit(audit, group, "")
        else:
            fields.append(part)
            if audit is not None:
                _audit(audit, group, part.tag)
    _close(group, fields, draft)
    if not seen & _CLAIM_GROUPS:
        raise BadDocument("it breaks off before its claims")
    stated = draft.attributes.get("number_of_claims", "")
    if record.is_last and stated.isdigit() and int(stated) > len(draft.claims):
        raise BadDocument(f"it states {stated} claims but ends after {len(draft.claims)} (the file is truncated)")
    return draft


def _audit(audit: Audit, group: str, tag: str) -> None:
    path = f"{group}/{tag}" if tag else group
    if tag in _IGNORED_FIELDS:
        audit.ignore(path, _IGNORED_FIELDS[tag])
    elif (tag in FIELDS.get(group, ())) if tag else group in FIELDS:
        audit.use(path)
    else:
        audit.surprise(path)


def _close(group: str, fields: list[Field], draft: Draft) -> None:
    """A group is complete: read it."""
    if group == "ABST":
        draft.abstract = "\n".join(line for field in fields for line in _paragraphs(field))
    elif group in _BODY_GROUPS:
        lines = [line for field in fields for line in _paragraphs(field)]
        if group == "GOVT":
            draft.attributes["government_interest"] = " ".join(line for line in lines if not line.isupper())
        draft.description = "\n".join((draft.description, *lines)).strip()
    else:
        read_group(group, fields, draft, aps_text)
    return


def _paragraphs(field: Field) -> list[str]:
    if field.tag in ("TBL", "EQU"):
        return [" ".join(aps_text(line).split()) for line in field.lines if line.strip(" _-")]
    text = aps_text(field.text)
    return [text] if text else []


def aps_text(text: str) -> str:
    """Text with its APS marks read: `H.sub.2 O` -> `H2 O`, `.alpha.-ketone` -> `α-ketone`."""
    if "." not in text:
        return text
    pattern, signs = _marks()
    return pattern.sub(lambda match: signs[match[0]], text)


@cache
def _marks() -> tuple[re.Pattern[str], dict[str, str]]:
    declared = yaml.safe_load(files("kapok.formats").joinpath("aps_marks.yaml").read_text("utf-8"))
    signs: dict[str, str] = {**declared["signs"], **dict.fromkeys(declared["dropped"], "")}
    longest_first = sorted(signs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), signs
