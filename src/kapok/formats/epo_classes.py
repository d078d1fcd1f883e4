"""Classification symbols of patent documents: IPC (ST.8, ST.36, old editions), CPC, national schemes -> `Classification`.

Symbols come out as `H01L 21/02`. `value` is `invention` or `additional`, followed by `core` or `advanced` where the source
states the IPC level (`additional advanced`); members of a CPC combination set are `combination`. `version` is the edition
as a date without hyphens (`20060101`) or the number of an old edition (`7`); `office_code` the office that classified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from kapok.formats.xml_records import LOCAL
from kapok.records.record import Classification

_SYMBOL = re.compile(r"([A-HY])\s*(\d{2})\s*([A-Z])\s*(?:0*(\d{1,4})\s*(?:/\s*(\d{2,6}))?)?")
_COMPACT = re.compile(r"([A-H])(\d{2})([A-Z])(\d{4})(\d{6})")
_SCHEMES = {
    "UC": "uspc", "USPC": "uspc", "FI": "fi", "FTERM": "fterm", "FTC": "fterm", "CPCI": "cpc", "CPCNO": "cpc",
    "CPC": "cpc", "IPC": "ipc", "IPCR": "ipc",
}  # fmt: skip
_VALUES = {"I": "invention", "A": "additional", "N": "additional"}
_LEVELS = {"A": " advanced", "C": " core"}


@lru_cache(maxsize=1 << 17)  # a bulk file repeats the same symbols
def class_symbol(text: str) -> str:
    """A class symbol in normal form (`A61K   9/16` -> `A61K 9/16`); blanks collapsed where it has another shape."""
    match = _SYMBOL.match(text.strip())
    if match is None:
        return " ".join(text.split())
    section, number, letter, group, subgroup = match.groups()
    main = f"{section}{number}{letter}"
    if group is None:
        return main
    return f"{main} {group}/{subgroup}" if subgroup else f"{main} {group}"


def compact_symbol(text: str) -> str:
    """The symbol of the 14-character form of ST.8 readers (`H02K0016000000` -> `H02K 16/00`)."""
    match = _COMPACT.fullmatch(text.strip())
    if match is None:
        return class_symbol(text)
    section, number, letter, group, subgroup = match.groups()
    rest = subgroup.rstrip("0")
    return f"{section}{number}{letter} {int(group)}/{rest.ljust(2, '0')}"


def fixed_width(text: str, scheme: str, value: str = "") -> Classification | None:
    """A symbol in the 50 positions of ST.8 (`A61K   9/16        20060101A I20051008RMEP`); None for a deleted one.

    Positions: symbol 1-19, version 20-27, level 28, first or later 29, value 30, action date 31-38, status 39, source 40,
    office 41-42. `value` overrides the stated one (combination sets).
    """
    symbol = class_symbol(text[:4] + " " + text[4:8].strip() + "/" + text[9:19].strip() if text[8:9] == "/" else text[:19])
    if not symbol or text[38:39] == "D":
        return None
    value = value or _VALUES.get(text[29:30], "unknown")
    level = _LEVELS.get(text[27:28], "") if scheme == "ipc" else ""
    return Classification(scheme, symbol, text[19:27].strip(), value + level, text[28:29] == "F", text[40:42].strip())


def read_ipcr(group: etree._Element) -> Iterator[Classification]:
    """All symbols of a `classifications-ipcr` (or `B510EP`) whose entries are fixed-width texts."""
    for node in group.iter("{*}text"):
        if node.text:
            found = fixed_width(node.text, "ipc")
            if found is not None:
                yield found


_OLD = re.compile(r"\s*(\d)?\s*([A-H])\s*(\d{2}\s*[A-Z])\s*(\d{1,4}\s*/\s*\d{2,6})?\s*([AB-])?\s*$")


def old_ipc(text: str, edition: str, *, first: bool, additional: bool = False) -> Classification | None:
    """A symbol of IPC 1-7 as ST.32 writes it (`7C 07C  29/44   A`); a trailing `-` or `//` is additional information."""
    plain = text.replace("//", " ").strip()
    match = _OLD.match(plain)
    if match is None:
        symbol = class_symbol(plain)
        extra = additional or "//" in text
    else:
        symbol = class_symbol(f"{match[2]}{match[3]} {match[4] or ''}")
        extra = additional or match[5] == "-" or "//" in text
        edition = edition or match[1] or ""
    if not symbol:
        return None
    return Classification("ipc", symbol, edition, "additional" if extra else "invention", first and not extra)


def listed_symbols(text: str) -> Iterator[Classification]:
    """The IPC symbols of a register entry (`H04W84/20,  // H04W88/04`): after `//` they are additional."""
    main, _, extra = text.partition("//")
    first = True
    for part, value in ((main, "invention"), (extra, "additional")):
        for piece in re.split(r"[,;]", part.replace("//", ",")):
            symbol = class_symbol(piece)
            if symbol:
                yield Classification("ipc", symbol, value=value, first=first)
                first = False


def read_patent_classifications(group: etree._Element) -> Iterator[Classification]:
    """CPC and national symbols of a `patent-classifications` (DOCDB symbol texts and OPS parts), also in sets.

    Flat over the subtree, because a DOCDB record holds hundreds of these small elements.
    """
    scheme = office = symbol = version = value = generating = position = ""
    parts: dict[str, str] = {}
    in_set = started = wants_version = False
    for node in group.iter(*_CPC_TAGS):
        name = LOCAL[node.tag]
        if name == "patent-classification":
            if started and (made := _classification(scheme, office, symbol, parts, version, value, generating, position)):
                yield made
            started, wants_version = True, False
            scheme = office = symbol = version = value = generating = position = ""
            parts = {}
            if in_set:
                parent = node.getparent()
                in_set = parent is not None and LOCAL[parent.tag] == "combination-rank"
            if in_set:
                value = "combination"
        elif name == "classification-scheme":
            scheme, office = node.get("scheme", ""), node.get("office", "")
            wants_version = True
        elif name == "date":
            if wants_version:
                version, wants_version = node.text or "", False
        elif name == "classification-symbol":
            symbol, wants_version = node.text or "", False
        elif name == "classification-value":
            value = value or _VALUES.get((node.text or "").strip(), "unknown")
        elif name == "generating-office":
            generating = node.text or ""
        elif name == "symbol-position":
            position = node.text or ""
        elif name == "combination-set":
            in_set = True
        else:
            parts[name] = node.text or ""
            wants_version = False
    if started and (made := _classification(scheme, office, symbol, parts, version, value, generating, position)):
        yield made


_CPC_TAGS = tuple(
    f"{{*}}{name}"
    for name in (
        "patent-classification", "classification-scheme", "date", "classification-symbol", "classification-value",
        "generating-office", "symbol-position", "combination-set", "section", "class", "subclass", "main-group",
        "subgroup",
    )
)  # fmt: skip


def _classification(
    scheme: str, office: str, symbol: str, parts: dict[str, str], version: str, value: str, generating: str, position: str
) -> Classification | None:
    """One symbol from its parts; None when there is no symbol."""
    known = _SCHEMES.get(scheme, "national")
    if parts and not symbol:
        head = parts.get("section", "") + parts.get("class", "") + parts.get("subclass", "")
        group, subgroup = parts.get("main-group", ""), parts.get("subgroup", "")
        symbol = f"{head} {group}/{subgroup}" if group and subgroup else f"{head} {group}".strip()
    normal = class_symbol(symbol) if known in ("cpc", "ipc") else " ".join(symbol.split())
    if not normal:
        return None
    return Classification(
        known,
        normal,
        version if known == "cpc" else version or scheme,
        value or "unknown",
        position == "F",
        generating.strip() or office,
    )


def read_classification_ipc(group: etree._Element) -> Iterator[Classification]:
    """The symbols of a `classification-ipc` (IPC 1-7): edition, main, further, additional and indexing codes."""
    edition = ""
    for node in group.iter():
        name = LOCAL[node.tag]
        text = node.text or ""
        if name == "edition":
            edition = text.strip().lstrip("0")
        elif name in _OLD_KINDS and text.strip():
            found = old_ipc(text, edition, first=name == "main-classification", additional=_OLD_KINDS[name])
            if found is not None:
                yield found
        elif name == "text" and text.strip():
            yield from listed_symbols(text)


_OLD_KINDS = {
    "main-classification": False,
    "further-classification": False,
    "additional-info": True,
    "linked-indexing-code-group": True,
    "main-linked-indexing-code": True,
    "sub-linked-indexing-code": True,
    "unlinked-indexing-code": True,
    "linked-indexing-code": True,
}


def unique(found: Iterator[Classification]) -> tuple[Classification, ...]:
    """The classifications without exact repetitions, in their order."""
    return tuple(dict.fromkeys(found))
