"""`kapok sources list`: sources, their freshness and health."""

from __future__ import annotations

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.services.list_sources import sources

app = Group("Sources, their freshness and health.")


@app.command("list")
@told
def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List sources with their records, freshness and health."""
    found = sources(home_of(home))
    if as_json:
        print_json(found)
        return
    for line in found:
        say(f"{line.records:>12,}  {line.name:28} {line.category:24} {line.status:8} {line.last_loaded_at[:19]}")
