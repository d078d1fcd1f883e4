"""Reconciliation: the declared checks applied to the figures of a year. Every finding shows its arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from msgspec import Struct

from kapok.statistics.amounts import plain
from kapok.statistics.checks import Check, checks
from kapok.statistics.declared import all_versions, indicators
from kapok.statistics.model import Figure

Status = Literal["holds", "fails", "told", "open"]
"""`told`: something a reader must know, that no arithmetic decides. `open`: figures are missing, so it could not be checked."""
HUNDRED = Decimal(100)


class Finding(Struct, frozen=True):
    """What a check found; `working` is its arithmetic, `withheld` the indicators that may not be published for it."""

    check: str
    status: Status
    working: str
    indicators: tuple[str, ...]
    withheld: tuple[str, ...] = ()


def reconcile(
    figures: Mapping[str, Figure], before: Mapping[str, Figure] | None = None, declared: Iterable[Check] | None = None
) -> list[Finding]:
    """Every check applied to the figures of one year and region; `before` are those of the year before."""
    found = []
    for check in checks().values() if declared is None else declared:
        status, working = _APPLY[check.kind](check, figures, before or {})
        withheld = check.held if status == "fails" and check.blocks else ()
        found.append(Finding(check.key, status, working, check.names, withheld))
    return found


def changed_definitions(year: int) -> list[str]:
    """Indicators whose definition in `year` differs from that of the year before: not comparable year on year."""
    now, then = indicators(year), indicators(year - 1)
    return [key for key in now if len(all_versions()[key]) > 1 and now[key].version != then[key].version]


Values = Mapping[str, Figure]


def _missing(names: Iterable[str], figures: Values) -> str:
    gone = [name for name in names if name not in figures]
    return f"no figure for {', '.join(gone)}" if gone else ""


def _slack(*names: str) -> Decimal:
    """Half a rounding step of each figure: how far rounded figures may stand apart."""
    known = indicators()
    return sum((known[name].step / 2 for name in names if known[name].step > 1), Decimal(0))


def _sum(check: Check, figures: Values, before: Values) -> tuple[Status, str]:
    if gone := _missing((check.whole, *check.parts), figures):
        return "open", gone
    total = sum((figures[part].number for part in check.parts), Decimal(0))
    whole = figures[check.whole].number
    working = " + ".join(figures[part].value for part in check.parts) + f" = {plain(total)}"
    if abs(total - whole) <= _slack(check.whole, *check.parts):
        return "holds", working + ("" if total == whole else f", {check.whole} is {plain(whole)}: within rounding")
    return "fails", f"{working}, but {check.whole} is {plain(whole)}"


def _part(check: Check, figures: Values, before: Values) -> tuple[Status, str]:
    if gone := _missing((check.whole, *check.parts), figures):
        return "open", gone
    whole = figures[check.whole].number
    larger = [part for part in check.parts if figures[part].number > whole + _slack(check.whole, part)]
    if larger:
        return "fails", f"{larger[0]} is {figures[larger[0]].value}, more than {check.whole} with {plain(whole)}"
    return "holds", ", ".join(figures[part].value for part in check.parts) + f" of {plain(whole)}"


def _rate(check: Check, figures: Values, before: Values) -> tuple[Status, str]:
    """A rate fits a base as it is printed, with the numerator anywhere in its rounding (docs/decisions/0050)."""
    if gone := _missing((check.rate, check.numerator, *check.denominators), figures):
        return "open", gone
    rate, numerator = figures[check.rate].number, figures[check.numerator].number
    half, slack = indicators()[check.rate].step / 2, _slack(check.numerator)
    tried = []
    for name in check.denominators:
        base = figures[name].number
        if not base:
            tried.append(f"{name} is 0")
            continue
        share = numerator / base * HUNDRED
        shown = f"{plain(numerator)} / {plain(base)} = {share:.1f} % ({name})"
        least, most = (numerator - slack) / base * HUNDRED, (numerator + slack) / base * HUNDRED
        if least <= rate + half and most >= rate - half:
            return "holds", shown
        tried.append(f"{shown}, {least:.1f} to {most:.1f} % within its rounding" if slack else shown)
    return "fails", f"{plain(rate)} % fits none: {'; '.join(tried)}" + _would_fit(rate, numerator, half, slack)


def _would_fit(rate: Decimal, numerator: Decimal, half: Decimal, slack: Decimal) -> str:
    """The bases with which a rate would fit."""
    if rate <= half:
        return ""
    least = ((numerator - slack) / (rate + half) * HUNDRED).to_integral_value(ROUND_CEILING)
    most = ((numerator + slack) / (rate - half) * HUNDRED).to_integral_value(ROUND_FLOOR)
    return f"; a base from {plain(least)} to {plain(most)} would fit (about {numerator / rate * HUNDRED:.0f})"


def _same(check: Check, figures: Values, before: Values) -> tuple[Status, str]:
    if gone := _missing(check.of, figures):
        return "open", gone
    stated = {(figures[name].number, figures[name].qualifier, figures[name].unit) for name in check.of}
    working = ", ".join(f"{name}: {figures[name].qualifier} {figures[name].value}" for name in check.of)
    return ("holds" if len(stated) == 1 else "fails"), working


def _growth(check: Check, figures: Values, before: Values) -> tuple[Status, str]:
    if gone := _missing((check.rate, check.figure), figures):
        return "open", gone
    rate, now = figures[check.rate].number, figures[check.figure].number
    if check.figure not in before:
        base = now / (1 + rate / HUNDRED)
        return "open", f"no figure of the year before; {plain(now)} at {plain(rate)} % implies about {base:.0f}"
    then = before[check.figure].number
    if not then:
        return "open", "the figure of the year before is 0"
    growth = (now / then - 1) * HUNDRED
    holds = abs(growth - rate) <= indicators()[check.rate].step
    return ("holds" if holds else "fails"), f"{plain(now)} / {plain(then)} - 1 = {growth:.2f} %, stated {plain(rate)} %"


def _stock_flow(check: Check, figures: Values, before: Values) -> tuple[Status, str]:
    if gone := _missing((check.stock, check.flow), figures) or _missing((check.stock,), before):
        return "open", gone + (" (year before)" if check.stock not in before and check.stock in figures else "")
    out = figures[check.out].number if check.out in figures else Decimal(0)
    expected = before[check.stock].number + figures[check.flow].number - out
    stock = figures[check.stock].number
    working = (
        f"{before[check.stock].value} + {figures[check.flow].value} - {plain(out)} = {plain(expected)}, stated {plain(stock)}"
    )
    return ("holds" if abs(expected - stock) <= 2 * _slack(check.stock, check.flow) else "fails"), working


def _told(check: Check, figures: Values, before: Values) -> tuple[Status, str]:
    if gone := _missing(check.of, figures):
        return "open", gone
    return "told", ", ".join(f"{name}: {figures[name].value} {figures[name].unit}" for name in check.of) + "; never added"


def _merged(check: Check, figures: Values, before: Values) -> tuple[Status, str]:
    if check.printed not in figures:
        return "open", f"no figure for {check.printed}"
    printed = figures[check.printed].value
    if gone := _missing(check.of, figures):
        return "fails", f"{check.printed} prints {printed} for {len(check.of)} counters; {gone}"
    stated = {figures[name].number for name in check.of}
    working = f"{check.printed} prints {printed} for " + ", ".join(f"{name}: {figures[name].value}" for name in check.of)
    return ("holds" if stated == {figures[check.printed].number} else "fails"), working


_APPLY: dict[str, Callable[[Check, Values, Values], tuple[Status, str]]] = {
    "sum": _sum, "part": _part, "rate": _rate, "same": _same, "growth": _growth, "stock_flow": _stock_flow,
    "distinct": _told, "overlap": _told, "merged": _merged,
}  # fmt: skip
