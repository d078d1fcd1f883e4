"""Names of parties by the number that an office gives them: a file beside the lake, shared by all processes of a load.

An office may deliver marks with the numbers of their applicants and representatives, and the names apart (EUIPO's bulk does).
The directory holds every loaded party, sorted by a hash of its number: a look-up costs microseconds and no memory of its own.
It is derived: `write_directory` makes it again from the records of category `organisation`.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from kapok.records.parties import Party, PartyRole
from kapok.records.record import Mark, Record

_ROLES: dict[PartyRole, str] = {"applicant": "applicant", "holder": "applicant", "representative": "representative"}
"""Role in a mark -> role under which the office lists the party: a holder is a former applicant."""
NAMED_FROM = "names_from"
"""Attribute of a mark whose parties were named by the directory; its value says where the names stand."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(tuple[str, Party]).decode


class PartyDirectory:
    """The directory of one home, opened for looking up. `through`: the lake sequence that it reflects."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as handle:
            self._data = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        count, self.through = (int(value) for value in np.frombuffer(self._data, "<i8", 2))
        self._hashes: npt.NDArray[np.uint64] = np.frombuffer(self._data, "<u8", count, 16)
        self._places: npt.NDArray[np.uint64] = np.frombuffer(self._data, "<u8", count + 1, 16 + 8 * count)

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, office: str, role: PartyRole, identifier: str) -> Party | None:
        """The party of this number, None where it is not listed (or the role is one that offices do not number)."""
        if role not in _ROLES:
            return None
        number = _number(office, _ROLES[role], identifier)
        wanted = np.uint64(_hash(number))
        at = int(np.searchsorted(self._hashes, wanted))
        while at < len(self._hashes) and self._hashes[at] == wanted:
            found, party = _unpack(self._data[int(self._places[at]) : int(self._places[at + 1])])
            if found == number:
                return party
            at += 1
        return None


def write_directory(path: Path, records: Iterable[Record], through: int) -> int:
    """Write the directory of these `organisation` records in one step; returns how many parties it holds."""
    entries: dict[int, list[bytes]] = {}
    count = 0
    for record in records:
        party = record.parties[0] if record.parties else None
        if party is not None and party.name and party.identifier and party.role in _ROLES:
            number = _number(record.office_code, party.role, party.identifier)
            entries.setdefault(_hash(number), []).append(_pack((number, party)))
            count += 1
    pairs = [(key, data) for key in sorted(entries) for data in entries[key]]
    start = 16 + 8 * count + 8 * (count + 1)
    places = np.cumsum([start, *(len(data) for _, data in pairs)], dtype="<u8")
    fresh = path.with_suffix(".writing")
    path.parent.mkdir(parents=True, exist_ok=True)
    with fresh.open("wb") as handle:
        handle.write(np.array([count, through], "<i8").tobytes())
        handle.write(np.array([key for key, _ in pairs], "<u8").tobytes())
        handle.write(places.tobytes())
        handle.writelines(data for _, data in pairs)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)
    return count


def open_directory(path: str) -> PartyDirectory | None:
    """The directory at a path, opened once for each process and version of the file; None for "" or a missing file."""
    if not path:
        return None
    try:
        stat = Path(path).stat()
    except FileNotFoundError:
        return None
    return _opened(path, stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=4)
def _opened(path: str, changed: int, inode: int) -> PartyDirectory:
    return PartyDirectory(Path(path))


def is_nameless(record: Record) -> bool:
    """Whether the record is a mark that names a party by number only."""
    return isinstance(record, Mark) and any(party.identifier and not party.name for party in record.parties)


def with_names(mark: Mark, directory: PartyDirectory, *, again: bool = False) -> Mark:
    """The mark with the names that the directory has for its numbers; the same object where it adds nothing.

    `again`: names that came from the directory before are looked up once more. A party that stands there twice, by number and
    by name (a list answer completed a bulk record), is kept once.
    """
    known = {(_ROLES.get(p.role), p.identifier) for p in mark.parties if p.name and p.identifier}
    renew = again and NAMED_FROM in mark.attributes
    parties: list[Party] = []
    for party in mark.parties:
        if party.identifier and not party.name and (_ROLES.get(party.role), party.identifier) in known:
            continue
        found = None
        if party.identifier and (renew or not party.name):
            found = directory.find(mark.office_code, party.role, party.identifier)
        parties.append(_filled(party, found) if found is not None else party)
    if tuple(parties) == mark.parties:
        return mark
    attributes = {**mark.attributes, NAMED_FROM: "the office's list of parties"}
    return msgspec.structs.replace(mark, parties=tuple(parties), attributes=attributes)


def _filled(party: Party, found: Party) -> Party:
    """The party as the list has it, in its role here; what the mark says of country and role stays where the list is silent."""
    return msgspec.structs.replace(
        found,
        role=party.role,
        country_code=found.country_code or party.country_code,
        address=found.address or party.address,
        role_text=party.role_text or found.role_text,
    )


def _number(office: str, role: str, identifier: str) -> str:
    return f"{office}/{role}/{identifier}"


def _hash(number: str) -> int:
    return int.from_bytes(hashlib.blake2b(number.encode(), digest_size=8).digest(), "little")
