"""Accounts to try the platform with: an applicant, a clerk who examines, a registrar, a member of the public. For samples only.

Passwords and keys of second factors are made by chance, once, and kept in a file of the home folder that only its owner reads.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import msgspec
from allauth.account.models import EmailAddress
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction

from kapok import clock
from kapok.portal.accounts.identifiers import compute_check_character
from kapok.portal.accounts.membership import ADMIN, MEMBER
from kapok.portal.accounts.models import Membership, Organisation, Person

FILE = "demo-accounts.json"
PEOPLE = (
    ("applicant", "applicant@demo.example", "陈晓岚", "company", (ADMIN, MEMBER)),
    ("examiner", "examiner@demo.example", "李明", "centre", ("clerk", "examiner")),
    ("registrar", "registrar@demo.example", "周敏", "centre", (ADMIN, "registrar")),
    ("public", "public@demo.example", "Ana Silva", "", ()),
)
"""Role, address, name, kind of organisation, roles in it."""
ORGANISATIONS = {
    "company": ("木棉示例数据有限公司", "91440300MA5EXAMP0", "440300"),
    "centre": ("广东省知识产权保护中心（演示）", "12440000MB2EXAMP0", "440000"),
}
"""Kind -> name, the first 17 characters of an invented identifier, region."""


class Account(msgspec.Struct):
    """One demonstration account; `totp` is "" for those without a second factor."""

    role: str
    email: str
    password: str
    totp: str = ""


def demonstration_accounts() -> list[dict[str, Any]]:
    """The accounts with the codes of this minute; made on the first call."""
    path: Path = settings.KAPOK_CONFIG.home / FILE
    if path.exists():
        accounts = msgspec.json.decode(path.read_bytes(), type=list[Account])
    else:
        accounts = _make()
        _write(path, accounts)
    return [{**msgspec.to_builtins(each), "code": code_of(each.totp) if each.totp else ""} for each in accounts]


def code_of(secret: str) -> str:
    """The six digits that an authenticator app shows now for a secret."""
    return str(format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // app_settings.TOTP_PERIOD)))


@transaction.atomic
def _make() -> list[Account]:
    organisations = {kind: _organisation(kind, *facts) for kind, facts in ORGANISATIONS.items()}
    accounts = []
    for role, email, name, kind, roles in PEOPLE:
        password = secrets.token_urlsafe(12)
        person = Person.objects.create_user(email, password, name=name)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        for each in roles:
            Membership.objects.create(
                person=person, organisation=organisations[kind], role=each, valid_from=clock.today(), granted_by="demo"
            )
        totp = ""
        if kind == "centre":
            totp = generate_totp_secret()
            data = {"secret": get_adapter().encrypt(totp)}
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)
        accounts.append(Account(role, email, password, totp))
    return accounts


def _organisation(kind: str, name: str, first: str, region: str) -> Organisation:
    number = first[:17]
    number += compute_check_character(number)
    return Organisation.objects.create(kind=kind, name=name, number=number, region=region)


def _write(path: Path, accounts: list[Account]) -> None:
    """For the owner's eyes only, from the first byte."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(accounts), indent=1))
