"""`kapok indicators list | check | compute | export | waive …`, `kapok whitepaper [verify]`: proven figures.

Reports, registers and cases behind a figure are in `kapok.cli.reporting`, which adds its commands to the same group.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.errors import InputError

__all__ = ["app", "whitepaper"]
app = Group("Indicators: declared figures, computed, reported, reconciled.")
YearOption = Annotated[int, typer.Option("--year", metavar="Y", help="The year.", min=1980, max=2200)]


@app.command("list")
@told
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List every indicator with its unit and producer."""
    from kapok.statistics.declared import indicators

    found = [{"id": i.id, "name": i.names.en, "unit": i.unit, "producer": i.producer.text} for i in indicators().values()]
    if as_json:
        print_json(found)
        return
    for each in found:
        say(f"{each['id']:16} {each['unit']:14} {each['name']}  [{each['producer']}]")


@app.command("check")
@told
def check(year: YearOption, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Reconcile the figures of a year. Says which checks hold, which fail, and what is withheld for it."""
    from kapok.services.gather_figures import gather
    from kapok.statistics.reconcile import changed_definitions

    found = gather(home_of(home), year)
    changed = changed_definitions(year)
    if as_json:
        print_json({"year": year, "findings": found.findings, "withheld": found.withheld, "changed_definitions": changed})
        return
    for each in found.findings:
        say(f"{each.status:6} {each.check:28} {each.working}")
    for key, name in found.withheld.items():
        say(f"withheld: {key} until somebody records why ({name})")


@app.command("compute")
@told
def compute(
    year: YearOption,
    region: Annotated[str, typer.Option("--region", metavar="R", help="GB/T 2260 code (default: the province).")] = "",
    month: Annotated[int, typer.Option("--month", metavar="M", help="1 to 12 (default: the year).", min=0, max=12)] = 0,
    public: Annotated[bool, typer.Option("--public", help="Hide small counts, as the pages do.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute the figures of a year, place and month. From events, registers and the lake; then what was reported."""
    from kapok.services.compute_figures import figures_for

    found = figures_for(home_of(home), year, region, month, public=public)
    if as_json:
        print_json(found)
        return
    for each in found:
        say(f"{each.id:16} {each.qualifier:6} {each.value:>15} {each.unit:14} {each.origin}")


@app.command("export")
@told
def export(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Export the events of all cases. Figures are computed from them."""
    from kapok.cli.cases import export_case_events

    years = export_case_events(home_of(home))
    print_json(years) if as_json else say(f"{sum(years.values()):,} events of {len(years)} years")


@app.command("waive")
@told
def waive(
    check_key: Annotated[str, typer.Argument(metavar="CHECK", help="The check that fails.")],
    year: YearOption,
    person: Annotated[str, typer.Option("--person", help="Who decides.")],
    reason: Annotated[str, typer.Option("--reason", help="Why the figure is published all the same.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record why a figure that fails a check is published."""
    from kapok.services.gather_figures import waive as record

    made = record(home_of(home), check_key, year, person, reason)
    print_json(made) if as_json else say(f"{made.check} {made.year}: waived by {made.person} on {made.day}")


@told
def whitepaper(
    action: Annotated[str, typer.Argument(metavar="[verify]", help="'verify' to check a printed paper.")] = "",
    place: Annotated[Path | None, typer.Argument(metavar="FILE|DIR", help="The printed paper.", show_default=False)] = None,
    year: Annotated[int, typer.Option("--year", metavar="Y", help="The year.")] = 0,
    language: Annotated[str, typer.Option(metavar="TAG", help="zh-Hans, zh-Hant, en or pt.")] = "zh-Hans",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="An .html, .pdf or .docx file.", show_default=False)
    ] = None,
    erratum: Annotated[str, typer.Option("--erratum", metavar="WHY", help="Publish changed figures as the next version.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the white paper of a year, or verify one. Beside it go the figures as CSV and JSON-stat, and a signed manifest."""
    from kapok.services.publish_whitepaper import publish, verify

    if action == "verify" and place is not None:
        steps = verify(home_of(home), place)
        good = all(holds for _, holds, _ in steps)
        if as_json:
            print_json({"ok": good, "steps": [{"step": s, "ok": holds, "finding": f} for s, holds, f in steps]})
        else:
            for step, holds, finding in steps:
                say(f"{'holds ' if holds else 'FAILED'} {step:18} {finding}")
        if not good:
            raise typer.Exit(1)
        return
    if action or not year or output is None:
        raise InputError(
            "Nothing clear to do",
            "",
            "Say 'kapok whitepaper --year 2023 --language en -o FILE.html' or 'kapok whitepaper verify FILE'",
        )
    done = publish(home_of(home), year, language, output, erratum)
    if as_json:
        print_json(done)
        return
    say(f"{output}: version {done['version']}, entry {done['log_index']} of the evidence log")
    for key, name in done["withheld"].items():
        say(f"withheld: {key} ({name})")


from kapok.cli import reporting  # noqa: E402

reporting.add_to(app)
