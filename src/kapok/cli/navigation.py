"""`kapok navigation`: the patent-navigation report on a query or a subject database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told


@told
def navigation(
    query: Annotated[str, typer.Argument(metavar="[QUERY]", help="Plain words or CQL.", show_default=False)] = "",
    subject: Annotated[str, typer.Option("--subject", metavar="KEY", help="A subject database instead of a query.")] = "",
    from_year: Annotated[int, typer.Option("--from", metavar="YEAR", help="First filing year.", show_default=False)] = 0,
    to_year: Annotated[int, typer.Option("--to", metavar="YEAR", help="Last filing year.", show_default=False)] = 0,
    language: Annotated[str, typer.Option(metavar="TAG", help="Of the report: zh-Hans, zh-Hant, en or pt.")] = "zh-Hans",
    query_language: Annotated[
        str, typer.Option("--query-language", metavar="auto|cql|plain", help="The language that the query is in.")
    ] = "auto",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="An .html, .pdf or .xlsx file.", show_default=False)
    ] = None,
    origin: Annotated[
        str, typer.Option("--origin", metavar="URL", help="The platform that the links of the file lead to (KAPOK_ORIGIN).")
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the patent-navigation report of a query or subject database."""
    from kapok.services.navigate import navigate
    from kapok.services.print_navigation import require_form, write_navigation

    if output is not None:
        require_form(output, language)
    report = navigate(home_of(home), query, subject=subject, language=query_language, from_year=from_year, to_year=to_year)
    if output is not None:
        write_navigation(report, output, language, origin)
    if as_json:
        print_json(report)
        return
    say(f"{report.applications:,} applications in {report.publications:,} publications for {report.query}")
    say(f"data to {report.data_date or 'an unknown day'}; phase: {report.phase or 'not claimed'}; {report.seconds:.1f} s")
    for each in report.applicants[:10]:
        say(f"{each.count:>9,}  {each.name}")
    if output is not None:
        say(f"written: {output}")
