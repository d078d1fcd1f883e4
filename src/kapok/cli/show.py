"""`kapok show`: one record, or all its versions."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
import yaml

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
    if not versions:
        record = record_json(home_of(home), key)
        print_json(record) if as_json else say(_for_people(record))
        return
    every = record_versions(home_of(home), key)
    if as_json:
        print_json(every)
        return
    for number, record in enumerate(every):
        say(f"# {'current version' if number == 0 else f'version before, {number} back'}")
        say(_for_people(record))


def _for_people(record: AnyRecord) -> str:
    """The fields that have a value, as YAML; of a picture only that it is there."""
    values = msgspec.to_builtins(record)
    for image in values.get("images", ()):
        if image.get("data"):
            image["data"] = f"({len(image['data']) * 3 // 4:,} bytes)"
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=120)
