"""IPC and CPC symbols: read every usual writing, print one.

Normal form: `H01L 21/02` (blank before the main group, no leading zeros, at least two digits behind the slash), shorter
symbols `H`, `H01`, `H01L`, `H01L 21`. Read: `H01L21/02`, `h01l 21/02`, `H01L0021020000` (the 14 places of IPC-8),
`H01L 021/02`, `H01L-021/02`, `H01L 21:02`, and the 50-place line of ST.8 with version, level, position, value and so on.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from kapok.errors import InputError

_PARTIAL = re.compile(r"([A-HY])(?:(\d{2})(?:([A-Z])[\s\-]*(?:(\d{1,4})[\s\-]*/?)?)?)?")
_FULL = re.compile(r"([A-HY]\d{2}[A-Z])[\s\-]*0*(\d{1,4})\s*[/:]\s*(\d{2,6})")
_LONG = re.compile(r"([A-HY]\d{2}[A-Z])(\d{4})(\d{6})")
_ST8 = re.compile(
    r"(?P<symbol>[A-HY]\d{2}[A-Z]\s*\d{1,4}/\d{2,6})\s*"
    r"\(?(?P<version>\d{8}|\d{4}\.\d{2})\)?\s?(?P<level>[ACS ])?(?P<position>[FL ])?(?P<value>[INA])?"
    r"(?P<action>\d{8})?(?P<status>[BRVD])?(?P<source>[HMG])?(?P<office>[A-Z]{2})?\s*"
)


class IpcLine(Struct, frozen=True):
    """One line of ST.8: `version` `2006.01`, `level` A C or S, `first` listed first.

    `value`: invention | additional | unknown.
    """

    symbol: str
    version: str = ""
    level: str = ""
    first: bool = False
    value: str = "unknown"
    office_code: str = ""


@lru_cache(maxsize=1 << 17)
def parse_patent_symbol(text: str) -> str:
    """The normal form of an IPC or CPC symbol at any level; `InputError` for text that is none."""
    plain = text.strip().upper()
    if match := _FULL.fullmatch(plain):
        return f"{match[1]} {match[2]}/{_subgroup(match[3])}"
    if match := _LONG.fullmatch(plain):
        return f"{match[1]} {int(match[2])}/{_subgroup(match[3])}"
    if match := _PARTIAL.fullmatch(plain):
        section, number, letter, group = match.groups()
        subclass = section + (number or "") + (letter or "")
        return f"{subclass} {int(group)}" if group else subclass
    if match := _ST8.fullmatch(plain):
        return parse_patent_symbol(match["symbol"])
    raise InputError(
        f"'{text}' is not an IPC or CPC symbol",
        "it has not section, class, subclass and group",
        "Write it like H01L 21/02, or shorter: H01L 21, H01L, H01, H",
    )


def _subgroup(digits: str) -> str:
    """The digits behind the slash: padding zeros go, two digits stay (`020000` -> `02`, `7048` -> `7048`)."""
    return digits[:2] + digits[2:].rstrip("0")


@lru_cache(maxsize=1 << 17)
def parse_ipc_line(text: str) -> IpcLine:
    """Symbol, version, level, position and value of a line in the layout of ST.8; a bare symbol has only itself.

    `A61K   9/16        20060101A I20051008RMEP` -> symbol `A61K 9/16`, version `2006.01`, level A, value invention, EP.
    Raises `InputError` for text without a symbol.
    """
    match = _ST8.fullmatch(text.strip().upper())
    if match is None:
        return IpcLine(parse_patent_symbol(text))
    version = match["version"]
    return IpcLine(
        parse_patent_symbol(match["symbol"]),
        version if "." in version else f"{version[:4]}.{version[4:6]}",
        (match["level"] or "").strip(),
        match["position"] == "F",
        {"I": "invention", "N": "additional", "A": "additional"}.get(match["value"] or "", "unknown"),
        match["office"] or "",
    )


def parse_fixed_columns(text: str) -> str:
    """The symbol in the fixed columns of the USPTO green book and of SGML: `A01B 6300` -> `A01B 63/00`, `F16K  302`.

    Four characters of subclass, three of main group, the rest subgroup. Raises `InputError`.
    """
    padded = text.rstrip().upper()
    subclass, group, subgroup = padded[:4], padded[4:7].strip(), padded[7:].strip()
    if "/" in padded or not (group.isdigit() and subgroup.isdigit()):
        return parse_patent_symbol(text)
    return parse_patent_symbol(f"{subclass} {group}/{subgroup}")


def long_form(symbol: str) -> str:
    """The 14 places of a full symbol, which sort as the scheme does: `H01L 21/02` -> `H01L0021020000`.

    A shorter symbol gives a prefix of it: `H01L 21` -> `H01L0021`.
    """
    subclass, _, group = symbol.partition(" ")
    if not group:
        return subclass
    main, slash, sub = group.partition("/")
    return f"{subclass}{main:0>4}{sub:0<6}" if slash else f"{subclass}{main:0>4}"
