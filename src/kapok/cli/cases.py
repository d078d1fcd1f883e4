"""`kapok migrate | jobs | organisations | certificates | demo`: accounts, cases, and what runs beside the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, tell, told

if TYPE_CHECKING:
    from kapok.services.drill_down import DrillDown

jobs = Group("The jobs of cases: deadlines, documents, mail, the evidence log.")
certificates = Group("Certificates of the register.")
organisations = Group("Organisations that decide and attest.")


@told
def migrate(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Bring the database of accounts and cases up to date. `kapok serve` does it by itself."""
    from kapok.portal.commands import migrate as run  # Django is configured only when it is needed

    steps = run(home_of(home))
    if as_json:
        print_json({"steps": steps})
        return
    say(f"{len(steps)} steps taken" if steps else "The database is up to date")


@jobs.command("run")
@told
def run_jobs(
    once: Annotated[bool, typer.Option("--once", help="End when nothing is due.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run jobs until stopped (Ctrl-C). `kapok serve` starts this by itself."""
    from kapok.portal.commands import migrate as bring_up_to_date
    from kapok.portal.commands import run_jobs as run

    folder = home_of(home)
    bring_up_to_date(folder)
    count = run(folder, once=once)
    if as_json:
        print_json({"jobs": count})
        return
    say(f"{count:,} jobs done")


@certificates.command("import")
@told
def import_certificates(
    file: Annotated[Path, typer.Argument(help="CSV table, UTF-8 or GB18030, headings in the first line.")],
    procedure: Annotated[str, typer.Option(help="The procedure under which they were issued.")] = "P01",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take over certificates issued before. Rows that cannot be taken are told with line and reason."""
    from kapok.portal.commands import import_certificates as take_over

    report = take_over(home_of(home), file, procedure)
    if as_json:
        print_json(report)
        return
    for bad in report["rejected"]:
        tell(f"line {bad['line']}, {bad['column']}: {bad['why']}")
    say(f"{report['taken']:,} taken over, {report['unchanged']:,} unchanged, {len(report['rejected']):,} rejected")


@organisations.command("add")
@told
def add_organisation(
    name: Annotated[str, typer.Argument(help="Its name.")],
    kind: Annotated[str, typer.Option(metavar="authority|centre|court|notary|agency|company", help="What it is.")],
    region: Annotated[str, typer.Option(help="GB/T 2260 code of its region.")],
    admin: Annotated[str, typer.Option(help="Mail address of the account that becomes its administrator.")],
    under: Annotated[
        str, typer.Option(metavar="KEY", help="The organisation whose administrators manage this one too.", show_default=False)
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add an organisation with its first administrator. That person makes others members on the pages."""
    from kapok.portal.commands import add_organisation as add

    key = add(home_of(home), name, kind, region, admin, under)
    if as_json:
        print_json({"key": key})
        return
    say(f"{name} is {key}; {admin} administers it")


@told
def demo(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make demonstration accounts for four roles, or show them with their codes. The codes are those of this minute."""
    from kapok.portal.commands import demo as run

    accounts = run(home_of(home))
    if as_json:
        print_json(accounts)
        return
    for each in accounts:
        code = f"  code {each['code']}" if each["code"] else ""
        say(f"{each['role']:<10} {each['email']}  {each['password']}{code}")


def export_case_events(home: Path) -> dict[int, int]:
    """Export the events of all cases for statistics (year -> events): here, where the command line knows the portal."""
    from kapok.portal.commands import export_cases

    return export_cases(home)


def counted_cases_for(home: Path, indicator: str, year: int, region: str, month: int, person: str) -> DrillDown:
    """What a figure counts as somebody sees it ("": the public): here, where the command line knows the portal."""
    from kapok.portal.commands import drill_down_as

    return drill_down_as(home, indicator, year, region, month, person)


@organisations.command("reports")
@told
def reports_for(
    organisation: Annotated[str, typer.Argument(metavar="KEY", help="The office.")],
    authority: Annotated[str, typer.Option("--authority", metavar="A", help="The authority that it reports for.")],
    token: Annotated[bool, typer.Option("--token", help="Make a secret for its own system; the one before is void.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let an office report figures for an authority. Its members with the role 'reporter' find the forms on their pages."""
    from kapok.portal.commands import bind_office

    secret = bind_office(home_of(home), organisation, authority, token=token)
    if as_json:
        print_json({"organisation": organisation, "authority": authority, "token": secret})
        return
    say(f"{organisation} reports for {authority}" + (f"; the secret of its system, shown once: {secret}" if secret else ""))
