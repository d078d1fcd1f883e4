"""`kapok procedures check | list | show | diagram | simulate`: procedures as they are defined, and as they run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, print_json, say, told
from kapok.errors import InputError
from kapok.procedures.diagram import mermaid, outline
from kapok.procedures.diagram_svg import render_svg
from kapok.procedures.model import Procedure
from kapok.procedures.reader import read_procedure
from kapok.procedures.registry import DEFINITIONS, definition_files, get_procedure, join_versions, procedures
from kapok.procedures.scenarios import read_scenarios
from kapok.procedures.simulate import Outcome, run_scenarios

app = Group("Procedures: check, read, draw, and run them by scenarios.")

FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--definitions", metavar="DIR", help="Definitions of your own (default: those that ship).", show_default=False
    ),
]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="A procedure's key such as P01.")]


@app.command("check")
@told
def check(
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="A definition or a folder of them (default: all that ship).")
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong with definitions. Names, clocks, guards, and states that cannot be reached or left."""
    given = Path(path) if path else DEFINITIONS
    found = [read_procedure(each) for each in (definition_files(given) if given.is_dir() else [given])]
    unverified = {each.key: _unverified(each) for each in found}
    if as_json:
        print_json([{"key": each.key, "version": each.version, "unverified": unverified[each.key]} for each in found])
        return
    for each in found:
        say(f"{each.key:5} {each.version:10} {len(each.states):3} states {len(each.transitions):3} transitions  good")
        if unverified[each.key]:
            say(f"      not checked against the text in force: {', '.join(unverified[each.key])}")


def _unverified(procedure: Procedure) -> list[str]:
    tables: list[dict[str, Any]] = [procedure.time_limits, procedure.figures, procedure.fees]
    return [key for table in tables for key, entry in table.items() if not entry.verified]


@app.command("list")
@told
def list_(folder: FolderOption = None, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List every procedure with its version in force."""
    found = procedures(folder or DEFINITIONS)
    if as_json:
        print_json([{"key": each.key, "name": each.name.en, "version": each.version} for each in found.values()])
        return
    for each in found.values():
        say(f"{each.key:5} {each.version:10} {each.name.en} · {each.name.zh_hans}")


@app.command("show")
@told
def show(
    key: KeyArgument,
    version: Annotated[str, typer.Option("--version", help="A version (default: the newest).", show_default=False)] = "",
    folder: FolderOption = None,
    language: Annotated[str, typer.Option(metavar="TAG", help="en, zh-Hans, zh-Hant or pt.")] = "en",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a procedure in words. What can be done from which state, by whom, in what time, under which rule."""
    procedure = get_procedure(key, version, folder or DEFINITIONS)
    if as_json:
        print_json(msgspec.structs.replace(procedure, others=()))
        return
    say(outline(procedure, language))


@app.command("diagram")
@told
def diagram(
    key: KeyArgument,
    to: Annotated[
        str, typer.Option("--out", "-o", metavar="FILE", help="Write there (.svg or .mmd; default: Mermaid text).")
    ] = "",
    folder: FolderOption = None,
    language: Annotated[str, typer.Option(metavar="TAG", help="en, zh-Hans, zh-Hant or pt.")] = "en",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a procedure. Its states and what leads from one to the next, as SVG or Mermaid text."""
    procedure = get_procedure(key, "", folder or DEFINITIONS)
    path = Path(to) if to else None
    if path is not None and path.suffix not in (".svg", ".mmd"):
        raise InputError(f"{path.name} cannot be drawn", "its name does not end in .svg or .mmd", "Name an .svg or .mmd file")
    text = render_svg(procedure, language) if path is not None and path.suffix == ".svg" else mermaid(procedure, language)
    if path is None:
        print_json({"key": procedure.key, "mermaid": text}) if as_json else say(text)
        return
    path.write_text(text, "utf-8")
    print_json({"key": procedure.key, "file": str(path)}) if as_json else say(f"{procedure.key} is drawn in {path}")


@app.command("simulate")
@told
def simulate(
    paths: Annotated[list[str], typer.Argument(metavar="SCENARIO", help="Scenario files.")],
    definition: Annotated[
        str, typer.Option("--definition", metavar="FILE", help="Run against this definition.", show_default=False)
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run scenarios. Given, when, then, refused because; exit code 1 where one does not hold."""
    outcomes: list[tuple[str, Outcome]] = []
    for path in paths:
        file = read_scenarios(Path(path))
        procedure = join_versions([read_procedure(Path(definition))]) if definition else get_procedure(file.procedure)
        outcomes += [(path, outcome) for outcome in run_scenarios(procedure, file)]
    if as_json:
        print_json([_outcome(path, outcome) for path, outcome in outcomes])
    else:
        for _, outcome in outcomes:
            say(f"{'held  ' if outcome.held else 'FAILED'} {outcome.title}")
            for difference in outcome.differences:
                say(f"         {outcome.place}: {difference}")
        say(f"{sum(outcome.held for _, outcome in outcomes)} of {len(outcomes)} scenarios held")
    if not all(outcome.held for _, outcome in outcomes):
        raise typer.Exit(1)


def _outcome(path: str, outcome: Outcome) -> dict[str, Any]:
    return {"file": path, "title": outcome.title, "held": outcome.held, "differences": outcome.differences}
