"""Lists that an office keeps (designations, organisations, windows …): taken from CSV, corrected with a reason, counted.

Columns: list, number, name, since and, where they apply, holder, region, until, quantity, tags (joined by `;`), source, reason.
A row with a known number says how the entry is from now on; nothing is overwritten: all versions stay in the file.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.errors import InputError, KapokError, NotFound
from kapok.services.deposit_evidence import deposit_file
from kapok.services.export_cases import export_entries
from kapok.services.read_table import read_table
from kapok.statistics.amounts import parse_amount, plain
from kapok.statistics.declared import indicators, province, registers, require_region
from kapok.statistics.sources import Entry
from kapok.statistics.store import append_lines, file_digest, read_lines

NEEDED = ("list", "number", "name", "since")
ALLOWED = (*NEEDED, "holder", "region", "until", "quantity", "tags", "source", "reason")


class KeptEntry(Struct, frozen=True, kw_only=True):
    """One version of an entry as it was taken: when, from which file (digest) and row, why where it corrects an earlier one."""

    entry: Entry
    at: str
    file: str
    row: int
    reason: str = ""


class Refused(Struct, frozen=True):
    """A row that was not taken."""

    row: int
    number: str
    why: str


class KeptResult(Struct, frozen=True):
    """What became of a table."""

    taken: int
    unchanged: int
    refused: list[Refused]
    log_index: int | None


def kept_path(home: Path) -> Path:
    """The file of entries, only ever added to."""
    return home / "statistics" / "registers.jsonl"


def kept_entries(home: Path) -> dict[tuple[str, str, str], Entry]:
    """(register, list, number) -> the newest version of every entry."""
    found = {}
    for kept in read_lines(kept_path(home), KeptEntry):
        found[kept.entry.register, kept.entry.list, kept.entry.number] = kept.entry
    return found


def keep_register(home: Path, register: str, file: Path) -> KeptResult:
    """Take a table into a register and export it for counting. NotFound for the register, InputError for what is no table."""
    declared = registers().get(register)
    if declared is None or declared.source != "kept":
        kept = ", ".join(key for key, each in registers().items() if each.source == "kept")
        raise NotFound(f"No register '{register[:40]}' is kept here", "", f"Take one of: {kept}")
    known = kept_entries(home)
    lists = {each.producer.list for each in indicators().values() if each.producer.register == register}
    taken: list[KeptEntry] = []
    refused: list[Refused] = []
    unchanged, digest, seen = 0, file_digest(file), set()
    for number, row in read_table(file, NEEDED, ALLOWED):
        try:
            entry = _entry(register, row, lists)
            place = (register, entry.list, entry.number)
            if place in seen:
                raise InputError("the number stands twice in this list", "", "")
            seen.add(place)
            if (earlier := known.get(place)) is not None:
                if earlier == entry:
                    unchanged += 1
                    continue
                if not row.get("reason"):
                    raise InputError("the entry is known otherwise; a correction needs a reason", "", "")
        except KapokError as error:
            refused.append(Refused(number, row["number"], f"{error.what}: {error.why}".rstrip(": ")))
            continue
        at = clock.now().isoformat()
        taken.append(KeptEntry(entry=entry, at=at, file=digest, row=number, reason=row.get("reason", "")))
    log_index = None
    if taken:
        log_index = deposit_file(home, file, entry_id=f"register/{register}/{digest}", keep=True).log_index
        append_lines(kept_path(home), taken)
        export_entries(home, kept_entries(home).values(), "kept")
    return KeptResult(len(taken), unchanged, refused, log_index)


def _entry(register: str, row: dict[str, str], lists: set[str]) -> Entry:
    if row["list"] not in lists:
        raise InputError(f"there is no list '{row['list'][:40]}' in {register}", f"lists are {', '.join(sorted(lists))}", "")
    if not row["number"] or not row["name"]:
        raise InputError("an entry has a number and a name", "columns may be swapped", "")
    since, until = _day(row["since"]), _day(row["until"]) if row.get("until") else ""
    if since > clock.today().isoformat():
        raise InputError(f"{since} lies in the future", "an entry is kept from the day on which it holds", "")
    if until and until <= since:
        raise InputError(f"it ended on {until}, before it began on {since}", "the two columns may be swapped", "")
    quantity = parse_amount(row.get("quantity") or "1")
    if quantity < Decimal(0):
        raise InputError(f"{plain(quantity)} is negative", "a quantity is not", "")
    tags = tuple(sorted({each.strip() for each in row.get("tags", "").split(";") if each.strip()}))
    return Entry(
        register=register, list=row["list"], number=row["number"], name=row["name"], since=since, until=until, tags=tags,
        holder=row.get("holder", ""), region=require_region(row.get("region") or province()[0]), quantity=plain(quantity),
        source=row.get("source", ""),
    )  # fmt: skip


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> str:
    raise InputError(f"'{text[:20]}' is no day", "days are written 2024-12-31; columns may be swapped", "")
