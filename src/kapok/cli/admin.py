"""`kapok sample | reindex | serve`: running an installation."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, tell, told
from kapok.services.index_lake import prepare, reindex_home
from kapok.services.make_sample import make_sample


@told
def sample(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make and load the sample: invented records of all 15 categories. Four languages, the same records every time."""
    report = make_sample(home_of(home))
    if as_json:
        print_json(report)
        return
    say(f"{report.read:,} sample records: {report.stored:,} stored, {report.unchanged:,} unchanged")


@told
def reindex(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Build the search index again from the lake. Searches use the old one until the new one is whole."""
    count = reindex_home(home_of(home))
    if as_json:
        print_json({"records": count})
        return
    say(f"{count:,} records indexed")


@told
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on (default: $KAPOK_HOST, else 127.0.0.1).", show_default=False)
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port (default: $KAPOK_PORT, else 8000).", show_default=False)
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=0, help="Server processes (default: $KAPOK_WORKERS, else one a core).", show_default=False),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open the pages and the API. Runs until it is stopped (Ctrl-C)."""
    from kapok.portal.serve import serve as run  # Django is configured only when a server starts

    folder = home_of(home)
    caught = prepare(folder)
    if caught:
        tell(f"{caught:,} records were loaded but not indexed when a process ended; they are searchable now.")
    if as_json:
        print_json({"home": str(folder), "caught_up": caught})
    run(host, port, folder, workers)
