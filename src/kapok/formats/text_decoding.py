"""Bytes of a text file -> text, by the encodings that a mapping allows, in their order.

Strict decoders only: what fits none of them is told, never replaced. Besides the codecs of Python there is one named
repair: `mac-roman-twice`, Mac Roman text that a program once took for Windows text and saved as Mac Roman again (`Jürgen`
became the bytes of `JŸrgen`); spreadsheets on old Macs left such files, e.g. published search exports of PATENTSCOPE.
"""

from __future__ import annotations

from collections.abc import Callable


def decode_mac_roman_twice(data: bytes) -> str:
    """Undo Mac Roman read as Windows-1252 and written as Mac Roman. ASCII stays; never fails.

    Byte 8D may be `ç` (which Windows-1252 does not have) or `Á`: between small letters it is `ç`.
    """
    text = data.decode("mac_roman")
    found = []
    for place, sign in enumerate(text):
        if sign.isascii():
            found.append(sign)
            continue
        if sign == "ç" and text[place - 1 : place].islower():
            found.append(sign)
            continue
        try:
            found.append(sign.encode("cp1252").decode("mac_roman"))
        except UnicodeEncodeError:
            found.append(sign)
    return "".join(found)


KNOWN_REPAIRS: dict[str, Callable[[bytes], str]] = {"mac-roman-twice": decode_mac_roman_twice}


def decode_text(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str]:
    """The text and the name of the encoding that fitted; ("", "") if none does."""
    for name in encodings:
        repair = KNOWN_REPAIRS.get(name)
        if repair is not None:
            return repair(data), name
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    return "", ""
