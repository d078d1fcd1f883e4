"""`kapok deadline`: the last day of a period, with its working."""

from __future__ import annotations

from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.errors import InputError
from kapok.timelimits.calendar import get_calendar, use_folder
from kapok.timelimits.deadlines import Unit, compute_deadline
from kapok.timelimits.rules import get_rule

_UNITS: dict[str, Unit] = {
    "working": "working_days", "calendar": "days", "week": "weeks", "month": "months", "year": "years",
}  # fmt: skip


@told
def deadline(
    start: Annotated[str, typer.Option("--start", metavar="DAY", help="Day of the event; it is not counted itself.")],
    length: Annotated[int, typer.Option("--length", metavar="N", help="How many.")],
    unit: Annotated[str, typer.Option("--unit", metavar="working|calendar|week|month|year", help="Of what.")] = "calendar",
    calendar: Annotated[str, typer.Option("--calendar", metavar="CN|HK|MO|EM", help="Whose working days.")] = "CN",
    rule: Annotated[
        str, typer.Option("--rule", metavar="RULE", help="Count by this law (penalty_law, term …).", show_default=False)
    ] = "",
    language: Annotated[str, typer.Option(metavar="TAG", help="Language of the working: en, zh-Hans, zh-Hant, pt.")] = "en",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute the last day of a period, with its working."""
    if unit not in _UNITS:
        raise InputError(
            f"'{unit}' is no unit", "periods are counted in days, weeks, months or years", f"Take {', '.join(_UNITS)}"
        )
    use_folder(home_of(home) / "calendars")
    found = compute_deadline(start, length, _UNITS[unit], get_calendar(calendar.upper()), rule=get_rule(rule) if rule else None)
    working = found.explain(language)
    if as_json:
        print_json({"date": found.last_day, "provisional": found.provisional, "working": working, "caution": found.caution})
        return
    say(f"{found.last_day}{'  (provisional)' if found.provisional else ''}")
    say(working)
    if found.caution:
        say(found.caution)
