"""The symbols above a class symbol, from the whole scheme down to the symbol itself."""

from __future__ import annotations

import re

_IPC = re.compile(r"([A-HY])(?:(\d\d)(?:([A-Z])(?:\s*(\d{1,4})(?:/(\d{2,6}))?)?)?)?")
_SPACES = re.compile(r"\s+")


def normal_symbol(field: str, symbol: str) -> str:
    """A symbol as written in a query in the normal form of its scheme (`h01l21/02` -> `H01L 21/02`, `9` -> `09`)."""
    text = _SPACES.sub(" ", symbol.strip()).upper()
    if field.startswith(("ipc", "cpc")) or field == "class":
        match = _IPC.fullmatch(text)
        if match is None:
            return text
        section, main_class, subclass, group, subgroup = match.groups()
        normal = section + (main_class or "") + (subclass or "")
        if group:
            normal += f" {int(group)}" + (f"/{subgroup}" if subgroup else "")
        return normal
    if field == "nice" and text.isascii() and text.isdigit():
        return text.zfill(2)
    return text


def symbol_path(field: str, symbol: str) -> tuple[str, ...]:
    """The symbols above `symbol` and itself, from the top: `H`, `H01`, `H01L`, `H01L 21`, `H01L 21/00`, `H01L 21/02`."""
    if field in ("ipc", "cpc"):
        match = _IPC.fullmatch(symbol)
        if match is None:
            return (symbol,)
        section, main_class, subclass, group, subgroup = match.groups()
        path = [section]
        if main_class:
            path.append(section + main_class)
        if subclass:
            path.append(section + main_class + subclass)
        if group:
            head = f"{path[-1]} {int(group)}"
            path.append(f"{head}/00")
            if subgroup and subgroup != "00":
                path.append(f"{head}/{subgroup}")
        return tuple(path)
    if field in ("vienna", "locarno"):
        parts = re.split(r"([.-])", symbol)
        return tuple("".join(parts[: at + 1]) for at in range(0, len(parts), 2))
    return (symbol,)
