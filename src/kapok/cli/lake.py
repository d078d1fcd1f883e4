"""`kapok lake rebuild`: the lake of Parquet segments."""

from __future__ import annotations

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.services.rebuild_lake import rebuild_lake

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """The lake of Parquet segments."""


@app.command("rebuild")
@told
def rebuild(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make the manifest again from the segments (after its loss), then the index."""
    versions = rebuild_lake(home_of(home))
    print_json({"versions": versions}) if as_json else say(f"{versions:,} versions found in the segments")
