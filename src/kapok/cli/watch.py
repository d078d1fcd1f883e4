"""`kapok watch add | list | run | delete`: what is new for a query, a holder or a mark, after each load."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import CategoryOption, HomeOption, JsonOption, LanguageOption, home_of, print_json, say, told
from kapok.errors import InputError
from kapok.services.home import require_lake
from kapok.services.keep_watch import watch_holder, watch_mark, watch_query
from kapok.services.run_watches import run_watches
from kapok.services.watch_store import WatchStore

app = Group("Watches: what is new for a query, a holder or a mark.")

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The id of the watch, as 'kapok watch list' shows it.")]


@app.command("add")
@told
def add(
    query: Annotated[str, typer.Argument(metavar="[QUERY]", help="Plain words or CQL.")] = "",
    holder: Annotated[str, typer.Option(metavar="NAME", help="Watch what is filed or held under a name.")] = "",
    mark: Annotated[str, typer.Option(metavar="MARK", help='Watch for marks that reach the level "similar".')] = "",
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="N", help="With --mark: a Nice class of its goods; repeat it.", show_default=False),
    ] = None,
    office: Annotated[str, typer.Option(metavar="CN|HK|EM|US", help="With --mark: by whose rules.")] = "",
    name: Annotated[str, typer.Option(metavar="TEXT", help="What to call the watch.")] = "",
    category: CategoryOption = "",
    language: LanguageOption = "auto",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep a watch: what comes is announced, once.

    What matches already is not.
    """
    if sum(map(bool, (query, holder, mark))) != 1 and not (category and not (query or holder or mark)):
        raise InputError("What to watch is not clear", "give one of QUERY, --holder and --mark", "Keep one watch for each")
    folder = home_of(home)
    if mark:
        watch = watch_mark(folder, mark, classes=classes or (), office=office, name=name)
    elif holder:
        watch = watch_holder(folder, holder, category=category, name=name)
    else:
        watch = watch_query(folder, query, language=language, category=category, name=name)
    if as_json:
        print_json(watch)
        return
    say(f"{watch.id}  watches {watch.name}")
    say(f"Its feed: /watches/{watch.id}.atom (who knows this address may read and delete the watch)")


@app.command("list")
@told
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the watches with how much each has announced."""
    folder = home_of(home)
    require_lake(folder)
    watches = list(WatchStore(folder).all())
    if as_json:
        print_json(watches)
        return
    for watch in watches:
        announced = len(watch.announced) + watch.left_out
        say(f"{watch.id}  {watch.kind:8} {announced:>6,} announced  {watch.name}{'  ! ' + watch.fault if watch.fault else ''}")


@app.command("run")
@told
def run(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Run the watches that are behind; every load does so by itself."""
    folder = home_of(home)
    require_lake(folder)
    done = run_watches(folder)
    print_json(done) if as_json else say(
        f"{done.watches:,} watches run, {done.announced:,} announcements, {done.faults:,} faults"
    )


@app.command("delete")
@told
def delete(watch_id: IdArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Forget a watch and what it announced."""
    folder = home_of(home)
    require_lake(folder)
    WatchStore(folder).delete(watch_id)
    print_json({"id": watch_id, "deleted": True}) if as_json else say(f"{watch_id} is deleted")
