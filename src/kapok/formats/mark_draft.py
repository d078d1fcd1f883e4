"""A trademark while it is being read: what the parts of a source record add up to, then one `Mark`."""

from __future__ import annotations

from functools import lru_cache

from kapok.codes import legal_status
from kapok.formats.mark_values import feature_of_drawing, need, read_day, read_language, read_number, read_vienna
from kapok.formats.xml_records import Place
from kapok.records.parties import Party, PartyRole
from kapok.records.record import (
    Classification,
    Image,
    LegalEvent,
    Mark,
    Number,
    Priority,
    RelatedRight,
    make_key,
)
from kapok.records.text import GoodsAndServices, Text

OwnerWords = tuple[str, str, str, str, tuple[str, ...], str, str, str]
"""Name, country, address, language, other names, identifier, role text, and the USPTO's party type ("" elsewhere)."""


class MarkDraft:
    """Collects the parts of one mark; `build` makes the record.

    Dates go through `day`, which keeps the source's writing in `original` where reading changed it. `number` is what the
    office calls the mark by; it stays empty to mean the application number, else the registration number.
    """

    __slots__ = (
        "application_number", "attributes", "classifications", "colours", "days", "descriptions", "designated_states",
        "disclaimers", "document_date", "events", "first_uses", "goods", "images", "language", "mark_category",
        "mark_feature", "mark_text", "nice_classes", "number", "office_code", "original", "owners", "parties", "priorities",
        "registration_number", "related", "status_code", "status_text", "text_language", "titles", "translations",
        "transliterations",
    )  # fmt: skip

    def __init__(self, office_code: str = "") -> None:
        self.office_code = office_code
        self.number = self.application_number = self.registration_number = ""
        self.language = self.text_language = "und"
        self.mark_text = self.mark_feature = self.mark_category = self.document_date = ""
        self.status_code = self.status_text = ""
        self.days: dict[str, str] = {}
        self.attributes: dict[str, str] = {}
        self.original: dict[str, str] = {}
        self.parties: list[Party] = []
        self.owners: list[OwnerWords] = []
        self.titles: list[Text] = []
        self.priorities: list[Priority] = []
        self.classifications: list[Classification] = []
        self.events: list[LegalEvent] = []
        self.related: list[RelatedRight] = []
        self.images: list[Image] = []
        self.goods: list[GoodsAndServices] = []
        self.translations: list[Text] = []
        self.transliterations: list[Text] = []
        self.disclaimers: list[Text] = []
        self.descriptions: list[Text] = []
        self.colours: list[str] = []
        self.first_uses: list[str] = []
        self.nice_classes: set[int] = set()
        self.designated_states: list[str] = []

    def day(self, field: str, text: str | None) -> None:
        """Set the date `field` (a field name of `Mark`) from the source's text; nothing where it states none."""
        day = read_day(text)
        if day:
            self.days[field] = day
            if text != day:
                self.original[field] = str(text)

    def language_of(self, code: str | None) -> str:
        """The language of a text: as stated, else that in which the office writes."""
        return read_language(code) if code else self.text_language

    def attribute(self, name: str, value: str | None) -> None:
        """Keep what has no field of its own, if there is something."""
        if value:
            self.attributes[name] = value

    def original_word(self, field: str, text: str | None, word: str) -> None:
        """Set a word of the draft (`mark_feature`, `mark_category`) and keep the office's own where it differs."""
        if word:
            setattr(self, field, word)
            if text and text.strip() != word:
                self.original[field] = text.strip()

    def say(self, text: str, language: str = "und") -> None:
        """The words of the sign; the first ones are the mark's text, all are titles."""
        if text:
            self.mark_text = self.mark_text or text
            self.titles.append(Text(text, language))

    def nice(self, nice_class: int, edition: str = "") -> None:
        """A Nice class of the mark, once."""
        seen = self.nice_classes
        if nice_class not in seen:
            self.classifications.append(nice_classification(nice_class, edition, not seen))
            seen.add(nice_class)

    def published(self, day: str | None, section: str = "", issue: str = "") -> None:
        """A publication: the first is that of the application; those with a section are register events.

        EUIPO's sections A and B are of the application and the registration, M.1 of a designation, the others of changes.
        """
        known = self.days.get("publication_date")
        read = read_day(day)
        is_change = self.office_code == "EM" and section[:1] > "B" and section != "M.1"
        if read and (known is None or read < known) and not is_change:
            self.original.pop("publication_date", None)
            self.day("publication_date", day)
        if section:
            self.event(day, f"publication {section}", "Publication", issue, category="Q")

    def vienna(self, code: str, edition: str = "") -> None:
        """A Vienna code of the sign."""
        if code.strip():
            self.classifications.append(Classification("vienna", read_vienna(code), edition))

    def add_goods(self, nice_class: int, text: str, language: str, edition: str = "") -> None:
        """The goods and services of one class in one language; class 0 means a national class or none.

        A class without a list (a search result) is only a classification.
        """
        if nice_class:
            self.nice(nice_class, edition)
        if text:
            self.goods.append(GoodsAndServices(nice_class, text, language, edition=edition))

    def us_drawing(self, code: str) -> None:
        """The kind of sign by a USPTO drawing code (its first digit)."""
        if word := feature_of_drawing(code):
            self.mark_feature = word
            self.original["mark_feature"] = f"drawing code {code}"

    def us_class(
        self, prime: str, national: list[str], first_use: str | None, in_commerce: str | None, status: str = ""
    ) -> None:
        """What the USPTO adds to a Nice class: US classes, the two days of first use, whether the class is active."""
        for symbol in national:
            classification = Classification("national", symbol, office_code="US")
            if classification not in self.classifications:
                self.classifications.append(classification)
        if national:
            self._append("national_classes", f"{prime}: {' '.join(national)}")
        anywhere, commerce = read_day(first_use), read_day(in_commerce)
        if anywhere or commerce:
            self.first_uses.append(min(day for day in (anywhere, commerce) if day))
            self._append("first_use", f"{prime}: {anywhere or '-'} anywhere, {commerce or '-'} in commerce")
        if status and status.upper() != "ACTIVE":
            self._append("class_status", f"{prime}: {status.lower()}")

    def _append(self, name: str, text: str) -> None:
        known = self.attributes.get(name)
        self.attributes[name] = f"{known}; {text}" if known else text

    def _settle_owners(self) -> None:
        """Applicants or holders. USPTO party types 10-19 own before publication, 20-29 at it, 30 and more after
        registration; the highest is the present owner, those between the first and the last are kept as `other`."""
        role: PartyRole = "holder" if self.registration_number.strip("0") or "registration_date" in self.days else "applicant"
        latest = max([words[-1] for words in self.owners], default="")
        settled: list[Party] = []
        for name, country, address, language, also, identifier, words, party_type in self.owners:
            own = role
            if party_type and party_type != latest:
                own = "applicant" if party_type < "20" else "other"
            settled.append(Party(name, own, country, address, language, also, identifier, words))
        self.parties[:0] = settled

    def event(
        self, day: str | None, code: str = "", text: str = "", detail: str = "", effective: str = "", category: str = ""
    ) -> None:
        """A dated fact from the register; without a date it is none. `category` where the reader knows what it means."""
        read = read_day(day)
        if read:
            office = self.office_code
            letter = category or event_category(office, code)
            self.events.append(LegalEvent(read, code, text, letter, "", office, effective, detail))

    def build(self, place: Place) -> Mark:
        """The mark; an `InputError` where no office or no number is known."""
        days = self.days.get
        office_code = need(self.office_code, "office code")
        self._settle_owners()
        application_number = read_number(office_code, self.application_number, "application")
        registration_number = self.registration_number
        if registration_number != application_number:
            registration_number = read_number(office_code, registration_number, "registration")
        number = self.number or application_number or need(registration_number, "application or registration number")
        filing_date, registration_date = days("filing_date", ""), days("registration_date", "")
        status_text = self.status_text or self.status_code
        if status_text != self.status_code:
            self.attribute("status_code", self.status_code)
        if self.language == "und":
            stated = self.titles[0].language if self.titles else "und"
            self.language = stated if stated != "und" else self.text_language
        application = Number(office_code, application_number, "", filing_date) if application_number else None
        registration = Number(office_code, registration_number, "", registration_date) if registration_number else None
        first_use = min(self.first_uses) if self.first_uses else days("first_use_date", "")
        return Mark(
            key=make_key("mark", office_code, number),
            category="mark",
            office_code=office_code,
            number=number,
            right_id=f"{office_code}/{number}",
            language=self.language,
            titles=tuple(self.titles),
            parties=tuple(self.parties),
            application=application,
            filing_date=filing_date,
            publication_date=days("publication_date", ""),
            registration=registration,
            registration_date=registration_date,
            expiry_date=days("expiry_date", ""),
            priorities=tuple(self.priorities),
            classifications=tuple(self.classifications),
            legal_events=tuple(self.events),
            office_status_text=status_text,
            office_status_date=days("office_status_date", ""),
            related=tuple(self.related),
            images=tuple(self.images),
            attributes=self.attributes,
            provenance=place.provenance(self.original, self.document_date),
            mark_text=self.mark_text,
            mark_feature=self.mark_feature,
            mark_category=self.mark_category,
            goods_and_services=tuple(self.goods),
            translations=tuple(self.translations),
            transliterations=tuple(self.transliterations),
            disclaimers=tuple(self.disclaimers),
            mark_descriptions=tuple(self.descriptions),
            colours=tuple(self.colours),
            opposition_start_date=days("opposition_start_date", ""),
            opposition_end_date=days("opposition_end_date", ""),
            renewal_date=days("renewal_date", ""),
            first_use_date=first_use,
            designated_states=tuple(self.designated_states),
        )


@lru_cache(maxsize=4096)
def nice_classification(nice_class: int, edition: str, first: bool) -> Classification:
    """The classification of a Nice class; millions of marks share a few hundred of them."""
    return Classification("nice", f"{nice_class:02}", edition, first=first)


@lru_cache(maxsize=16384)
def event_category(office_code: str, code: str) -> str:
    """The ST.61 category letter of an office's event code, "" where our tables do not cover it."""
    return legal_status.event_category(office_code, code, "mark")
