"""`kapok show`: one record, or all its versions."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.records.record import AnyRecord
from kapok.services.show_record import record_json, record_versions


@told
def show(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A record key such as patent/US/7272630/B2.")],
    versions: Annotated[bool, typer.Option("--versions", help="All versions, the current one first.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one record with where it came from."""
    if versions:
        every = record_versions(home_of(home), key)
        if as_json:
            print_json(every)
            return
        for number, record in enumerate(every):
            say(f"--- {'current version' if number == 0 else f'older version {number}'} ---")
            _print(record)
        return
    record = record_json(home_of(home), key)
    if as_json:
        print_json(record)
    else:
        _print(record)


def _print(record: AnyRecord) -> None:
    """The fields that have a value, one a line."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if value not in ("", (), {}, None, 0):
            say(f"{name}: {value}")
