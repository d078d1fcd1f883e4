"""The first page of a document: every field under its INID code (ST.9 patents, ST.60 marks, ST.80 designs).

A row is (code, label, values). What a record does not have makes no row. Categories without INID codes use the same rows
with no code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kapok.codes.classes import title_of
from kapok.codes.inid import inid_label
from kapok.portal import vocabulary
from kapok.portal.library.labels import kind_label, mark_word, priority_word
from kapok.portal.library.parameters import SearchParameters
from kapok.portal.library.places import place_name
from kapok.portal.library.record_codes import CODES, RELATION_CODES, RELATIONS
from kapok.records.parties import Party
from kapok.records.record import Classification, Design, GeographicalIndication, Mark, Number, Patent, Record, RelatedRight
from kapok.records.text import Text


@dataclass(frozen=True)
class Value:
    """One value of a row: its text and language, where it leads, what stands small beside it."""

    text: str
    language: str = ""
    address: str = ""
    note: str = ""
    is_date: bool = False


@dataclass(frozen=True)
class Row:
    """One row of the first page.

    `meaning` is what the standard calls its code; `flow` is the style that sets many short values side by side, or "".
    """

    code: str
    label: str
    values: list[Value]
    meaning: str
    flow: str = ""


_ROLES = (
    ("applicant", "applicant"), ("holder", "holder"), ("inventor", "inventor"), ("designer", "inventor"),
    ("author", ""), ("representative", "representative"), ("court", ""), ("party", ""), ("opponent", ""),
    ("assignor", ""), ("assignee", ""), ("examiner", ""), ("other", ""),
)  # fmt: skip
_SCHEMES = (
    ("ipc", "ipc"), ("cpc", "national"), ("locarno", "locarno"), ("nice", "nice"), ("vienna", "vienna"),
    ("national", "national"), ("uspc", "national"), ("fi", "national"), ("fterm", "national"),
    ("usdesign", "national"), ("gbt4754", ""),
)  # fmt: skip
FLOW_FROM = 4
FLOW_WIDTH = 36
TIGHT_WIDTH = 16
"""More short values than this stand side by side; a short value has fewer characters than this with its note."""
SEARCHABLE_SCHEMES = {"ipc", "cpc", "locarno", "nice", "vienna"}


def first_page(record: Record) -> list[Row]:
    """The rows of the record in the order of its document."""
    codes = CODES.get(record.category, {})
    rows = [*_numbers(record), *_dates(record), *_priorities(record), *_classes(record), *_parties(record), *_own(record)]
    found = [_coded_row(record.category, codes.get(name, ""), label, values) for name, label, values in rows if values]
    return [*found, *_related(record), *_attributes(record)]


def _coded_row(category: str, code: str, label: str, values: list[Value]) -> Row:
    """A row with what its code means in the standard."""
    meaning = inid_label(category, code, vocabulary.name_key()) if code else ""
    longest = max(len(value.text) + len(value.note) for value in values)
    flow = "" if len(values) <= FLOW_FROM or longest > FLOW_WIDTH else "flow tight" if longest <= TIGHT_WIDTH else "flow"
    return Row(code, label, values, meaning, flow)


_Draft = tuple[str, str, list[Value]]


def _numbers(record: Record) -> Iterator[_Draft]:
    yield "office", _("Office"), [Value(place_name(record.office_code), note=record.office_code)]
    yield "registration", _("Registration number"), _number(record.registration)
    yield "publication", _("Publication number"), _number(record.publication)
    if record.kind_code:
        meaning = kind_label(record.office_code, record.kind_code, record.publication_date)
        yield "kind", _("Kind of document"), [Value(record.kind_code, note=meaning)]
    yield "application", _("Application number"), _number(record.application)
    if not (record.registration or record.publication or record.application):
        yield "", _("Number"), [Value(record.number)]


def _dates(record: Record) -> Iterator[_Draft]:
    yield "filing", _("Filing date"), _day(record.filing_date)
    granted = record.grant_date if isinstance(record, Patent | Design) else ""
    if record.publication_date != granted:
        yield "published", _("Publication date"), _day(record.publication_date)
    yield "granted", _("Grant date"), _day(granted)
    if record.registration_date != granted:
        yield "registered", _("Registration date"), _day(record.registration_date)
    if isinstance(record, Mark):
        yield "", _("Renewal date"), _day(record.renewal_date)
        yield "", _("First use"), _day(record.first_use_date)
        if record.opposition_start_date or record.opposition_end_date:
            period = f"{record.opposition_start_date or '…'} – {record.opposition_end_date or '…'}"
            yield "", _("Opposition period"), [Value(period)]
    yield "expiry", _("Expiry date"), _day(record.expiry_date)


def _priorities(record: Record) -> Iterator[_Draft]:
    values = [
        Value(_number_text(p.number), note=" · ".join(part for part in (p.priority_date, priority_word(p.kind)) if part))
        for p in record.priorities
    ]
    yield "priority", _("Priority"), values


def _classes(record: Record) -> Iterator[_Draft]:
    names = {
        "ipc": "IPC", "cpc": "CPC", "locarno": _("Locarno class"), "nice": _("Nice class"), "vienna": _("Vienna code"),
        "national": _("National class"), "uspc": "USPC", "fi": "FI", "fterm": "F-term",
        "usdesign": _("US design class"), "gbt4754": "GB/T 4754",
    }  # fmt: skip
    for scheme, code in _SCHEMES:
        symbols = [c for c in record.classifications if c.scheme == scheme]
        yield code, names[scheme], [_class_value(c) for c in symbols]
    other = [c for c in record.classifications if c.scheme not in names]
    yield "", _("Other classes"), [Value(c.symbol, note=c.scheme) for c in other]


def _class_value(classification: Classification) -> Value:
    notes = [title_of(classification.scheme, classification.symbol, vocabulary.name_key()), _edition(classification)]
    if classification.value in ("invention", "additional"):
        notes.append(_("invention") if classification.value == "invention" else _("additional"))
    address = ""
    if classification.scheme in SEARCHABLE_SCHEMES:
        address = search_address(classification.scheme, classification.symbol)
    return Value(classification.symbol, address=address, note=", ".join(note for note in notes if note))


def _edition(classification: Classification) -> str:
    """An edition as people write it: `20060101` is 2006.01, a bare number says what it numbers."""
    version = classification.version
    if len(version) == 8 and version.isdigit():
        return f"{version[:4]}.{version[4:6]}"
    return _("edition %(edition)s") % {"edition": version} if version.replace("-", "").isdigit() else version


def search_address(field: str, value: str, category: str = "") -> str:
    """The search for one value of a field."""
    quoted = value.replace("\\", " ").replace('"', " ").strip()
    return SearchParameters(text=f'{field}="{quoted}"', language="cql", category=category).address()


def _parties(record: Record) -> Iterator[_Draft]:
    names = {
        "applicant": _("Applicant"), "holder": _("Holder"), "inventor": _("Inventor"), "designer": _("Designer"),
        "author": _("Author"), "representative": _("Representative"), "court": _("Court"), "party": _("Party"),
        "opponent": _("Opponent"), "assignor": _("Assignor"), "assignee": _("Assignee"), "examiner": _("Examiner"),
        "other": _("Other persons"),
    }  # fmt: skip
    for role, code in _ROLES:
        yield code, names[role], [_party_value(p) for p in record.parties if p.role == role]


def _party_value(party: Party) -> Value:
    field = {"applicant": "applicant", "holder": "applicant", "inventor": "inventor", "designer": "inventor"}.get(
        party.role, ""
    )
    country = place_name(party.country_code) if party.country_code else ""
    notes = [party.role_text, party.address, country, *party.other_names]
    return Value(
        party.name,
        language=party.name_language,
        address=search_address(field, party.name) if field else "",
        note=" · ".join(note for note in notes if note),
    )


def _own(record: Record) -> Iterator[_Draft]:
    """Rows that only one kind of record has."""
    match record:
        case Mark():
            yield "mark", _("Mark"), [Value(record.mark_text)] if record.mark_text else []
            feature = [Value(mark_word(text)) for text in (record.mark_feature, record.mark_category) if text]
            yield "feature", _("Kind of mark"), feature
            yield "transliteration", _("Transliteration"), _texts(record.transliterations)
            yield "translation", _("Translation"), _texts(record.translations)
            yield "description", _("Description of the mark"), _texts(record.mark_descriptions)
            yield "colours", _("Colours claimed"), [Value(colour) for colour in record.colours]
            yield "disclaimer", _("Disclaimer"), _texts(record.disclaimers)
            yield "designated", _("Designated states"), _places(record.designated_states)
        case Patent():
            yield "designated", _("Designated states"), _places(record.designated_states)
            if record.term_adjustment_days:
                yield "", _("Term adjustment"), [Value(_("%(count)s days") % {"count": record.term_adjustment_days})]
        case GeographicalIndication():
            kind, product = record.protection_type, record.product_type
            yield "", _("Kind of protection"), _searched("protection_type", kind)
            yield "", _("Product"), _searched("product", product)
            yield "", _("Area"), [Value(record.area)] if record.area else []
            yield "", _("Country"), _places(record.country_codes)


def _searched(field: str, text: str) -> list[Value]:
    """A value that leads to the records that have it too."""
    return [Value(text, address=search_address(field, text, "geographical_indication"))] if text else []


def _related(record: Record) -> Iterator[Row]:
    """One row for each kind of relation to another right."""
    codes = RELATION_CODES.get(record.category, {})
    for relation in dict.fromkeys(right.relation for right in record.related):
        label = _(RELATIONS[relation]) if relation in RELATIONS else relation.replace("_", " ").capitalize()
        values = [_related_value(right) for right in record.related if right.relation == relation]
        yield _coded_row(record.category, codes.get(relation, ""), label, values)


def _related_value(right: RelatedRight) -> Value:
    text = _number_text(right.number) if right.number else right.text or "–"
    notes = (right.related_date, right.text if right.number else "")
    return Value(text, note=" · ".join(note for note in notes if note))


def _attributes(record: Record) -> Iterator[Row]:
    """What the source says beside the fields of the model, under its own names."""
    for name, text in record.attributes.items():
        if name == "sample":
            yield Row("", _("Sample"), [Value(_("This record is invented; it was made by 'kapok sample'."))], "")
            continue
        label = vocabulary.field_name(name)
        yield Row("", label if label != name else name.replace("_", " ").capitalize(), [Value(text)], "")


def _texts(texts: Iterable[Text]) -> list[Value]:
    return [Value(text.text, language=text.language) for text in texts]


def _places(codes: Iterable[str]) -> list[Value]:
    return [Value(place_name(code), note=code) for code in codes]


def _day(text: str) -> list[Value]:
    return [Value(text, is_date=True)] if text else []


def _number(number: Number | None) -> list[Value]:
    return [Value(_number_text(number), note=number.date)] if number else []


def _number_text(number: Number) -> str:
    return " ".join(part for part in (number.office_code, number.number, number.kind_code) if part)
