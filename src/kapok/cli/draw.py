"""`kapok draw new | commit | reveal | run | redraw | verify`: the double-random draw that anyone recomputes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.evidence import print_report
from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told

app = Group("Double-random draws that anyone can recompute.")

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the draw.")]
PartyOption = Annotated[str, typer.Option("--party", help="Who: a party of the frozen lists.")]
LogOption = Annotated[bool, typer.Option("--log/--no-log", help="Put the digest of each line into the evidence log.")]


@app.command("new")
@told
def new(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan: a YAML file with lists and parties.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file of the draw.")] = Path("draw.jsonl"),
    log: LogOption = True,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Freeze the lists of a plan and publish their digest."""
    from kapok.services.hold_draw import new_draw

    drawn = new_draw(plan, output, home_of(home) if log else None)
    value = {"file": str(output), "digests": drawn.frozen.digests}
    print_json(value) if as_json else say(f"{output}: lists frozen, sha256 {drawn.frozen.digests['sha256']}")


@app.command("commit")
@told
def commit(
    file: FileArgument,
    party: PartyOption,
    secret: Annotated[
        Path | None, typer.Option("--secret", metavar="FILE", help="Make a secret and keep it here.", show_default=False)
    ] = None,
    commitment: Annotated[str, typer.Option("--commitment", metavar="HEX", help="Made elsewhere.", show_default=False)] = "",
    log: LogOption = True,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Commit a party to its secret."""
    from kapok.services.hold_draw import commit as take

    made = take(file, party, secret, commitment, home_of(home) if log else None)
    print_json({"party": party, "commitment": made}) if as_json else say(f"{party} committed to {made}")


@app.command("reveal")
@told
def reveal(
    file: FileArgument,
    party: PartyOption,
    secret: Annotated[Path, typer.Option("--secret", metavar="FILE", help="The file that 'commit' made.")],
    log: LogOption = True,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a party's secret, once all have committed."""
    from kapok.services.hold_draw import reveal as show

    show(file, party, secret, home_of(home) if log else None)
    print_json({"party": party}) if as_json else say(f"{party} showed its secret")


@app.command("run")
@told
def run(file: FileArgument, log: LogOption = True, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Draw objects and inspectors, once all secrets are shown."""
    from kapok.services.hold_draw import run as draw

    drawn = draw(file, home_of(home) if log else None)
    _print_result(drawn.run_line, as_json=as_json)


@app.command("redraw")
@told
def redraw(
    file: FileArgument,
    object_: Annotated[str, typer.Option("--object", help="The drawn object.")],
    replaced: Annotated[str, typer.Option("--replaced", help="The inspector who is recused, or the object itself.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is published.")],
    log: LogOption = True,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the next of the ranking.

    For a recused inspector, or an object that is gone.
    """
    from kapok.services.hold_draw import Redraw
    from kapok.services.hold_draw import redraw as draw

    drawn = draw(file, Redraw(object_, replaced, reason), home_of(home) if log else None)
    _print_result(drawn.redraws[-1], as_json=as_json)


@app.command("verify")
@told
def verify(file: FileArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Recompute a draw, step by step."""
    from kapok.services.hold_draw import verify as check

    home_of(home)
    print_report(check(file), as_json=as_json)


def _print_result(line: object, *, as_json: bool) -> None:
    result = line.result  # type: ignore[attr-defined]
    if as_json:
        print_json({"result": result})
        return
    for one in result:
        say(f"{one.object}: {', '.join(one.inspectors)}")
