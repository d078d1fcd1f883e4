"""Class symbols of a Red Book 4.x front page: IPC (reformed and editions 1-7), CPC with combinations, USPC, Locarno."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from kapok.formats.uspto_classes import class_value, edition_of, ipc_symbol, locarno_symbol, national_class
from kapok.formats.uspto_draft import Draft
from kapok.records.record import Classification


def read_ipcr(section: etree._Element, draft: Draft) -> None:
    """`classifications-ipcr`."""
    for entry in section:
        draft.classifications.append(_parts(entry, "ipc"))


def read_cpc(section: etree._Element, draft: Draft) -> None:
    """`classifications-cpc`: the main symbol first, further ones, and combination sets (value `combination`)."""
    sets = []
    for group in section:
        is_main = group.tag == "main-cpc"
        for entry in group:
            if entry.tag == "combination-set":
                members = [_parts(member, "cpc", "combination") for member in entry.iter("classification-cpc")]
                draft.classifications.extend(members)
                sets.append(" + ".join(member.symbol for member in members))
            else:
                draft.classifications.append(_parts(entry, "cpc", first=is_main))
    if sets:
        draft.attributes["cpc_combination_sets"] = "; ".join(sets)


def _parts(entry: etree._Element, scheme: str, value: str = "", first: bool | None = None) -> Classification:
    """One `classification-ipcr` or `classification-cpc` with its parts as elements."""
    section = main_class = subclass = group = subgroup = version = office = letter = place = ""
    for part in entry:
        tag = part.tag
        if tag == "section":
            section = part.text or ""
        elif tag == "class":
            main_class = part.text or ""
        elif tag == "subclass":
            subclass = part.text or ""
        elif tag == "main-group":
            group = part.text or ""
        elif tag == "subgroup":
            subgroup = part.text or ""
        elif tag == "classification-value":
            letter = part.text or ""
        elif tag == "symbol-position":
            place = part.text or ""
        elif tag == "ipc-version-indicator" or tag == "cpc-version-indicator":
            version = part[0].text or "" if len(part) else ""
        elif tag == "generating-office":
            office = part[0].text or "" if len(part) else ""
    return _classification(
        scheme,
        section,
        main_class,
        subclass,
        group,
        subgroup,
        version,
        value or letter,
        place == "F" if first is None else first,
        office,
    )


@lru_cache(maxsize=1 << 14)  # a week names the same symbols again and again
def _classification(
    scheme: str,
    section: str,
    main_class: str,
    subclass: str,
    group: str,
    subgroup: str,
    version: str,
    value: str,
    first: bool,
    office: str,
) -> Classification:
    symbol = f"{section}{main_class}{subclass}".replace(" ", "")
    if group:
        symbol = f"{symbol} {group.strip().lstrip('0') or '0'}/{subgroup.strip()}"
    worth = value if value == "combination" else class_value(value)
    return Classification(scheme, symbol, edition_of(version), worth, first, office.strip())


def read_ipc_edition(section: etree._Element, draft: Draft) -> None:
    """`classification-ipc` (editions 1 to 7): main and further symbols in columns."""
    edition = next((part.text or "" for part in section if part.tag == "edition"), "").strip().lstrip("0")
    for part in section:
        if part.tag in ("main-classification", "further-classification") and part.text:
            is_main = part.tag == "main-classification"
            draft.classifications.append(Classification("ipc", ipc_symbol(part.text), edition, first=is_main))


def read_national(section: etree._Element, draft: Draft) -> None:
    """`classification-national` of the United States."""
    for part in section:
        if part.tag in ("main-classification", "further-classification") and part.text:
            draft.classifications.append(national_class(part.text, part.tag == "main-classification"))


def read_locarno(section: etree._Element, draft: Draft) -> None:
    """`classification-locarno`: edition and symbol."""
    edition = symbol = ""
    for part in section:
        if part.tag == "edition":
            edition = (part.text or "").strip()
        elif part.tag == "main-classification":
            symbol = part.text or ""
    if symbol.strip():
        draft.classifications.append(Classification("locarno", locarno_symbol(symbol), edition, first=True))
