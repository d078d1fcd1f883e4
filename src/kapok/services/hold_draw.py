"""Hold a double-random draw: freeze the lists, take commitments and secrets, draw, redraw; each line also enters the log."""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from kapok.errors import InputError
from kapok.evidence.digest import digests
from kapok.evidence.draw import SECRET_BYTES, Item, Lists, Plan, Redraw, commitment
from kapok.evidence.draw_file import DrawFile
from kapok.evidence.draw_verify import verify_draw
from kapok.evidence.entry import Draft
from kapok.evidence.findings import Report
from kapok.services.deposit_evidence import open_log
from kapok.services.verify_evidence import read_file

__all__ = ["Redraw", "commit", "new_draw", "redraw", "reveal", "run", "verify"]


class _PlanFile(msgspec.Struct, forbid_unknown_fields=True):
    """What a plan file says; lists stand in it, or in CSV files beside it (columns id, name, stratum, recused)."""

    id: str
    title: str
    take: int | dict[str, int]
    parties: list[str]
    objects: list[Item] | str
    inspectors: list[Item] | str
    inspectors_each: int = 2
    replaces: str = ""


def new_draw(plan_file: Path, target: Path, home: Path | None) -> DrawFile:
    """Freeze the lists of a plan into a new file. Raises InputError for an unfit plan, or when the file is there."""
    if target.exists():
        raise InputError(f"The draw {target} exists", "a frozen list is never overwritten", "Choose another name with -o")
    try:
        plan = msgspec.convert(yaml.safe_load(read_file(plan_file)), _PlanFile)
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise InputError(
            f"The plan {plan_file} cannot be read", " ".join(str(error).split()), "docs/evidence.md shows one"
        ) from None
    take = {"": plan.take} if isinstance(plan.take, int) else plan.take
    lists = Lists(
        Plan(plan.id, plan.title, take, plan.inspectors_each, plan.replaces),
        _items(plan.objects, plan_file.parent),
        _items(plan.inspectors, plan_file.parent),
        tuple(plan.parties),
    )
    drawn = DrawFile.begin(lists)
    _store(target, drawn, home)
    return drawn


def commit(file: Path, party: str, secret_file: Path | None, stated: str, home: Path | None) -> str:
    """Take a commitment made elsewhere (`stated`), or make a secret into `secret_file` and commit to it; returns it in hex."""
    drawn = DrawFile.from_bytes(read_file(file))
    if not stated:
        if secret_file is None:
            raise InputError("Where does the secret go", "neither a file nor a commitment was given", "Say --secret FILE")
        secret = secrets.token_bytes(SECRET_BYTES)
        stated = commitment(drawn.frozen.digests["sha256"], party, secret)
        drawn.commit(party, stated)
        _write_secret(secret_file, secret)
    else:
        drawn.commit(party, stated.strip().lower())
    _store(file, drawn, home)
    return stated


def reveal(file: Path, party: str, secret_file: Path, home: Path | None) -> None:
    """Show a party's secret."""
    drawn = DrawFile.from_bytes(read_file(file))
    try:
        secret = bytes.fromhex(read_file(secret_file).decode("ascii").strip())
    except (UnicodeDecodeError, ValueError):
        raise InputError(
            f"{secret_file} holds no secret", "it is no hexadecimal text", "Give the file that 'commit' made"
        ) from None
    drawn.reveal(party, secret)
    _store(file, drawn, home)


def run(file: Path, home: Path | None) -> DrawFile:
    """Draw."""
    return _changed(file, home, lambda drawn: drawn.run())


def redraw(file: Path, asked: Redraw, home: Path | None) -> DrawFile:
    """Replace an inspector or an object by the next of its ranking."""
    return _changed(file, home, lambda drawn: drawn.redraw(asked))


def verify(file: Path) -> Report:
    """Recompute a draw; needs no home."""
    return verify_draw(read_file(file))


def _changed(file: Path, home: Path | None, change: Callable[[DrawFile], bytes]) -> DrawFile:
    drawn = DrawFile.from_bytes(read_file(file))
    change(drawn)
    _store(file, drawn, home)
    return drawn


def _store(file: Path, drawn: DrawFile, home: Path | None) -> None:
    """Write the file whole under another name, rename it, and put the digest of every line into the log."""
    temporary = file.with_name(f"{file.name}.{os.getpid()}.writing")
    with temporary.open("wb") as handle:
        handle.write(drawn.to_bytes())
        handle.flush()
        os.fsync(handle.fileno())
    temporary.rename(file)
    if home is not None:
        frozen = drawn.frozen.digests["sha256"]  # a plan's id may be used twice, its lists not
        with open_log(home) as log:
            log.append([Draft(f"draw/{frozen}/{i}", "draw", digests(line)) for i, line in enumerate(drawn.raw, start=1)])


def _write_secret(path: Path, secret: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise InputError(f"The secret cannot be written to {path}", error.strerror or str(error), "Name another file") from None
    with os.fdopen(handle, "w") as stream:
        stream.write(secret.hex() + "\n")


def _items(stated: list[Item] | str, folder: Path) -> tuple[Item, ...]:
    if not isinstance(stated, str):
        return tuple(stated)
    path = folder / stated
    try:
        rows = list(csv.DictReader(read_file(path).decode("utf-8-sig").splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"The list {path} cannot be read", str(error), "Give a CSV file in UTF-8") from None
    return tuple(_item(row, path, number) for number, row in enumerate(rows, start=2))


def _item(row: dict[str, Any], path: Path, line: int) -> Item:
    known = {"id", "name", "stratum", "recused"}
    if not set(row) <= known or not row.get("id") or row.get("name") is None:
        raise InputError(
            f"Line {line} of {path} cannot be used", f"the columns are {', '.join(sorted(known))}", "Give at least id and name"
        )
    recused = tuple(part.strip() for part in (row.get("recused") or "").split(";") if part.strip())
    return Item(row["id"].strip(), row["name"].strip(), (row.get("stratum") or "").strip(), recused)
