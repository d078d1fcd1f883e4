"""Values that both forms of Lens data share: document types, class symbols, US classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from kapok.codes.classes import normalise_symbol
from kapok.errors import InputError
from kapok.records.record import Classification


class Kind(Struct, frozen=True):
    """What a Lens document type means: category, patent type, whether it is the publication of a grant."""

    category: str = "patent"
    patent_type: str = "invention"
    granted: bool = False


_KINDS = {
    "granted patent": Kind(granted=True),
    "design right": Kind(category="design"),
    "plant patent": Kind(patent_type="plant", granted=True),
    "limited patent": Kind(patent_type="utility_model", granted=True),
    "statutory invention registration": Kind(patent_type="statutory_invention_registration"),
}
_OTHER = Kind()


def document_kind(text: str) -> Kind:
    """The meaning of `Granted Patent`, `GRANTED_PATENT`, `Design Right` …; any other document is one of an invention."""
    return _KINDS.get(text.replace("_", " ").lower(), _OTHER)


def uspc_symbol(text: str) -> str:
    """A US class without padding: `435/5.000` and `435/5` are one, `424/204.100` is `424/204.1`."""
    whole, point, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    return whole + (point + decimals if decimals and decimals.isdigit() else "") if decimals.isdigit() or not decimals else text


def class_list(symbols: Mapping[str, list[str]], original: dict[str, str], repairs: list[str]) -> Iterator[Classification]:
    """Classifications by scheme, each symbol once, in order; what is no symbol of its scheme is kept as text."""
    for scheme, texts in symbols.items():
        seen: set[str] = set()
        for text in texts:
            try:
                symbol = normalise_symbol(scheme, text)
            except InputError:
                original[scheme] = f"{original[scheme]}; {text}" if scheme in original else text
                repairs.append("unreadable class symbol kept as text")
                continue
            if symbol not in seen and re.search(r"\w", symbol):
                yield Classification(scheme, symbol, first=not seen, office_code="US" if scheme == "uspc" else "")
                seen.add(symbol)
