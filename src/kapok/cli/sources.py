"""`kapok sources list`: sources, their freshness and health."""

from __future__ import annotations

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.services.list_sources import sources

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Sources, their freshness and health."""


@app.command("list")
@told
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List sources with their records, when they were loaded last, and whether they are healthy."""
    found = sources(home_of(home))
    if as_json:
        print_json(found)
        return
    for line in found:
        say(f"{line.records:>12,}  {line.name:28} {line.category:24} {line.status:8} {line.last_loaded_at[:19]}")
