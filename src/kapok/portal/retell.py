"""Sentences of the core in the language of the page.

The core speaks English in sentences of fixed form. A `Forms` table holds each form once, as a gettext text with named parts;
a sentence is recognised by its form and told again. What no form covers is shown as it is, marked as English.
"""

from __future__ import annotations

import re
from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _

_PARTS = {"day": r"[\d-]+", "count": r"\d+", "kind": r"[^)]+"}
"""What a part of that name may hold; any other part holds anything."""
NESTED = ("term", "reason")
"""Parts that hold a sentence of the same table."""


class Forms:
    """A table of forms, the more special one first."""

    def __init__(self, *forms: str) -> None:
        self.forms = forms

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(_pattern(form), re.DOTALL), form) for form in self.forms)

    def retell(self, sentence: str) -> tuple[str, str]:
        """(The sentence in the language of the page, "") or (the sentence as it is, "en") where no form covers it."""
        for pattern, form in self._patterns:
            if match := pattern.fullmatch(sentence):
                parts = match.groupdict()
                for name in NESTED:
                    if name in parts:
                        parts[name] = self._part(parts[name])
                return _(form) % parts, ""
        return sentence, "en" if sentence else ""

    def _part(self, text: str) -> str:
        """A sentence inside another one, where it begins with a small letter."""
        told, untold = self.retell(text)
        return told if not untold else self.retell(str(capfirst(text)))[0]


def _pattern(form: str) -> str:
    """A form as a pattern: its fixed words as they are, its parts as groups."""
    pieces = re.split(r"%\((\w+)\)s", form)
    return "".join(
        f"(?P<{piece}>{_PARTS.get(piece, '.+?')})" if place % 2 else re.escape(piece.replace("%%", "%"))
        for place, piece in enumerate(pieces)
    )
