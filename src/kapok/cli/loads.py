"""`kapok loads list | accept | discard`: what was loaded, and loads held for acceptance."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.services.list_sources import loads, settle_load

app = Group("What was loaded, and loads held for acceptance.")

LoadNumber = Annotated[int, typer.Argument(metavar="N", help="The load's number, as 'kapok loads list' shows it.")]


@app.command("list")
@told
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List loads, newest first, with their status and why one is held."""
    found = loads(home_of(home))
    if as_json:
        print_json(found)
        return
    for load in found:
        counted = ", ".join(f"{number:,} {name}" for name, number in load.counts.items())
        say(f"{load.id:>6}  {load.status:10} {load.started_at[:19]}  {counted}")
        for finding in load.findings:
            say(f"        {finding}")


@app.command("accept")
@told
def accept(load_id: LoadNumber, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Publish a held load: its records can be searched from then on."""
    settle_load(home_of(home), load_id, "published")
    print_json({"load_id": load_id, "status": "published"}) if as_json else say(f"Load {load_id} is public now")


@app.command("discard")
@told
def discard(load_id: LoadNumber, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Leave a held load out for good; its segments stay on disk."""
    settle_load(home_of(home), load_id, "discarded")
    print_json({"load_id": load_id, "status": "discarded"}) if as_json else say(f"Load {load_id} is discarded")
