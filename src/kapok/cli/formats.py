"""`kapok formats list | audit`: what can be read, and how completely."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, out, print_json, told
from kapok.services.audit_format import audit_format
from kapok.services.list_formats import list_formats

app = typer.Typer(no_args_is_help=True, help="The bulk formats that Kapok reads.")


@app.command("list")
@told
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List every format with the standard it follows."""
    specs = list_formats()
    if as_json:
        print_json(specs)
        return
    for spec in specs:
        out.print(f"{spec.name:32} {spec.standard}{'' if spec.real_files else '  (no real file read yet)'}", markup=False)


@app.command()
@told
def audit(
    paths: Annotated[list[str], typer.Argument(help="Files to look at; nothing is loaded.")],
    format_name: Annotated[str, typer.Option("--format", help="Name of the format; default: found by content.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which share of a file's elements is used, ignored for a reason, or unexpected."""
    report = audit_format(paths, format_name)
    if as_json:
        print_json(report)
        return
    out.print(f"{report.format}: {report.records} records, {report.rejected} rejected", markup=False)
    out.print(f"used {report.used:.1%} · ignored for a reason {report.ignored:.1%} · unexpected {report.unexpected:.1%}")
    for path, count, reason in report.ignored_elements:
        out.print(f"  ignored     {count:>7}  {path}: {reason}", markup=False)
    for path, count in report.unexpected_elements:
        out.print(f"  unexpected  {count:>7}  {path}", markup=False)
