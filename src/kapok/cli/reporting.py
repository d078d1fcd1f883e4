"""`kapok indicators report | reports | ask | register | cases | sample`: what others report, and what a figure counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, tell, told

YearOption = Annotated[int, typer.Option("--year", metavar="Y", help="The year.", min=1980, max=2200)]


@told
def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: id, year, value, unit; region, qualifier, reason.")],
    authority: Annotated[str, typer.Option("--authority", metavar="A", help="Who reports.")],
    person: Annotated[str, typer.Option("--person", help="Who signs for the authority.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an authority's report. Bad rows are refused with their reason; a correction needs one."""
    from kapok.services.report_figures import report_figures

    done = report_figures(home_of(home), file, authority, person)
    for each in done.refused:
        tell(f"row {each.row}, {each.id}: refused: {each.why}")
    for each in done.flagged:
        tell(f"row {each.row}, {each.id}: flagged: {each.why}")
    if as_json:
        print_json(done)
        return
    say(f"{done.taken} taken, {done.unchanged} unchanged, {len(done.refused)} refused, {len(done.flagged)} flagged")


@told
def reports(
    year: YearOption,
    authority: Annotated[str, typer.Option("--authority", metavar="A", help="One authority (default: all).")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who owes which figures. Also what was flagged and asked."""
    from kapok.services.ask_authority import overview

    found = overview(home_of(home), year, authority)
    if as_json:
        print_json(found)
        return
    for each in found:
        open_ones = f", missing: {' '.join(each.missing[:12])}" if each.missing else ""
        say(f"{each.authority:20} {each.reported:>3} of {each.due:>3} reported, {each.questions} open questions{open_ones}")


@told
def ask(
    indicator: Annotated[str, typer.Argument(metavar="ID", help="The indicator.")],
    year: YearOption,
    text: Annotated[str, typer.Option("--text", help="The question, or with --answer the answer.")],
    person: Annotated[str, typer.Option("--person", help="Who asks or answers.")],
    region: Annotated[str, typer.Option("--region", metavar="R", help="GB/T 2260 code (default: the province).")] = "",
    answer: Annotated[bool, typer.Option("--answer", help="Answer the open question instead.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask an authority about a figure, or answer. All questions and answers are kept."""
    from kapok.services.ask_authority import answer_question, ask_question

    made = (answer_question if answer else ask_question)(home_of(home), indicator, year, region, person, text)
    print_json(made) if as_json else say(f"{made.indicator} {made.year}: {'answered' if answer else 'asked'} by {made.person}")


@told
def register(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: list, number, name, since; holder, region, until …")],
    name: Annotated[str, typer.Option("--register", metavar="R", help="designations, organisations, agencies …")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take entries of a register that an office keeps. Figures of designations, windows, agencies are counted from it."""
    from kapok.services.keep_register import keep_register

    done = keep_register(home_of(home), name, file)
    for each in done.refused:
        tell(f"row {each.row}, {each.number}: refused: {each.why}")
    if as_json:
        print_json(done)
        return
    say(f"{done.taken} taken, {done.unchanged} unchanged, {len(done.refused)} refused")


@told
def cases(
    indicator: Annotated[str, typer.Argument(metavar="ID", help="The indicator.")],
    year: YearOption,
    region: Annotated[str, typer.Option("--region", metavar="R", help="GB/T 2260 code (default: the province).")] = "",
    month: Annotated[int, typer.Option("--month", metavar="M", help="1 to 12 (default: the year).", min=0, max=12)] = 0,
    person: Annotated[str, typer.Option("--person", metavar="MAIL", help="As this person sees it (default: the public).")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Go down to the very cases that a figure counts. Only those that the person may open are named."""
    from kapok.cli.cases import counted_cases_for

    found = counted_cases_for(home_of(home), indicator, year, region, month, person)
    if as_json:
        print_json(found)
        return
    say(f"{found.id} {found.year}: {'hidden: fewer than 5, or hidden with them' if found.value is None else found.value}")
    for each in found.cases:
        say(f"{each.day} {each.region} {each.case_key}  {each.reason}")
    for entry in found.entries:
        say(f"{entry.since} {entry.region} {entry.number}  {entry.name}")
    if found.closed:
        say(f"{found.closed:,} cases are not open to this reader: {found.why_closed}")
    if found.query:
        say(f"records: kapok search '{found.query}' --category {found.category}")


@told
def sample(
    year: Annotated[int, typer.Option("--year", metavar="Y", help="The year.", min=2024, max=2200)] = 2025,
    share: Annotated[float, typer.Option("--share", help="Its size: 1 has some 20,000 cases.", min=0.001, max=100)] = 1.0,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Generate a year of cases, entries and reports. For trying out: the paper says that it is generated."""
    from kapok.services.make_sample_year import make_sample_year

    done = make_sample_year(home_of(home), year, share)
    if as_json:
        print_json(done)
        return
    say(f"{done.year}: {done.cases:,} cases with {done.events:,} events, {done.entries:,} entries, {done.reports} reports")


def add_to(group: Group) -> None:
    """Add the commands to the group `kapok indicators`."""
    for name, command in (
        ("report", report), ("reports", reports), ("ask", ask), ("register", register), ("cases", cases), ("sample", sample),
    ):  # fmt: skip
        group.command(name)(command)
