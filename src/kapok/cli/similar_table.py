"""`kapok similar-table`: the office's own tables for similar marks: meanings and names, similar groups of goods."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.services.load_similar_groups import load_similar_groups
from kapok.services.own_words import list_own_words, load_own_words, remove_own_words

app = Group("The office's own tables for similar marks.")


@app.command("load")
@told
def load(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Meanings and known names: a YAML file (docs/similar-marks.md).")
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Use a table of meanings and known names, from now on."""
    table, marks = load_own_words(home_of(home), file)
    if as_json:
        print_json({"table": table, "marks": marks})
        return
    say(f"{table.name}: {table.concepts:,} concepts ({table.source}, {table.date}); {marks:,} marks indexed with it")


@app.command("list")
@told
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the own tables of meanings."""
    found = list_own_words(home_of(home))
    if as_json:
        print_json(found)
        return
    for table in found:
        say(f"{table.concepts:>8,}  {table.name:28} {table.date}  {table.source}")


@app.command("remove")
@told
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The table's name, as 'list' shows it.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an own table of meanings away."""
    marks = remove_own_words(home_of(home), name)
    if as_json:
        print_json({"removed": name, "marks": marks})
        return
    say(f"{name} removed; {marks:,} marks indexed without it")


@app.command("groups")
@told
def groups(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table of similar groups (YAML, JSON or CSV).")],
    office: Annotated[str, typer.Option(metavar="CODE", help="The office whose table it is (ST.3).")] = "CN",
    edition: Annotated[str, typer.Option(metavar="TEXT", help="The edition, such as 12-2025.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load an office's table of similar groups."""
    loaded = load_similar_groups(home_of(home), file, office, edition)
    if as_json:
        print_json(loaded)
        return
    say(f"{loaded.office} {loaded.edition}: {loaded.groups:,} groups, {loaded.items:,} goods, {loaded.notes:,} notes")
