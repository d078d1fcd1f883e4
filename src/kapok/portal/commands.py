"""What the command line asks of the portal: tables, jobs, organisations, demonstration accounts. Sets Django up by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kapok.errors import InputError, NotFound
from kapok.portal.jobs.run import run_jobs
from kapok.portal.migrate import migrate, set_up

if TYPE_CHECKING:
    from kapok.services.drill_down import DrillDown

__all__ = [
    "add_organisation", "bind_office", "demo", "drill_down_as", "export_cases", "import_certificates", "migrate", "run_jobs",
]  # fmt: skip


def add_organisation(home: Path, name: str, kind: str, region: str, admin: str, under: str = "") -> str:
    """Make an organisation of any kind; returns its key. Raises InputError for what is unknown."""
    migrate(home)
    from kapok.portal.accounts.administer import make_organisation
    from kapok.portal.accounts.models import Organisation, Person
    from kapok.portal.accounts.regions import regions

    kinds = Organisation.Kind.values
    if kind not in kinds:
        raise InputError(f"There is no kind of organisation '{kind}'", "", "Take one of: " + ", ".join(kinds))
    if region not in regions():
        raise InputError(f"There is no region '{region}'", "", "Take a GB/T 2260 code such as 440000")
    person = Person.objects.filter(email__iexact=admin, is_active=True).first()
    if person is None:
        raise InputError(f"Nobody has an account with the address {admin}", "", "Sign up on the pages first")
    parent = Organisation.objects.filter(key=under, closed_at=None).first() if under else None
    if under and parent is None:
        raise InputError(f"There is no organisation '{under}'", "", "Take the key that 'organisations add' printed for it")
    key: str = make_organisation(person, {"kind": kind, "name": name, "region": region, "parent": parent}).key
    return key


def demo(home: Path) -> list[dict[str, Any]]:
    """Demonstration accounts; made once, shown again with the codes of this minute."""
    set_up(home)
    migrate(home)
    from kapok.portal.accounts.demonstration import demonstration_accounts

    return demonstration_accounts()


def import_certificates(home: Path, file: Path, procedure: str = "P01") -> dict[str, Any]:
    """Take over certificates that were issued before; returns counts and every row that could not be taken."""
    migrate(home)
    from kapok.portal.cases.take_over import take_over

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"The file {file} cannot be read", error.strerror or "", "Name a CSV file") from error
    return take_over(data, procedure)


def export_cases(home: Path) -> dict[int, int]:
    """Export the events of all cases for statistics; returns year -> events."""
    migrate(home)
    from kapok.portal.statistics.export import exported_cases, exported_entries
    from kapok.services.export_cases import export_cases as export
    from kapok.services.export_cases import export_entries

    export_entries(home, exported_entries(), "data_ip")
    return export(home, exported_cases())


def drill_down_as(home: Path, indicator: str, year: int, region: str, month: int, mail: str) -> DrillDown:
    """What a figure counts as a person sees it ("": as anyone does). NotFound for a person who is not there."""
    migrate(home)
    from kapok.portal.accounts.models import Person
    from kapok.portal.statistics.reporters import is_compiler
    from kapok.portal.statistics.sights import public_sights, sights_of
    from kapok.services.drill_down import drill_down

    if not mail:
        return drill_down(home, indicator, year, region, month, sights=public_sights)
    person = Person.objects.filter(email__iexact=mail, is_active=True).first()
    if person is None:
        raise NotFound(f"Nobody has an account with the address {mail}", "", "Sign up on the pages first")
    return drill_down(home, indicator, year, region, month, sights=sights_of(person), insider=is_compiler(person))


def bind_office(home: Path, organisation: str, authority: str, *, token: bool = False) -> str:
    """Let an office report for an authority; returns a new secret for its own system when one is asked for, else ""."""
    migrate(home)
    from kapok.portal.statistics.reporters import bind_office as bind
    from kapok.portal.statistics.reporters import new_token

    office = bind(organisation, authority)
    return new_token(office) if token else ""
