"""Words for coded values: status, office, language, category, kind of mark."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kapok.codes.classes import title_of
from kapok.codes.kinds import find_kind, kind_name
from kapok.codes.legal_status import legal_categories, legal_word
from kapok.portal import vocabulary
from kapok.portal.library.places import place_name

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
    return legal_word(status, vocabulary.name_key())


MARK_WORDS = {
    "Word": gettext_noop("Word"),
    "Stylized characters": gettext_noop("Stylised characters"),
    "Figurative": gettext_noop("Figurative"),
    "Combined": gettext_noop("Combined"),
    "Three dimensional": gettext_noop("Three-dimensional"),
    "Colour": gettext_noop("Colour"),
    "Sound": gettext_noop("Sound"),
    "Hologram": gettext_noop("Hologram"),
    "Olfactory": gettext_noop("Smell"),
    "Motion": gettext_noop("Motion"),
    "Multimedia": gettext_noop("Multimedia"),
    "Position": gettext_noop("Position of a mark"),
    "Pattern": gettext_noop("Pattern"),
    "Other": gettext_noop("Other form"),
    "Trademark": gettext_noop("Trade mark"),
    "Service mark": gettext_noop("Service mark"),
    "Individual mark": gettext_noop("Individual mark"),
    "Collective mark": gettext_noop("Collective mark"),
    "Certification mark": gettext_noop("Certification mark"),
    "Defensive mark": gettext_noop("Defensive mark"),
}
"""Features and categories of marks (ST.96 words)."""
PRIORITY_WORDS = {
    "national": gettext_noop("national"),
    "regional": gettext_noop("regional"),
    "international": gettext_noop("international"),
    "provisional": gettext_noop("provisional"),
}
"""Kinds of priority."""


def mark_word(word: str) -> str:
    """A feature or category of a mark; the word itself where it is none of ST.96."""
    return str(_(MARK_WORDS[word])) if word in MARK_WORDS else word


def priority_word(word: str) -> str:
    """A kind of priority; the word of the source where it is none of ours."""
    return str(_(PRIORITY_WORDS[word])) if word in PRIORITY_WORDS else word


def value_label(field: str, value: str) -> str:
    """The value of a field as a person reads it; the value itself where there is no word for it."""
    if field == "status":
        return status_label(value)
    if field == "category":
        return vocabulary.category_name(value)
    if field == "mark_feature":
        return mark_word(value)
    if field == "language":
        return LANGUAGE_NAMES.get(value, value)
    if field in ("office_code", "applicant_country", "origin_country"):
        return place_name(value)
    return class_label(field.partition("_")[0], value)


def class_label(scheme: str, symbol: str) -> str:
    """A class symbol with its title where it has a short one; any other value as it is."""
    title = title_of(scheme, symbol, vocabulary.name_key())
    return f"{symbol} {title}" if title else symbol


def event_category(letter: str) -> str:
    """The category of a legal event in words, "" where it has none."""
    category = legal_categories().get(letter)
    return vocabulary.localised(category.names) if category else ""


def kind_label(office_code: str, kind_code: str, publication_date: str = "") -> str:
    """What a kind code means in its office, "" where that is not known."""
    kind = find_kind(office_code, kind_code, publication_date)
    return kind_name(kind, vocabulary.name_key()) if kind else ""
