"""Class symbols as USPTO files write them -> the normal form of each scheme.

National classes stand in fixed columns (class 3, subclass 3, decimals 3, without a point: `4352872` is 435/287.2), IPC up to
edition 7 likewise (`G06F 1516` is G06F 15/16), Locarno as four digits (`0301` is 03-01). Column layouts: USPTO green
book and Red Book documentation; symbols: WIPO ST.8, the CPC scheme.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kapok.records.record import Classification

_IPC = re.compile(r"([A-HY])\s*(\d\d)\s*([A-Z])\s*(\d{1,4})\s*/\s*(\d{2,8})")
_IPC_COLUMNS = re.compile(r"([A-H]\d\d[A-Z])([ \d]{3})(\d{2,4})")
_US_COLUMNS = re.compile(r"(D[ \d]{2}|PLT|[ \d]{3})(.*)")
_DECIMAL = re.compile(r"(\d{3})(\d{1,3})")
_E_SUBCLASS = re.compile(r"E(\d\d)(\d{1,3})")
_VALUES = {"I": "invention", "N": "additional", "A": "additional"}


@lru_cache(maxsize=1 << 15)
def ipc_symbol(text: str) -> str:
    """`G06F 1516`, `G06F017/60`, `A61K  3140` -> `G06F 15/16`, `G06F 17/60`, `A61K 31/40`; unknown forms as they stand."""
    plain = text.strip().upper()
    if match := _IPC.match(plain):
        return f"{match[1]}{match[2]}{match[3]} {match[4].lstrip('0') or '0'}/{match[5]}"
    if (match := _IPC_COLUMNS.fullmatch(plain)) and match[2].strip():
        return f"{match[1]} {match[2].strip().lstrip('0') or '0'}/{match[3]}"
    return " ".join(plain.split())


@lru_cache(maxsize=1 << 15)
def us_symbol(text: str) -> str:
    """`4352872`, ` 531115`, `D 3232`, `116DIG 17`, `002001000` -> `435/287.2`, `53/111.5`, `D3/232`, `116/DIG.17`, `2/1`.

    The columns need the blanks in front; a symbol with a slash or a point is taken as it stands.
    """
    plain = text.strip("\r\n\t").rstrip().upper()
    if "/" in plain:
        return plain.replace(" ", "")
    match = _US_COLUMNS.fullmatch(plain)
    if match is None or not match[1].strip():
        return " ".join(plain.split())
    head, rest = match[1].replace(" ", ""), match[2]
    if " " in match[1].strip() and not head.startswith("D"):  # the blanks in front are lost: `2 52` is 2/52
        head, _, tail = plain.strip().partition(" ")
        rest = tail
    if head.startswith("D"):
        head = "D" + head[1:].lstrip("0")
    elif head != "PLT":
        head = head.lstrip("0") or "0"
    return f"{head}/{_subclass(rest)}" if rest.strip() else head


def _subclass(text: str) -> str:
    rest = text.strip()
    if rest.startswith("DIG"):
        return f"DIG.{rest[3:].strip(' .').lstrip('0')}"
    if "." in rest or "-" in rest:
        return rest.replace(" ", "")
    if match := _E_SUBCLASS.fullmatch(rest):
        return f"E{match[1]}.{match[2]}"
    padded = text.rstrip()
    if len(padded) > 3 and (columns := _DECIMAL.fullmatch(padded[:3].strip().zfill(3) + padded[3:].strip())):
        decimals = columns[2].rstrip("0") if len(columns[2]) == 3 else columns[2]
        whole = columns[1].lstrip("0") or "0"
        return f"{whole}.{decimals}" if decimals else whole
    return rest.replace(" ", "").lstrip("0") or "0"


@lru_cache(maxsize=4096)
def locarno_symbol(text: str) -> str:
    """`0301`, `03-01`, `D0301` -> `03-01`; a class alone stays `03`."""
    digits = re.sub(r"\D", "", text)
    return f"{digits[:2]}-{digits[2:4]}" if len(digits) >= 4 else digits.zfill(2) if digits else text.strip()


@lru_cache(maxsize=4096)
def edition_of(date_text: str) -> str:
    """The edition of a class symbol from its version date: `20060101` -> `2006.01`."""
    return f"{date_text[:4]}.{date_text[4:6]}" if len(date_text) == 8 and date_text.isdigit() else date_text.strip()


def class_value(letter: str) -> str:
    """`I` -> invention, `N` or `A` -> additional, else unknown."""
    return _VALUES.get(letter, "unknown")


@lru_cache(maxsize=1 << 15)
def national_class(text: str, first: bool = False) -> Classification:
    """A US class: scheme `usdesign` for the D classes, else `uspc`."""
    symbol = us_symbol(text)
    return Classification("usdesign" if symbol.startswith("D") else "uspc", symbol, first=first, office_code="US")
