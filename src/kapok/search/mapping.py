"""Record -> index document: which part of a record is found under which field. Pure and engine-agnostic.

`document` runs in worker processes for every record that is loaded, so it builds plain values only (texts, integers, lists)
and does nothing twice. The names and encodings are those of `mapping_layout`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kapok.records.record import Design, GeneralRecord, GeographicalIndication, Mark, Patent, Record
from kapok.search.mapping_classes import add_classes
from kapok.search.mapping_layout import (
    LONG_FIELDS,
    LONGEST_EXACT,
    MARK_AND_TITLE,
    date_code,
    exact_form,
    exact_term,
    group_number,
    number_terms,
    place,
    start_terms,
)
from kapok.search.mapping_periods import date_terms, year_terms
from kapok.search.mapping_status import add_status
from kapok.search.mapping_summary import encode_texts, summary
from kapok.search.mapping_units import add_units, apart
from kapok.search.normalise_text import index_text
from kapok.search.ports import IndexDocument

_NAME_FIELD = {
    "applicant": "applicant",
    "holder": "applicant",
    "inventor": "inventor",
    "designer": "inventor",
    "author": "inventor",
    "representative": "representative",
    "assignee": "applicant",
    "party": "applicant",
}
"""Role of a party -> field in which its name is searched (other roles are not searched by field)."""

_TOGETHER = 100
"""Records that are mapped side by side: fewer lose time, more do not gain any (measured: a third less than one by one)."""

_encode = msgspec.json.Encoder().encode

_CITATION_FIELD = {
    "search": "citation",
    "examination": "citation_examination",
    "opposition": "citation_opposition",
    "applicant": "citation_applicant",
    "other": "citation_other",
    "unknown": "citation",
}


def document(record: Record, members: Sequence[Record] = ()) -> IndexDocument:
    """The index document of a record, ready to be handed to a writer: its `key`, and all its fields as `json` text.

    The JSON is made here because this runs in worker processes, while a writer is one thread.
    `members` are all publications of the right that the record belongs to (itself included), where it has several: legal
    status and its periods follow from all of them.
    """
    return _written(_mapped([record], [members])[0])


def documents(records: Sequence[Record]) -> list[IndexDocument]:
    """The index documents of many records, in their order, each from its record alone."""
    found: list[IndexDocument] = []
    for start in range(0, len(records), _TOGETHER):
        some = records[start : start + _TOGETHER]
        found += [_written(fields) for fields in _mapped(some, [()] * len(some))]
    return found


def index_fields(record: Record, members: Sequence[Record] = ()) -> dict[str, Any]:
    """The fields of the index document: name -> value or values. See `document`."""
    return _mapped([record], [members])[0]


def _mapped(records: Sequence[Record], members: Sequence[Sequence[Record]]) -> list[dict[str, Any]]:
    """The fields of some records. Step by step through all of them: one step's code stays in the processor's cache."""
    found = [_identity(record) for record in records]
    exact: list[list[str]] = [[] for _ in records]
    shown: list[dict[str, list[str]]] = [{} for _ in records]
    for fields, whole, texts, record in zip(found, exact, shown, records, strict=True):
        _add_texts(fields, whole, texts, record)
    for fields, whole, record in zip(found, exact, records, strict=True):
        _add_parties(fields, whole, record)
        fields["exact"] = whole
        _add_dates(fields, record)
    for fields, texts, record in zip(found, shown, records, strict=True):
        _add_numbers(fields, texts, record)
        add_classes(fields, record)
    status = [add_status(*each) for each in zip(found, records, members, strict=True)]
    for fields, texts, record, known in zip(found, shown, records, status, strict=True):
        fields["summary"] = summary(record, *known)
        if texts:
            fields["texts"] = encode_texts(texts)
    return found


def _identity(record: Record) -> dict[str, Any]:
    """The fields that say which record this is."""
    found: dict[str, Any] = {
        "key": record.key,
        "category": record.category,
        "source": record.provenance.source,
        "place": place(record.category, record.office_code, record.number),
    }
    if record.office_code:
        found["office_code"] = record.office_code
    if record.kind_code:
        found["kind_code"] = record.kind_code
    if record.right_id:
        found["right"] = found["family"] = group_number(f"{record.category}/{record.right_id}")
    if isinstance(record, Patent) and record.family_id:
        found["family_id"] = record.family_id
        found["family"] = group_number("family " + record.family_id)
    return found


def _written(fields: dict[str, Any]) -> IndexDocument:
    return {"key": fields["key"], "json": _encode(fields).decode()}


def _add_texts(found: IndexDocument, exact: list[str], shown: dict[str, list[str]], record: Record) -> None:
    """Titles, mark, abstracts, claims, description, goods; the languages they are in."""
    languages = {record.language} if record.language != "und" else set()
    titles = [text.text for text in record.titles]
    names: list[str] = []
    languages.update(text.language for text in record.titles if text.language != "und")
    if isinstance(record, Mark):
        names = [record.mark_text] if record.mark_text else []
        names += [text.text for text in record.translations] + [text.text for text in record.transliterations]
        titles = titles or names[:1]
        _add_mark(found, exact, shown, names or titles)
        goods = [entry.text or "; ".join(entry.terms) for entry in record.goods_and_services]
        _add_text(found, exact, shown, "goods", [text for text in goods if text])
        languages.update(entry.language for entry in record.goods_and_services if entry.language != "und")
        if record.mark_feature:
            found["mark_feature"] = record.mark_feature
    if names and titles == names and "mark" in found:  # words and whole values are those of the mark
        found["title"] = found["mark"]
        exact[:] = [each.replace("mark:", MARK_AND_TITLE + ":", 1) for each in exact]
    else:
        _add_text(found, exact, shown, "title", titles)
    abstracts = [text.text for text in record.abstracts]
    descriptions: Iterable[str] = ()
    if isinstance(record, Patent | Design):
        if record.claims:
            _add_text(found, exact, shown, "claims", [claim.text for claim in record.claims])
        descriptions = [text.text for text in record.descriptions]
    elif isinstance(record, Mark):
        descriptions = [text.text for text in record.mark_descriptions]
    elif isinstance(record, GeographicalIndication):
        descriptions = [record.area] if record.area else ()
        _add_protection(found, exact, record)
    elif isinstance(record, GeneralRecord):
        descriptions = [text.text for text in record.texts]
    if abstracts:
        _add_text(found, exact, shown, "abstract", abstracts)
        languages.update(text.language for text in record.abstracts if text.language != "und")
    if descriptions:
        _add_text(found, exact, shown, "description", list(descriptions))
    if languages:
        found["language"] = sorted(languages)


def _add_protection(found: IndexDocument, exact: list[str], record: GeographicalIndication) -> None:
    """What a geographical indication protects, how, and from which countries."""
    if record.product_type:
        _add_text(found, exact, {}, "product", [record.product_type])
        found["product_type"] = record.product_type
    if record.protection_type:
        found["protection_type"] = record.protection_type
    if record.country_codes:
        found["origin_country"] = sorted(set(record.country_codes))


def _add_mark(found: IndexDocument, exact: list[str], shown: dict[str, list[str]], names: list[str]) -> None:
    """The words of a mark, how they begin, the whole mark."""
    _add_text(found, exact, shown, "mark", names)
    words = found.get("mark")
    if isinstance(words, str) and len(names) == 1:
        found["mark_start"] = " ".join(start_terms(names[0], words))
    elif words:
        starts = [start_terms(name, index_text(name)) for name in names]
        found["mark_start"] = " ".join(starts[0].union(*starts[1:]))


def _add_text(found: IndexDocument, exact: list[str], shown: dict[str, list[str]], field: str, values: list[str]) -> None:
    """The words of all values of a text field, each value once, its whole value for `exact`, its sentences."""
    if not values:
        return
    if len(values) > 1:
        values = list(dict.fromkeys(values))
    words: list[str] = []
    for value in values:
        indexed = index_text(value)
        if not indexed or indexed.isspace():
            continue
        words.append(indexed)
        if field not in LONG_FIELDS:
            # of an ASCII value the indexed words are the whole value, but for runs of blanks
            form = " ".join(indexed.split()) if value.isascii() else exact_form(value)
            exact.append(exact_term(field, form) if len(form) > LONGEST_EXACT else f"{field}:{form}")
    if not words:
        return
    found[field] = words[0] if len(words) == 1 else apart(words)
    has_units = add_units(found, field, values)
    if has_units or field in LONG_FIELDS:
        shown[field] = values


def _add_parties(found: IndexDocument, exact: list[str], record: Record) -> None:
    """Names by role, the applicants' countries, the applicants as counted values."""
    countries: list[str] = []
    names: dict[str, list[str]] = {}
    shown: list[str] = []
    for party in record.parties:
        field = _NAME_FIELD.get(party.role)
        if field is None or not party.name:
            continue
        values = names.setdefault(field, [])
        values.append(party.name)
        values.extend(party.other_names)
        if field == "applicant":
            if party.name not in shown:
                shown.append(party.name)
            if party.country_code and party.country_code not in countries:
                countries.append(party.country_code)
    for field, values in names.items():
        _add_text(found, exact, {}, field, values)
    if shown:
        found["applicant_name"] = shown
    if countries:
        found["applicant_country"] = countries


def _add_dates(found: IndexDocument, record: Record) -> None:
    """All dates as numbers to sort by and terms to find; `day` is the one that results are ordered by, `year` its year."""
    publication = record.publication_date or (record.publication.date if record.publication else "")
    registration = record.registration_date
    if not registration and isinstance(record, Patent | Design):
        registration = record.grant_date
    filing = record.filing_date or (record.application.date if record.application else "")
    terms: list[str] = []
    for field, value in (
        ("publication_date", publication),
        ("filing_date", filing),
        ("registration_date", registration),
        ("expiry_date", record.expiry_date),
    ):
        if value:
            found[field] = date_code(value)
            terms.append(date_terms(field, value))
    priorities = {each.priority_date or each.number.date for each in record.priorities}
    priorities.discard("")
    if priorities:
        found["priority_date"] = min(map(date_code, priorities))
        terms += [date_terms("priority_date", value) for value in sorted(priorities)]
    day = publication or registration or filing or record.office_status_date
    if day:
        found["day"] = date_code(day)
        found["year"] = int(day[:4])
        terms.append(year_terms(day))
    else:
        found["day"] = 0
    if terms:
        found["dates"] = " ".join(terms)


def _add_numbers(found: IndexDocument, shown: dict[str, list[str]], record: Record) -> None:
    """Every number of the record under each form in which somebody may ask for it."""
    terms: list[str] = []
    own = (record.office_code, record.number)
    known = set()
    if publication := record.publication:
        terms += number_terms("publication_number", publication.office_code, publication.number, publication.kind_code)
        known.add((publication.office_code, publication.number))
    elif not isinstance(record, Mark):  # the number of a mark is that of its application
        terms += number_terms("publication_number", record.office_code, record.number, record.kind_code)
        known.add(own)
    if application := record.application:
        terms += number_terms("application_number", application.office_code, application.number, "")
        known.add((application.office_code, application.number))
    if registration := record.registration:
        terms += number_terms("registration_number", registration.office_code, registration.number, "")
        known.add((registration.office_code, registration.number))
    if own not in known:
        terms += number_terms("number", record.office_code, record.number, record.kind_code)
    for priority in record.priorities:
        terms += number_terms("priority_number", priority.number.office_code, priority.number.number, "")
    texts: list[str] = []
    for citation in record.citations:
        if citation.number is not None:
            number = citation.number
            field = _CITATION_FIELD[citation.origin]
            terms += number_terms("citation", number.office_code, number.number, number.kind_code)
            if field != "citation":
                terms += number_terms(field, number.office_code, number.number, number.kind_code)
        elif citation.text:
            texts.append(citation.text)
    found["number"] = " ".join(dict.fromkeys(terms))
    if texts:
        _add_text(found, [], shown, "citation_text", texts)
