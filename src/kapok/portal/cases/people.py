"""People and organisations of a case: their names by key, and those that a form names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kapok.portal.accounts.models import Organisation, Person
from kapok.procedures.state import Party

SYSTEM = "system"
"""Who acts when a deadline is over or a document is made."""


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Key -> name of people and organisations; erased people are told as such."""
    wanted = {key for key in keys if key}
    people = {key for key in wanted if key.startswith("p-")}
    found: dict[str, str] = {}
    if organisations := wanted - people - {SYSTEM}:
        found |= Organisation.objects.filter(key__in=organisations).values_list("key", "name")
    for key, name in Person.objects.filter(key__in=people).values_list("key", "name") if people else ():
        found[key] = name or str(_("(erased)"))
    if SYSTEM in wanted:
        found[SYSTEM] = str(_("the platform"))
    return found


def party_name(party: Party, names: dict[str, str]) -> str:
    """How a party is called."""
    return party.name or names.get(party.organisation, "") or names.get(party.person, "") or party.identifier


def party_values(cleaned: Any, kind: str) -> list[dict[str, str]]:
    """Parties as the engine keeps them, from keys (chosen) or lines `name; identifier` (written)."""
    chosen = cleaned if isinstance(cleaned, list) else str(cleaned).splitlines()
    return [found for each in chosen if (found := _party(each.strip()))]


def _party(text: str) -> dict[str, str]:
    """One party: a key of ours, or a name with an identifier that we may know."""
    if not text:
        return {}
    if text.startswith("p-") and (person := Person.objects.filter(key=text).first()):
        return {"name": person.name, "person": person.key, "kind": "person"}
    if text.startswith("o-") and (known := Organisation.objects.filter(key=text).first()):
        return _organisation(known)
    name, _separator, identifier = (part.strip() for part in text.replace("；", ";").partition(";"))
    if identifier and (known := Organisation.objects.filter(number=identifier.upper()).exclude(number="").first()):
        return _organisation(known)
    return {"name": name[:200], "identifier": identifier[:60]}


def _organisation(known: Organisation) -> dict[str, str]:
    return {"name": known.name, "organisation": known.key, "identifier": known.number, "kind": "organisation"}
