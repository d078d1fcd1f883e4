"""The choices above a result: category, order, grouping."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kapok.portal import vocabulary
from kapok.portal.library.parameters import GROUPS, SORT_FIELDS, SearchParameters

GROUPED_CATEGORIES = ("", "patent", "design")
"""Categories whose records may be several publications of one right."""


@dataclass(frozen=True)
class Choice:
    """One choice: a value for a form, an address for a link."""

    value: str
    name: str
    current: bool
    address: str = ""


def category_options(parameters: SearchParameters) -> list[Choice]:
    """Every category, first all of them."""
    options = [Choice("", _("All categories"), not parameters.category)]
    options += [
        Choice(key, vocabulary.localised(category.names), parameters.category == key)
        for key, category in vocabulary.categories().items()
    ]
    return options


def sort_choices(parameters: SearchParameters) -> list[Choice]:
    """Relevance, then each date both ways."""
    choices = [Choice("relevance", _("Best match"), parameters.sort == "relevance", parameters.address(sort="relevance"))]
    for field in SORT_FIELDS:
        for way, text in (("desc", _("%(date)s, newest first")), ("asc", _("%(date)s, oldest first"))):
            value = f"{field}:{way}"
            name = text % {"date": vocabulary.field_name(field)}
            choices.append(Choice(value, name, parameters.sort == value, parameters.address(sort=value)))
    return choices


def group_choices(parameters: SearchParameters) -> list[Choice]:
    """What one row is; nothing to choose where every record is its own right."""
    if parameters.category not in GROUPED_CATEGORIES:
        return []
    names = {"publication": _("Publications"), "right": _("One row per right"), "family": _("One row per family")}
    return [Choice(group, names[group], parameters.group == group, parameters.address(group=group)) for group in GROUPS]
