"""People, organisations, memberships, certificates, powers of attorney, and the audit of verdicts.

People and organisations are known elsewhere (cases, the evidence log) by an opaque `key` only, so that a name can be erased
here without touching what was proven there.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from kapok import clock


def new_person_key() -> str:
    """An opaque key of a person."""
    return f"p-{secrets.token_hex(8)}"


def new_organisation_key() -> str:
    """An opaque key of an organisation."""
    return f"o-{secrets.token_hex(6)}"


class PersonManager(BaseUserManager["Person"]):
    """Makes people."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person with a password."""
        person: Person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """By mail address, in any case of letters."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account. `erased_at` is set when name and address were erased on request."""

    key = models.CharField(max_length=32, unique=True, default=new_person_key, editable=False)
    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name or self.key


class Organisation(models.Model):
    """Who acts beside people: the tenant of roles. `number` is the GB 32100 identifier where there is one."""

    class Kind(models.TextChoices):
        """What an organisation is."""

        AUTHORITY = "authority", _("authority")
        CENTRE = "centre", _("protection or registration centre")
        COURT = "court", _("court")
        NOTARY = "notary", _("notary office")
        AGENCY = "agency", _("agency")
        COMPANY = "company", _("company or institution")

    key = models.CharField(max_length=32, unique=True, default=new_organisation_key, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    number = models.CharField(_("unified social credit identifier"), max_length=18, blank=True, default="")
    region = models.CharField(_("region"), max_length=6)
    address = models.CharField(_("address for service"), max_length=300, blank=True, default="")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Keys and indexes."""

        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="one_organisation_per_number"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_office(self) -> bool:
        """Whether its members are officers, who need a second factor."""
        return self.kind in OFFICES


OFFICES = (Organisation.Kind.AUTHORITY, Organisation.Kind.CENTRE, Organisation.Kind.COURT, Organisation.Kind.NOTARY)
"""Kinds of organisations whose members decide or attest."""


class Membership(models.Model):
    """A person holds a role in an organisation between two days. `admin` manages the members; other roles are a procedure's."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=32)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=32)
    granted_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        """Keys and indexes."""

        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], condition=models.Q(revoked_at=None), name="one_living_membership"
            ),
        ]


class OfficerCertificate(models.Model):
    """An officer's certificate (enforcement card, examiner's appointment): valid on both days and between them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class PowerOfAttorney(models.Model):
    """A principal lets an agency act for it: in some procedures (none named = all), between two days."""

    principal = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="powers_given")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="powers_held")
    procedures = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=64, blank=True, default="")
    granted_by = models.CharField(max_length=32)
    revoked_at = models.DateTimeField(null=True)


class Relation(models.Model):
    """A recorded tie of an officer to a person or organisation (kin, employer, earlier involvement), for the recusal check."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations")
    other = models.CharField(max_length=32)
    kind = models.CharField(max_length=40)


class Restriction(models.Model):
    """An entry of a restriction list: between two days this organisation may not begin certain things; `source` says so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="restrictions")
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)


class Verdict(models.Model):
    """One verdict on who may do what, kept with its reason. Rows are only added."""

    at = models.DateTimeField(default=clock.now)
    person = models.CharField(max_length=32, blank=True)
    organisation = models.CharField(max_length=32, blank=True)
    action = models.CharField(max_length=80)
    object = models.CharField(max_length=120)
    allowed = models.BooleanField()
    reason = models.TextField()

    class Meta:
        """Keys and indexes."""

        indexes = [models.Index(fields=["object", "at"]), models.Index(fields=["person", "at"])]
