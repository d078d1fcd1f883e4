"""`kapok lake rebuild`: the lake of Parquet segments."""

from __future__ import annotations

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.services.rebuild_lake import rebuild_lake

app = Group("The lake of Parquet segments.")


@app.command("rebuild")
@told
def rebuild(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make the manifest again from the segments, after its loss. Then the index is made from them too."""
    versions = rebuild_lake(home_of(home))
    print_json({"versions": versions}) if as_json else say(f"{versions:,} versions found in the segments")
