"""Words for coded values: status, office, language, category, kind of mark."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kapok.codes.classes import title_of
from kapok.portal import vocabulary
from kapok.portal.library.places import place_name

STATUS = {
    "in_force": gettext_noop("In force"),
    "pending": gettext_noop("Pending"),
    "not_in_force": gettext_noop("Not in force"),
    "unknown": gettext_noop("Status not known"),
}
LANGUAGE_NAMES = {
    "en": "English",
    "zh": "中文",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "pt": "Português",
    "ja": "日本語",
    "ko": "한국어",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "ru": "Русский",
}


def status_label(status: str) -> str:
    """A legal status in words."""
    return _(STATUS[status]) if status in STATUS else status


def value_label(field: str, value: str) -> str:
    """The value of a field as a person reads it; the value itself where there is no word for it."""
    if field == "status":
        return status_label(value)
    if field == "category":
        return vocabulary.category_name(value)
    if field == "language":
        return LANGUAGE_NAMES.get(value, value)
    if field in ("office_code", "applicant_country"):
        return place_name(value)
    return class_label(field.partition("_")[0], value)


def class_label(scheme: str, symbol: str) -> str:
    """A class symbol with its title where it has a short one; any other value as it is."""
    title = title_of(scheme, symbol, vocabulary.name_key())
    return f"{symbol} {title}" if title else symbol


EVENT_CATEGORIES = {
    "A": gettext_noop("Filing"),
    "B": gettext_noop("Discontinuation of the application"),
    "C": gettext_noop("Revival of the application"),
    "D": gettext_noop("Search and examination"),
    "E": gettext_noop("Review before grant"),
    "F": gettext_noop("Grant or registration"),
    "G": gettext_noop("Protection beyond the term"),
    "H": gettext_noop("Cessation of the right"),
    "K": gettext_noop("Revival of the right"),
    "L": gettext_noop("Review of the right"),
    "M": gettext_noop("Maintenance of the right"),
    "N": gettext_noop("Entry into the national phase"),
    "P": gettext_noop("Change of the document"),
    "Q": gettext_noop("Publication"),
    "R": gettext_noop("Change of a party"),
    "S": gettext_noop("Licence or pledge"),
    "T": gettext_noop("Administrative change"),
    "U": gettext_noop("Payment"),
    "V": gettext_noop("Appeal"),
    "W": gettext_noop("Other event"),
    "Y": gettext_noop("Correction"),
    "Z": gettext_noop("Pending matter"),
}
"""Category letters of ST.27 and ST.61."""


def event_category(letter: str) -> str:
    """The category of a legal event in words, "" where it has none."""
    return _(EVENT_CATEGORIES[letter]) if letter in EVENT_CATEGORIES else ""
