"""Classification symbols of every scheme: normal form, ancestors (what an index stores), titles.

Schemes: ipc, cpc, fi (as IPC), uspc, fterm, national, nice, vienna, usdesign, locarno, gbt4754. Ancestors come from the
symbol alone; between main group and subgroup they need the scheme's levels (dots), which a `SchemeTree` holds once loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kapok.codes.declared import read_rows
from kapok.codes.patent_symbols import long_form, parse_patent_symbol
from kapok.errors import InputError

SCHEMES = ("ipc", "cpc", "fi", "uspc", "fterm", "national", "nice", "vienna", "usdesign", "locarno", "gbt4754")
"""Every scheme that a `Classification` may name."""

_PATENT_SCHEMES = frozenset(("ipc", "cpc"))
_NICE = re.compile(r"(?:CLASS|CL\.?|第)?\s*0*(\d{1,2})\s*类?類?")
_FIGURE = re.compile(r"A?\s*(\d{1,2})(?:\.(\d{1,2})(?:\.(\d{1,2}))?)?")
_FIGURE_DIGITS = re.compile(r"(\d{2})(\d{2})?(\d{2})?")
_LOCARNO = re.compile(r"(?:LOC\s*\(?\d*\)?\s*CL\.?\s*)?(\d{1,2})(?:\s*[-./]\s*(\d{1,2}))?(?:\s*[A-Z])?")
_LOCARNO_DIGITS = re.compile(r"(\d{2})(\d{2})")


@lru_cache(maxsize=1 << 14)
def normalise_symbol(scheme: str, text: str) -> str:
    """The normal form of a symbol: `H01L 21/02`, Nice `09`, Vienna `26.04.18`, Locarno `14-03`.

    Raises `InputError` for an unknown scheme or text that is no symbol of it. Schemes without a form of ours (uspc,
    national, …) keep the text, upper-cased, single blanks.
    """
    plain = " ".join(text.upper().split())
    if scheme in _PATENT_SCHEMES:
        return parse_patent_symbol(text)
    if scheme == "nice":
        match = _NICE.fullmatch(plain)
        if match and 1 <= int(match[1]) <= 45:
            return f"{int(match[1]):02}"
        raise InputError(f"'{text}' is not a Nice class", "there are the classes 1 to 45", "Give one of them")
    if scheme in ("vienna", "usdesign"):
        match = _FIGURE_DIGITS.fullmatch(plain) or _FIGURE.fullmatch(plain)
        if match is None:
            raise InputError(f"'{text}' is not a code of figurative elements", "", "Write it like 26.04.18")
        return ".".join(f"{int(part):02}" for part in match.groups() if part)
    if scheme == "locarno":
        match = _LOCARNO_DIGITS.fullmatch(plain) or _LOCARNO.fullmatch(plain)
        if match is None:
            raise InputError(f"'{text}' is not a Locarno class", "", "Write it like 14-03")
        return "-".join(f"{int(part):02}" for part in match.groups() if part)
    if scheme not in SCHEMES:
        raise InputError(f"There is no classification '{scheme}'", "", "Take one of: " + ", ".join(SCHEMES))
    return plain


@lru_cache(maxsize=1 << 14)
def ancestors(scheme: str, symbol: str) -> tuple[str, ...]:
    """A symbol in normal form with everything above it, top first, itself last.

    `H01L 21/02` -> H, H01, H01L, H01L 21, H01L 21/02 · `26.04.18` -> 26, 26.04, 26.04.18 · `14-03` -> 14, 14-03.
    """
    if scheme in _PATENT_SCHEMES or scheme == "fi":
        subclass, _, group = symbol.partition(" ")
        line = [subclass[:length] for length in (1, 3, 4) if len(subclass) >= length]
        if group:
            main, slash, _ = group.partition("/")
            line.append(f"{subclass} {main}")
            if slash:
                line.append(symbol)
        return tuple(line) if line and line[-1] == symbol else (*line, symbol)
    if scheme in ("vienna", "usdesign"):
        return tuple(symbol[:length] for length in (2, 5, 8) if len(symbol) >= length)
    if scheme == "locarno":
        return (symbol[:2], symbol) if len(symbol) > 2 else (symbol,)
    if scheme in ("uspc", "national"):
        main, slash, _ = symbol.partition("/")
        return (main, symbol) if slash else (symbol,)
    if scheme == "gbt4754":
        return tuple(symbol[:length] for length in range(1, len(symbol) + 1) if length in (1, 3, 4, 5))
    if scheme == "fterm":
        return (symbol[:5], symbol) if len(symbol) > 5 else (symbol,)
    return (symbol,)


def is_short(scheme: str, symbol: str) -> bool:
    """Whether a symbol in normal form is above its scheme's full form (`H01L`, Vienna `26.04`, Locarno `14`, USPC `438`).

    Whoever asks for a short symbol means everything in it.
    """
    if scheme in ("ipc", "cpc", "fi", "uspc", "national"):
        return "/" not in symbol
    full = {"vienna": 8, "usdesign": 8, "locarno": 5, "fterm": 6, "gbt4754": 5}.get(scheme, 0)
    return len(symbol) < full


def branch_of(scheme: str, symbol: str) -> str:
    """The entry of `ancestors` that all descendants of a symbol share: a main group `H01L 21/00` stands for `H01L 21`."""
    if scheme in _PATENT_SCHEMES and symbol.endswith("/00"):
        return symbol[:-3]
    return symbol


def sort_key(scheme: str, symbol: str) -> str:
    """A text by which symbols sort as their scheme does; that of a parent is a prefix of that of its children."""
    return long_form(symbol) if scheme in _PATENT_SCHEMES else symbol


def symbol_range(scheme: str, symbol: str) -> tuple[str, str]:
    """The sort keys (from, up to but not including) between which a symbol and its descendants by digits lie."""
    low = sort_key(scheme, branch_of(scheme, symbol))
    return low, low + "\uffff"


class SchemeTree:
    """The hierarchy below main groups, from the levels (dots) of a loaded scheme.

    Built from (symbol, dots) in the order of the scheme: a main group has 0 dots, `.` 1, `..` 2 … A symbol's parent is
    the last one before it with fewer dots.
    """

    def __init__(self, scheme: str, levels: Iterable[tuple[str, int]]) -> None:
        self.scheme = scheme
        self._parent: dict[str, str] = {}
        self._children: dict[str, list[str]] = {}
        line: list[tuple[int, str]] = []
        for text, dots in levels:
            symbol = branch_of(scheme, normalise_symbol(scheme, text))
            while line and line[-1][0] >= dots:
                line.pop()
            if line:
                self._parent[symbol] = line[-1][1]
                self._children.setdefault(line[-1][1], []).append(symbol)
            line.append((dots, symbol))

    def ancestors(self, symbol: str) -> tuple[str, ...]:
        """As `ancestors`, with the subgroups between main group and symbol."""
        own = branch_of(self.scheme, symbol)
        between: list[str] = []
        parent = self._parent.get(own, "")
        while parent:
            between.append(parent)
            parent = self._parent.get(parent, "")
        upper = [each for each in ancestors(self.scheme, symbol) if each not in between and each != symbol]
        return (*upper, *(each for each in reversed(between)), symbol)

    def children(self, symbol: str) -> tuple[str, ...]:
        """The symbols directly below one, in the order of the scheme."""
        return tuple(self._children.get(branch_of(self.scheme, symbol), ()))


@cache
def _titles(table: str) -> dict[str, dict[str, str]]:
    return {row["symbol"]: row for row in read_rows(table)}


_TITLE_TABLES = {"ipc": "ipc_titles", "cpc": "ipc_titles", "nice": "nice_titles", "vienna": "vienna_titles",
                 "locarno": "locarno_titles"}  # fmt: skip


def title_of(scheme: str, symbol: str, language: str = "en") -> str:
    """The short title (our words) of a symbol that has one: IPC/CPC sections, Nice and Locarno classes, Vienna categories.

    "" for any other symbol.
    """
    table = _TITLE_TABLES.get(scheme)
    row = _titles(table).get(symbol) if table else None
    return (row.get(language) or row["en"]) if row else ""
