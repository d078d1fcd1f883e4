"""How allauth behaves here: where people go, what mails look like, how an address is found."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kapok.portal.accounts.models import Person
from kapok.portal.rate_limit import caller_of


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller's address, as the rate limit knows it; allauth refuses to guess behind proxies."""
        return caller_of(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """After signing in: one's own page."""
        return "/me/"

    def add_message(self, *_arguments: Any, **_named: Any) -> None:
        """Nothing is flashed: the page that follows shows what changed."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""

    def get_totp_issuer(self) -> str:
        """The name that an authenticator app shows."""
        return "Kapok"


class SignupForm(forms.Form):
    """What is asked beside address and password."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Keep the name and the language of the page."""
        user.name = self.cleaned_data["name"].strip()
        user.language = getattr(request, "LANGUAGE_CODE", "en")
        user.save(update_fields=["name", "language"])
