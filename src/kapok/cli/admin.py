"""`kapok sample | reindex | serve | query | loads | lake | sources`: running an installation."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, err, home_of, out, print_json, told
from kapok.services.explain_query import explain_query
from kapok.services.index_lake import prepare, reindex_home
from kapok.services.list_sources import loads as list_loads
from kapok.services.list_sources import settle_load, sources
from kapok.services.make_sample import make_sample
from kapok.services.rebuild_lake import rebuild_lake

query_app = typer.Typer(no_args_is_help=True, help="Query languages.")
loads_app = typer.Typer(no_args_is_help=True, help="What was loaded, and loads held for acceptance.")
lake_app = typer.Typer(no_args_is_help=True, help="The lake of Parquet segments.")
sources_app = typer.Typer(no_args_is_help=True, help="Sources, their freshness and health.")


@told
def sample(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make and load the sample: invented records of all 15 categories in four languages, the same every time."""
    report = make_sample(home_of(home))
    if as_json:
        print_json(report)
        return
    out.print(f"{report.read} sample records: {report.stored} stored, {report.unchanged} unchanged")


@told
def reindex(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Build the search index again from the lake; searches use the old one until the new one is whole."""
    count = reindex_home(home_of(home))
    if as_json:
        print_json({"records": count})
        return
    out.print(f"{count} records indexed")


@told
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Server processes.")] = 1,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open the pages and the API."""
    from kapok.portal.serve import serve as run  # Django is configured only when a server starts

    folder = home_of(home)
    caught = prepare(folder)
    if caught:
        err.print(f"{caught} records were loaded but not indexed when a process ended; they are searchable now.")
    run(host, port, folder, workers)


@query_app.command("explain")
@told
def explain(
    query: Annotated[str, typer.Argument(help="Plain words or CQL.")],
    language: Annotated[str, typer.Option(help="auto, cql or plain.")] = "auto",
    locale: Annotated[str, typer.Option(help="en, zh-Hans, zh-Hant or pt.")] = "en",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how a query is understood."""
    explanation = explain_query(query, language, locale)
    if as_json:
        print_json(explanation)
        return
    out.print(explanation.text, markup=False)
    out.print(f"CQL:   {explanation.canonical_cql}", markup=False)
    out.print(f"plain: {explanation.canonical_plain}", markup=False)


@loads_app.command("list")
@told
def loads_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List loads, newest first, with their status and why one is held."""
    found = list_loads(home_of(home))
    if as_json:
        print_json(found)
        return
    for load in found:
        out.print(f"{load.id:>6}  {load.status:10} {load.started_at[:19]}  {load.counts}", markup=False)
        for finding in load.findings:
            out.print(f"        {finding}", markup=False)


@loads_app.command("accept")
@told
def loads_accept(load_id: int, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Publish a held load."""
    settle_load(home_of(home), load_id, "published")
    print_json({"load_id": load_id, "status": "published"}) if as_json else out.print(f"Load {load_id} is public now")


@loads_app.command("discard")
@told
def loads_discard(load_id: int, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Leave a held load out for good; its segments stay on disk."""
    settle_load(home_of(home), load_id, "discarded")
    print_json({"load_id": load_id, "status": "discarded"}) if as_json else out.print(f"Load {load_id} is discarded")


@lake_app.command("rebuild")
@told
def lake_rebuild(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make the manifest again from the segments (after its loss), then reindex."""
    versions = rebuild_lake(home_of(home))
    print_json({"versions": versions}) if as_json else out.print(f"{versions} versions found in the segments")


@sources_app.command("list")
@told
def sources_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List sources with their records and freshness."""
    found = sources(home_of(home))
    if as_json:
        print_json(found)
        return
    for line in found:
        out.print(
            f"{line.records:>12,}  {line.name:28} {line.category:24} {line.status:8} {line.last_loaded_at[:19]}", markup=False
        )
