"""Fields of a definition as form fields of a page: how each type is asked for, and what comes out of it for the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kapok import clock
from kapok.errors import InputError
from kapok.portal.accounts.forms import day_field, region_choices
from kapok.portal.cases.procedures import say
from kapok.portal.cases.uploads import Arrived, keep_upload
from kapok.portal.error_words import told
from kapok.procedures.model import FormField

LONGEST_TEXT = 20_000
"""Characters of a text for which the definition states no bound."""
CAMERA = "environment"


@dataclass(frozen=True)
class Choices:
    """Whom a form may name (key -> name): `parties` by field where only some may be named, `officers` of the office."""

    parties: dict[str, dict[str, str]] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)


class ManyFiles(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.Field):
    """Files that are kept on arrival: `Arrived` entries, those of the draft and the new ones."""

    def __init__(self, asked: FormField, **named: Any) -> None:
        self.many = asked.field.type == "files"
        self.allowed = asked.field.media_types
        self.max_bytes = asked.field.max_bytes
        widget = (ManyFiles if self.many else forms.ClearableFileInput)(attrs=self._attributes())
        super().__init__(widget=widget, **named)

    def _attributes(self) -> dict[str, Any]:
        attributes: dict[str, Any] = {"accept": ",".join(self.allowed)} if self.allowed else {}
        if not self.allowed or any(kind.startswith("image/") for kind in self.allowed):
            attributes["capture"] = CAMERA
            if not self.many:
                return attributes
            del attributes["capture"]
        if self.many:
            attributes["multiple"] = True
        return attributes

    def to_python(self, value: Any) -> list[Arrived]:
        """Keep what arrived; each file is bounded and recognised by its content."""
        files = value if isinstance(value, list) else [value] if value else []
        kept = []
        for file in files:
            if self.max_bytes and file.size > self.max_bytes:
                raise forms.ValidationError(_("The file is too large: at most %(count)s bytes") % {"count": self.max_bytes})
            try:
                kept.append(keep_upload(file, self.allowed))
            except InputError as error:
                raise forms.ValidationError([told(error.what), told(error.why), told(error.next_step)]) from error
        return kept


class DigestField(forms.CharField):
    """A SHA-256 digest: typed in, or taken from a file on arrival (the file itself is not kept)."""

    def __init__(self, **named: Any) -> None:
        attributes = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attributes), max_length=64, **named)

    def to_python(self, value: Any) -> str:
        """64 hexadecimal characters in small letters."""
        text = "".join(str(value or "").split()).lower()
        if text and (len(text) != 64 or set(text) - set("0123456789abcdef")):
            raise forms.ValidationError(_("A SHA-256 digest has 64 characters 0-9 and a-f"))
        return text


def make_field(asked: FormField, choices: Choices) -> forms.Field:
    """The form field of one field of a definition."""
    declared = asked.field
    named: dict[str, Any] = {"label": say(declared.name), "help_text": say(declared.help), "required": asked.required}
    if declared.type in ("text", "long_text"):
        return _text(asked, named)
    if declared.type == "number":
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        if declared.unit and get_language() == "en":  # units are declared in English alone; other names hold them
            named["help_text"] = " ".join(part for part in (named["help_text"], f"({declared.unit})") if part)
        return forms.DecimalField(min_value=declared.min, max_value=declared.max, widget=widget, max_digits=24, **named)
    if declared.type == "date":
        made = day_field(named.pop("label"), required=asked.required)
        made.help_text = named["help_text"]
        return made
    if declared.type == "boolean":
        return forms.BooleanField(**{**named, "required": False})
    if declared.type in ("choice", "choices"):
        options = [(key, say(words)) for key, words in declared.choices.items()]
        if declared.type == "choices":
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **named)
        return forms.ChoiceField(choices=[("", "–"), *options], **named)
    if declared.type in ("file", "files"):
        return FilesField(asked, **{**named, "required": False})
    if declared.type == "region":
        return forms.ChoiceField(choices=[("", "–"), *region_choices()], **named)
    if declared.type == "digest":
        return DigestField(**named)
    return _people(asked, choices, named)


def _text(asked: FormField, named: dict[str, Any]) -> forms.Field:
    declared = asked.field
    bounds = {"min_length": declared.min_length or None, "max_length": declared.max_length or LONGEST_TEXT}
    if declared.type == "long_text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), **bounds, **named)
    if declared.pattern:
        return forms.RegexField(rf"^(?:{declared.pattern})$", **bounds, **named)
    return forms.CharField(**bounds, **named)


def _people(asked: FormField, choices: Choices, named: dict[str, Any]) -> forms.Field:
    """Parties and officers: chosen from those the actor may name, else written as `name; identifier`, one a line."""
    kind = asked.field.type
    if kind in ("officer", "officers"):
        options = list(choices.officers.items())
    else:
        options = list(choices.parties.get(asked.key, {}).items())
    if options:
        if kind in ("parties", "officers"):
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **named)
        return forms.ChoiceField(choices=options if len(options) == 1 else [("", "–"), *options], **named)
    named["help_text"] = " ".join(part for part in (named["help_text"], str(_("Name; identifier. One a line."))) if part)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 2 if kind == "party" else 4}), max_length=4000, **named)


def to_value(asked: FormField, cleaned: Any) -> Any:
    """What the engine and the event get for a cleaned value; None where nothing was given."""
    if cleaned in (None, "", []):
        return None
    kind = asked.field.type
    if isinstance(cleaned, Decimal):
        return int(cleaned) if cleaned == cleaned.to_integral_value() else str(cleaned)
    if isinstance(cleaned, date):
        return cleaned.isoformat()
    if kind == "text":
        return " ".join(str(cleaned).split())
    if kind in ("party", "parties", "officer", "officers"):
        from kapok.portal.cases.people import party_values

        parties = party_values(cleaned, kind)
        if kind in ("party", "officer"):
            return parties[0] if parties else None
        return parties
    return cleaned


def today_bound(name: str) -> date | None:
    """The day that `today` in a bound means."""
    return clock.today() if name == "today" else None
