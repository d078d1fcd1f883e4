"""Numbers of registrations and certificates, as `numbering.yaml` declares them: printed, parsed, checked.

The check character is that of ISO 7064, MOD 37,36: letters and digits, catches every single wrong character and nearly every
swap of two neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import msgspec

from kapok.codes.declared import read_yaml
from kapok.errors import DefinitionError, InputError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ISO7064 = "iso7064_mod_37_36"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a number: `digits`, `codes` (code -> what it stands for) or a `check`."""

    key: str
    digits: int = 0
    min: int = 0
    max: int = 0
    codes: dict[str, str] = {}
    check: str = ""

    @property
    def width(self) -> int:
        """How many characters it has."""
        return self.digits or (len(next(iter(self.codes))) if self.codes else 1)


class Numbering(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One declared kind of number."""

    name: dict[str, str]
    in_force_from: date
    verified: bool
    length: int
    parts: tuple[Part, ...]


@cache
def numberings() -> dict[str, Numbering]:
    """All declared kinds. Raises DefinitionError when the file contradicts itself."""
    try:
        found = msgspec.convert(read_yaml("numbering", "kapok.documents")["numbers"], dict[str, Numbering])
    except (msgspec.ValidationError, KeyError) as error:
        raise DefinitionError("The declared file numbering.yaml cannot be used", str(error), "Correct it there") from None
    for key, numbering in found.items():
        if sum(part.width for part in numbering.parts) != numbering.length:
            raise DefinitionError(
                "The declared file numbering.yaml cannot be used",
                f"the parts of {key} do not add up to its length",
                "Correct it",
            )
    return found


def check_character(text: str) -> str:
    """The check character of ISO 7064, MOD 37,36, over letters A-Z and digits. Raises InputError for any other sign."""
    product = 36
    for sign in text:
        value = ALPHABET.find(sign)
        if value < 0 or not sign:
            raise InputError(f"{sign!r} cannot stand in a number with a check character", "only A-Z and 0-9 can", "Correct it")
        product = ((product + value) % 36 or 36) * 2 % 37
    return ALPHABET[(37 - product) % 36]


def print_number(kind: str, values: Mapping[str, int | str]) -> str:
    """The number out of its parts (`{"year": 2026, "serial": 7, …}`; codes may be given by what they stand for).

    Raises InputError for a part that is missing or out of its range.
    """
    numbering = _numbering(kind)
    text = ""
    for part in numbering.parts:
        if part.check:
            text += check_character(text)
        elif part.key not in values:
            raise InputError(f"The number cannot be made: {part.key} is missing", f"{kind} has it", "Give it")
        else:
            text += _printed(kind, part, values[part.key])
    return text


def _printed(kind: str, part: Part, value: int | str) -> str:
    if part.codes:
        meanings = {meaning: code for code, meaning in part.codes.items()}
        code = meanings.get(str(value), str(value))
        if code not in part.codes:
            known = ", ".join(f"{code} ({meaning})" for code, meaning in part.codes.items())
            raise InputError(f"{value!r} is no {part.key} of a {kind} number", f"known are {known}", "Give one of them")
        return code
    if not isinstance(value, int) or not part.min <= value <= part.max:
        raise InputError(
            f"{value!r} cannot be the {part.key} of a {kind} number",
            f"it lies from {part.min} to {part.max}",
            "Give such a number",
        )
    return f"{value:0{part.digits}d}"


def parse_number(kind: str, text: str) -> dict[str, int | str]:
    """The parts of a number that somebody typed (spaces, hyphens and small letters are forgiven).

    Codes come as what they stand for. Raises InputError naming the part that is wrong, or the check character.
    """
    numbering = _numbering(kind)
    typed = "".join(sign for sign in text.upper() if not sign.isspace() and sign not in "-·")
    if len(typed) != numbering.length:
        raise InputError(
            f"{text[:40]!r} is no {kind} number",
            f"it has {len(typed)} characters, not {numbering.length}",
            "Compare it with the paper",
        )
    values: dict[str, int | str] = {}
    begin = 0
    for part in numbering.parts:
        piece = typed[begin : begin + part.width]
        values[part.key] = _parsed(text, part, piece, typed[:begin])
        begin += part.width
    return values


def _parsed(text: str, part: Part, piece: str, before: str) -> int | str:
    if part.check:
        if check_character(before) != piece:
            raise _wrong(text, part, f"its check character would be {check_character(before)}, not {piece}")
        return piece
    if part.codes:
        if piece not in part.codes:
            raise _wrong(text, part, f"{piece} is none of {', '.join(part.codes)}")
        return part.codes[piece]
    if not (piece.isascii() and piece.isdigit()) or not part.min <= int(piece) <= part.max:
        raise _wrong(text, part, f"{piece} does not lie from {part.min} to {part.max}")
    return int(piece)


def _wrong(text: str, part: Part, why: str) -> InputError:
    return InputError(f"{text[:40]!r} cannot be right: {part.key}", why, "Compare it with the paper, character by character")


def _numbering(kind: str) -> Numbering:
    if (found := numberings().get(kind)) is None:
        raise InputError(f"There is no kind of number {kind!r}", f"declared are {', '.join(numberings())}", "Name one of them")
    return found


def registration_number(year: int, serial: int, *, source: str = "own", holder: str = "legal_person") -> str:
    """The 16 characters of a data-IP registration: year of filing, source, holder, serial, check character."""
    return print_number("data_ip_registration", {"year": year, "source": source, "holder": holder, "serial": serial})


def certificate_number(year: int, month: int, serial: int, *, registry: str = "4400") -> str:
    """The 17 digits of a data-IP certificate: year and month of issue, code of the registry, serial."""
    return print_number("data_ip_certificate", {"year": year, "month": month, "registry": registry, "serial": serial})


def parse_registration_number(text: str) -> dict[str, int | str]:
    """The parts of a registration number. Raises InputError."""
    return parse_number("data_ip_registration", text)


def parse_certificate_number(text: str) -> dict[str, int | str]:
    """The parts of a certificate number. Raises InputError."""
    return parse_number("data_ip_certificate", text)
