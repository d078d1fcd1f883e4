"""What the command line asks of the portal: tables, jobs, organisations, demonstration accounts. Sets Django up by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kapok.errors import InputError
from kapok.portal.jobs.run import run_jobs
from kapok.portal.migrate import migrate, set_up

__all__ = ["add_organisation", "demo", "export_cases", "import_certificates", "migrate", "run_jobs"]


def add_organisation(home: Path, name: str, kind: str, region: str, admin: str) -> str:
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
    key: str = make_organisation(person, {"kind": kind, "name": name, "region": region}).key
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
    from kapok.portal.statistics.export import exported_cases
    from kapok.services.export_cases import export_cases as export

    return export(home, exported_cases())
