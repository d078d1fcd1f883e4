"""The smallest handlers of an element: its text becomes a date, a value, an attribute or a flag of a `MarkDraft`."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from kapok.formats.mark_draft import MarkDraft
from kapok.formats.mark_values import read_day, read_language, squeeze

Handler = Callable[[MarkDraft, etree._Element], None]


def take_day(field: str) -> Handler:
    """The element is the date `field` of the mark."""

    def take(draft: MarkDraft, element: etree._Element) -> None:
        text = element.text
        if text:
            day = read_day(text)
            if day:
                draft.days[field] = day
                if day != text:
                    draft.original[field] = text

    return take


def take_value(field: str) -> Handler:
    """The element is the text `field` of the draft."""

    def take(draft: MarkDraft, element: etree._Element) -> None:
        setattr(draft, field, (element.text or "").strip())

    return take


def take_office(draft: MarkDraft, element: etree._Element) -> None:
    """The element is the office of the register; texts without a language are in the one that it writes."""
    draft.office_code = code = (element.text or "").strip()
    draft.text_language = _OFFICE_LANGUAGE.get(code, "und")


_OFFICE_LANGUAGE = {"US": "en", "GB": "en", "IE": "en", "AU": "en", "NZ": "en", "DE": "de", "AT": "de", "FR": "fr"}
"""Offices that write one language and do not say which."""


def take_attribute(name: str) -> Handler:
    """The element is kept under `name` in `attributes`, if it says something."""

    def take(draft: MarkDraft, element: etree._Element) -> None:
        draft.attribute(name, squeeze(element.text))

    return take


def take_flag(name: str) -> Handler:
    """The element is `true` or nothing worth keeping."""

    def take(draft: MarkDraft, element: etree._Element) -> None:
        if element.text == "true":
            draft.attributes[name] = "true"

    return take


def take_language(draft: MarkDraft, element: etree._Element) -> None:
    """The element is the language of the application."""
    draft.language = read_language(element.text)


def take_termination(draft: MarkDraft, element: etree._Element) -> None:
    """The element is the day on which the right ended."""
    draft.event(element.text, "termination", "End of the registration", category="H")


def pass_over(draft: MarkDraft, element: etree._Element) -> None:
    """The element is left out or unknown: the format's declaration of use says which."""
