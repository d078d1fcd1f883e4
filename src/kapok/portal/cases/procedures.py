"""The procedures that this installation runs, read once; what pages ask about them."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kapok.errors import NotFound
from kapok.procedures.model import Procedure
from kapok.procedures.registry import procedures as declared
from kapok.procedures.words import Words


@lru_cache(maxsize=1)
def procedures() -> dict[str, Procedure]:
    """Key -> procedure with its versions, in the order of keys."""
    return declared()


def get_procedure(key: str) -> Procedure:
    """The procedure of a key. Raises NotFound for one that is not declared here."""
    if (found := procedures().get(key)) is None:
        raise NotFound(f"There is no procedure '{key[:20]}'", "", "Choose one from the list")
    return found


def say(words: Words | None) -> str:
    """A text of a definition in the language of the page."""
    return words.in_language(get_language() or "en") if words is not None else ""


def beginnings(procedure: Procedure) -> list[str]:
    """The actions by which a case of this procedure begins."""
    return [key for key, transition in procedure.transitions.items() if transition.begins]


def procedure_choices() -> list[tuple[str, str]]:
    """(Key, name) of every procedure."""
    return [(key, f"{key} {say(procedure.name)}") for key, procedure in procedures().items()]


def office_roles() -> list[tuple[str, str]]:
    """(Role, name) of everything that an officer can be in some procedure; the administrator first."""
    found: dict[str, str] = {"admin": str(_("administrator"))}
    found |= {"reporter": str(_("reports figures")), "compiler": str(_("compiles the white paper"))}
    for procedure in procedures().values():
        for key, role in procedure.roles.items():
            if role.side in ("office", "outside"):
                found.setdefault(key, say(role.name))
    return list(found.items())
