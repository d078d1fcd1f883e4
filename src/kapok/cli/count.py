"""`kapok count`: records per category."""

from __future__ import annotations

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.services.list_sources import category_counts


@told
def count(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Count the records of each category."""
    counts = {key: info.count for key, info in category_counts(home_of(home)).items()}
    if as_json:
        print_json(counts)
        return
    for key, number in counts.items():
        say(f"{number:>12,}  {key}")
