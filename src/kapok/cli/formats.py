"""`kapok formats list | audit`: what can be read, and how completely."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, print_json, say, told
from kapok.services.audit_format import audit_format
from kapok.services.list_formats import list_formats

app = Group("The bulk formats that Kapok reads.")


@app.command("list")
@told
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List every format with the standard it follows."""
    specs = list_formats()
    if as_json:
        print_json(specs)
        return
    for spec in specs:
        say(f"{spec.name:32} {spec.standard}{'' if spec.real_files else '  (no real file read yet)'}")


@app.command("audit")
@told
def audit(
    paths: Annotated[list[str], typer.Argument(metavar="FILE", help="Files to look at; nothing is loaded.")],
    format_name: Annotated[
        str, typer.Option("--format", metavar="F", help="Name of the format (default: found by content).", show_default=False)
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how completely a file is read. Shares of its elements: used, ignored for a reason, unexpected."""
    report = audit_format(paths, format_name)
    if as_json:
        print_json(report)
        return
    say(f"{report.format}: {report.records:,} records, {report.rejected:,} rejected")
    say(f"used {report.used:.1%} · ignored for a reason {report.ignored:.1%} · unexpected {report.unexpected:.1%}")
    for path, count, reason in report.ignored_elements:
        say(f"  ignored     {count:>7}  {path}: {reason}")
    for path, count in report.unexpected_elements:
        say(f"  unexpected  {count:>7}  {path}")
