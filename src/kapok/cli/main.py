"""The command `kapok`: every subcommand by name, thin over the services; its module is imported when it is called."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok import __version__
from kapok.cli.groups import Entry, LazyGroup


class Commands(LazyGroup):
    """The subcommands of `kapok`; `help` is the first sentence of what the subcommand says of itself (a test compares)."""

    entries = {
        "load": Entry("kapok.cli.load:load", "Load records: read, store, index."),
        "search": Entry("kapok.cli.search:search", "Search all records."),
        "similar": Entry("kapok.cli.similar:similar", "Find marks like one, and say why."),
        "compare": Entry("kapok.cli.similar:compare", "Compare two marks, and say why."),
        "similar-table": Entry("kapok.cli.similar_table:app", "The office's own tables for similar marks."),
        "show": Entry("kapok.cli.show:show", "Show one record with where it came from."),
        "count": Entry("kapok.cli.count:count", "Count the records of each category."),
        "export": Entry("kapok.cli.export:export", "Export the whole result of a search, however long."),
        "sample": Entry("kapok.cli.admin:sample", "Make and load the sample: invented records of all 15 categories."),
        "reindex": Entry("kapok.cli.admin:reindex", "Build the search index again from the lake."),
        "serve": Entry("kapok.cli.admin:serve", "Open the pages and the API."),
        "migrate": Entry("kapok.cli.cases:migrate", "Bring the database of accounts and cases up to date."),
        "jobs": Entry("kapok.cli.cases:jobs", "The jobs of cases: deadlines, documents, mail, the evidence log."),
        "organisations": Entry("kapok.cli.cases:organisations", "Organisations that decide and attest."),
        "certificates": Entry("kapok.cli.cases:certificates", "Certificates of the register."),
        "demo": Entry("kapok.cli.cases:demo", "Make demonstration accounts for four roles, or show them with their codes."),
        "formats": Entry("kapok.cli.formats:app", "The bulk formats that Kapok reads."),
        "query": Entry("kapok.cli.query:app", "The query languages."),
        "loads": Entry("kapok.cli.loads:app", "What was loaded, and loads held for acceptance."),
        "watch": Entry("kapok.cli.watch:app", "Watches: what is new for a query, a holder or a mark."),
        "sources": Entry("kapok.cli.sources:app", "Sources, their freshness and health."),
        "evidence": Entry("kapok.cli.evidence:app", "The evidence log: deposits, checkpoints, proofs that anyone can check."),
        "draw": Entry("kapok.cli.draw:app", "Double-random draws that anyone can recompute."),
        "procedures": Entry("kapok.cli.procedures:app", "Procedures: check, read, draw, and run them by scenarios."),
        "deadline": Entry("kapok.cli.deadline:deadline", "Compute the last day of a period, with its working."),
        "indicators": Entry("kapok.cli.statistics:app", "Indicators: declared figures, computed, reported, reconciled."),
        "whitepaper": Entry("kapok.cli.statistics:whitepaper", "Print the white paper of a year, or verify one."),
        "navigation": Entry(
            "kapok.cli.navigation:navigation", "Make the patent-navigation report of a query or subject database."
        ),
        "lake": Entry("kapok.cli.lake:app", "The lake of Parquet segments."),
    }


app = typer.Typer(
    name="kapok",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="'kapok COMMAND --help' says more. --home and --json work after every command; exit codes: 0 done, "
    "2 the input or query cannot be used, 3 a part could not be asked.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kapok {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Kapok: load IP data, search it, read it. Data live in --home or $KAPOK_HOME."""


if __name__ == "__main__":
    app()
