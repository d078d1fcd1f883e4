"""The command `kapok`: every subcommand, thin over the services."""

from __future__ import annotations

import typer

from kapok.cli import admin, find, formats, load

app = typer.Typer(
    name="kapok",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Kapok: load IP data, search it, read it. Data live in --home or $KAPOK_HOME.",
)
app.command()(load.load)
app.command()(find.search)
app.command()(find.show)
app.command()(find.count)
app.command()(find.export)
app.command()(admin.sample)
app.command()(admin.reindex)
app.command()(admin.serve)
app.add_typer(formats.app, name="formats")
app.add_typer(admin.query_app, name="query")
app.add_typer(admin.loads_app, name="loads")
app.add_typer(admin.lake_app, name="lake")
app.add_typer(admin.sources_app, name="sources")

if __name__ == "__main__":
    app()
