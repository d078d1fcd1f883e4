"""Forms of organisations: registration, members, certificates, powers of attorney."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kapok import clock
from kapok.errors import InputError
from kapok.portal.accounts.identifiers import parse_identifier
from kapok.portal.accounts.membership import ADMIN, MEMBER
from kapok.portal.accounts.models import Organisation, Person
from kapok.portal.accounts.regions import depth, regions
from kapok.portal.error_words import told
from kapok.portal.vocabulary import localised


def region_choices() -> list[tuple[str, str]]:
    """Regions as a list, each below its parent."""
    return [(region.code, "\u2003" * depth(region.code) + localised(region.names)) for region in regions().values()]


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, as the browser's own date picker gives it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, input_formats=["%Y-%m-%d"])


class _Days(forms.Form):
    """A period that does not end before it begins."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begin and end and end < begin:
            self.add_error("valid_to", _("The last day lies before the first"))
        return cleaned


class OrganisationForm(forms.Form):
    """What a company or agency says of itself."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("company", _("company or institution")), ("agency", _("agency"))])
    name = forms.CharField(label=_("Name as registered"), max_length=200)
    number = forms.CharField(
        label=_("Unified social credit identifier"),
        required=False,
        max_length=40,
        help_text=_("18 characters, from the business licence; leave empty for organisations outside the mainland"),
    )
    region = forms.ChoiceField(label=_("Region"), choices=region_choices)
    address = forms.CharField(label=_("Address for service"), required=False, max_length=300)

    def clean_number(self) -> str:
        """The identifier in its normal form; not one that another organisation has."""
        text = self.cleaned_data["number"]
        if not text.strip():
            return ""
        try:
            number = parse_identifier(text)
        except InputError as error:
            raise forms.ValidationError([told(error.what), told(error.why), told(error.next_step)]) from error
        if Organisation.objects.filter(number=number).exists():
            raise forms.ValidationError(_("An organisation with this identifier is here already: ask its administrator"))
        return number


class MemberForm(_Days):
    """Somebody who has an account becomes a member in a role."""

    email = forms.EmailField(label=_("Mail address of the account"))
    role = forms.ChoiceField(label=_("Role"))
    valid_from = day_field(_("From"))
    valid_to = day_field(_("Until"), required=False)

    def __init__(self, *arguments: Any, roles: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["role"].choices = roles
        self.fields["valid_from"].initial = clock.today()

    def clean_email(self) -> Person:
        """The person with this address."""
        found = Person.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has an account with this address: ask them to sign up first"))
        return found


class CertificateForm(_Days):
    """An officer's certificate."""

    member = forms.ChoiceField(label=_("Member"))
    kind = forms.CharField(label=_("Kind"), max_length=40, initial="enforcement")
    number = forms.CharField(label=_("Number"), max_length=60)
    valid_from = day_field(_("From"))
    valid_to = day_field(_("Until"), required=False)

    def __init__(self, *arguments: Any, members: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["member"].choices = members


class PowerForm(_Days):
    """A power of attorney for an agency."""

    agency = forms.CharField(label=_("Agency: its identifier or key"), max_length=40)
    procedures = forms.MultipleChoiceField(
        label=_("For these procedures (none chosen: all)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    valid_from = day_field(_("From"))
    valid_to = day_field(_("Until"), required=False)

    def __init__(self, *arguments: Any, procedures: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["procedures"].choices = procedures
        self.fields["valid_from"].initial = clock.today()

    def clean_agency(self) -> Organisation:
        """The agency meant."""
        text = self.cleaned_data["agency"].strip()
        agencies = Organisation.objects.filter(kind=Organisation.Kind.AGENCY, closed_at=None)
        found = agencies.filter(key=text).first() or agencies.filter(number=text.upper()).exclude(number="").first()
        if found is None:
            raise forms.ValidationError(_("There is no agency with this identifier or key"))
        return found


def company_roles() -> list[tuple[str, str]]:
    """Roles in a company or an agency."""
    return [(MEMBER, str(_("files for the organisation"))), (ADMIN, str(_("administrator")))]
