"""A record while a table row is being read: the fields found so far, what was repaired, and the record they make."""

from __future__ import annotations

from typing import Any

from kapok.formats.table_cells import key_text
from kapok.formats.table_mapping import KeyRule
from kapok.records.numbers import right_id
from kapok.records.provenance import Provenance
from kapok.records.record import Number, Record, make_key

DATE_REPAIR = "unreadable date kept as text"
NUMBER_REPAIR = "unreadable number kept as text"
CLASS_REPAIR = "unreadable class symbol kept as text"
TEXT_REPAIR = "unreadable text left out"


class Draft:
    """Collects what the conversions of one row find. `lists` become tuples; `original` is by column name."""

    __slots__ = ("attributes", "document_date", "fields", "language", "lists", "office_code", "original", "repairs")

    def __init__(self, office_code: str, language: str) -> None:
        self.office_code = office_code
        self.language = language
        self.fields: dict[str, Any] = {}
        self.lists: dict[str, list[Any]] = {}
        self.attributes: dict[str, str] = {}
        self.original: dict[str, str] = {}
        self.repairs: list[str] = []
        self.document_date = ""

    def add(self, name: str, item: Any) -> None:
        """Append to a field that holds several."""
        found = self.lists.get(name)
        if found is None:
            self.lists[name] = [item]
        else:
            found.append(item)

    def keep(self, column: str, text: str, repair: str = "") -> None:
        """Keep the source's own text, and name what had to be done with it."""
        known = self.original.get(column)
        if known is None:
            self.original[column] = text
        elif text not in known:
            self.original[column] = f"{known}; {text}"
        if repair and repair not in self.repairs:
            self.repairs.append(repair)

    def identity(self, category: str, rules: tuple[KeyRule, ...], column_texts: dict[str, str]) -> Number | None:
        """Office, number and kind by which the record is known, from the first rule that is fulfilled; None if none is.

        `column_texts` has the texts of the columns that the rules name.
        """
        for rule in rules:
            if rule.number:
                number = self.fields.get(rule.number)
                if isinstance(number, Number) and number.number:
                    return number
            else:
                texts = [column_texts.get(name, "") for name in rule.columns]
                if all(texts):
                    return Number(self.office_code, key_text(texts))
        return None

    def build(
        self, kind: type[Record], category: str, identity: Number, provenance: Provenance, right_of_number: bool
    ) -> Record:
        """The record. Its application and its own days are brought together; its right is that of the application."""
        fields = self.fields
        for name, items in self.lists.items():
            fields[name] = tuple(items)
        for number_name, date_name in (
            ("application", "filing_date"), ("publication", "publication_date"), ("registration", "registration_date"),
        ):  # fmt: skip
            number, day = fields.get(number_name), fields.get(date_name)
            if number is not None and not number.date and day:
                fields[number_name] = Number(number.office_code, number.number, number.kind_code, day)
            elif number is not None and number.date and not day:
                fields[date_name] = number.date
        if identity.kind_code and "kind_code" not in fields:
            fields["kind_code"] = identity.kind_code
        if right_of_number:
            right = f"{identity.office_code}/{identity.number}"
        else:
            right = right_id(fields.get("application"))
        kind_code = fields.get("kind_code", "")
        return kind(
            key=make_key(
                category, identity.office_code, identity.number, kind_code if category in ("patent", "design") else ""
            ),
            category=category,
            office_code=identity.office_code,
            number=identity.number,
            right_id=right,
            attributes=self.attributes,
            provenance=provenance,
            **{"language": self.language, **fields},
        )
