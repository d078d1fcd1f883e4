"""The form of one action, made from its definition: what to fill in, what was received, what comes out for the engine."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from kapok.portal.cases.fill import FILLED
from kapok.portal.cases.form_fields import Choices, DigestField, FilesField, make_field, to_value
from kapok.portal.cases.models import Upload
from kapok.portal.cases.procedures import say
from kapok.portal.cases.uploads import Arrived
from kapok.procedures.events import Document
from kapok.procedures.model import FormField, Procedure, form_of
from kapok.procedures.words import Words

FROM_FILE = "__file"
"""Ending of the file input beside a digest: its digest is taken on arrival, the file is not kept."""


class ActionForm(forms.Form):
    """One action's form. `received` are the files that came with earlier attempts, by field key; a `fresh` one had none."""

    def __init__(
        self,
        procedure: Procedure,
        action: str,
        choices: Choices,
        *,
        data: Any = None,
        files: MultiValueDict[str, Any] | None = None,
        initial: dict[str, Any] | None = None,
        bundle: str = "",
        partial: bool = False,
        fresh: bool = False,
    ) -> None:
        super().__init__(data, files, initial=initial, auto_id=f"{action}-%s", label_suffix="")
        self.asked: dict[str, FormField] = {each.key: each for each in form_of(procedure, action) if each.key not in FILLED}
        self.bundle = bundle
        self.received: dict[str, list[Upload]] = {}
        for upload in Upload.objects.filter(draft=bundle).order_by("id") if bundle and not fresh else ():
            self.received.setdefault(upload.kind, []).append(upload)
        for key, asked in self.asked.items():
            made = make_field(asked, choices)
            if partial:
                made.required = False
            if isinstance(made, FilesField):
                made.missing = asked.required and not partial and not self.received.get(key)
            self.fields[key] = made
            if isinstance(made, DigestField):
                self.fields[key + FROM_FILE] = forms.FileField(
                    label=_("or choose the file: its digest is taken here, the file is not kept"), required=False
                )
                made.required = False
        self.order_fields(sorted(self.fields, key=self._place))

    def _place(self, key: str) -> tuple[int, bool]:
        names = list(self.asked)
        return names.index(key.removesuffix(FROM_FILE)), key.endswith(FROM_FILE)

    def clean(self) -> dict[str, Any]:
        """Digests from files; files that have to be there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for key, made in self.fields.items():
            if isinstance(made, DigestField):
                file = cleaned.get(key + FROM_FILE)
                if file is not None:
                    cleaned[key] = file.kapok_sha256
                elif (
                    self.asked[key].required
                    and not cleaned.get(key)
                    and key not in self.errors
                    and self.data.get("do") != "save"
                ):
                    self.add_error(key, _("Give the digest, or choose the file"))
            if isinstance(made, FilesField) and made.missing and not cleaned.get(key) and key not in self.errors:
                self.add_error(key, _("A file is needed here"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Field key -> value for the engine, files left out."""
        found = {}
        for key, asked in self.asked.items():
            if asked.field.type in ("file", "files"):
                continue
            value = self.cleaned_data.get(key)
            if asked.field.type == "boolean":
                found[key] = bool(value)
            elif (made := to_value(asked, value)) is not None:
                found[key] = made
        return found

    def keep_files(self, person: str, case: str = "") -> None:
        """Remember the files that arrived with this form, so that another attempt need not send them again."""
        for key, asked in self.asked.items():
            arrived: list[Arrived] = self.cleaned_data.get(key) or [] if asked.field.type in ("file", "files") else []
            if arrived and asked.field.type == "file":
                Upload.objects.filter(draft=self.bundle, kind=key).delete()
                self.received[key] = []
            for each in arrived:
                upload = Upload.objects.create(
                    sha256=each.sha256,
                    size=each.size,
                    media_type=each.media_type,
                    name=each.name,
                    kind=key,
                    draft=self.bundle,
                    person=person,
                )
                self.received.setdefault(key, []).append(upload)

    def drop_files(self, ids: list[str]) -> None:
        """Forget received files that the person took out again."""
        wanted = [int(each[:18]) for each in ids if each.isascii() and each.isdigit()]
        Upload.objects.filter(Q(draft=self.bundle) & ~Q(draft=""), pk__in=wanted).delete()
        for key, uploads in self.received.items():
            self.received[key] = [each for each in uploads if each.pk not in wanted]

    def documents(self) -> tuple[Document, ...]:
        """The received files as the engine knows them."""
        found = []
        for key, uploads in self.received.items():
            if key in self.asked:
                kind = self.asked[key].field.document or key
                found += [Document(kind, each.name, each.sha256, each.size, each.media_type) for each in uploads]
        return tuple(found)

    def take_problems(self, problems: dict[str, Words]) -> None:
        """Show what the engine found wrong at the fields."""
        by_document = {each.field.document: key for key, each in self.asked.items() if each.field.document}
        for key, words in problems.items():
            place = key if key in self.fields else by_document.get(key)
            self.add_error(place, say(words))

    def rows(self) -> list[dict[str, Any]]:
        """The fields as the page shows them."""
        shown = []
        for key in self.fields:
            asked = self.asked.get(key.removesuffix(FROM_FILE))
            assert asked is not None
            shown.append(
                {
                    "field": self[key],
                    "kind": "file" if key.endswith(FROM_FILE) else asked.field.type,
                    "required": asked.required and not key.endswith(FROM_FILE),
                    "received": self.received.get(key, []),
                    "public": asked.field.public,
                    "personal": asked.field.personal,
                }
            )
        return shown
