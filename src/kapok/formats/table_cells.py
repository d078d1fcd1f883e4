"""Cells of tables as text, whatever they came from: spreadsheet text, JSON values, lists in one cell."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec

MAX_KEY_TEXT = 80
JSON_LIST = "json"
"""The separator that means: the cell holds a JSON list."""


def cell_text(value: Any) -> str:
    """One value as text: None is "", whole floats lose their `.0`, objects and lists become JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (dict, list)):
        return msgspec.json.encode(value).decode()
    return str(value)


def cell_items(cell: Any, separator: str) -> list[str]:
    """The values of a cell, trimmed; those left empty keep their place as "" where the cell is a list."""
    if isinstance(cell, list):
        if separator and separator != JSON_LIST:
            return [part for value in cell for part in cell_items(cell_text(value), separator)]
        return [cell_text(value).strip() for value in cell]
    text = cell_text(cell)
    if not separator:
        text = text.strip()
        return [text] if text else []
    if separator == JSON_LIST:
        try:
            values = msgspec.json.decode(text)
        except msgspec.DecodeError:
            return [text.strip()]
        return cell_items(values if isinstance(values, list) else [values], "")
    return [part for part in (piece.strip() for piece in text.split(separator)) if part]


def flatten(value: dict[str, Any], keep: frozenset[str], prefix: str = "") -> dict[str, Any]:
    """The object's values by path: `legalInstrument.text`; a list of objects gives one list a key: `publications.text`.

    Paths in `keep` are not divided further. Lists that belong together keep their places (None where a key is missing).
    """
    found: dict[str, Any] = {}
    for key, content in value.items():
        path = f"{prefix}{key}"
        if isinstance(content, dict) and content and path not in keep:
            found.update(flatten(content, keep, path + "."))
        elif isinstance(content, list) and content and path not in keep and all(isinstance(item, dict) for item in content):
            rows = [flatten(item, keep, path + ".") for item in content]
            for name in dict.fromkeys(name for row in rows for name in row):
                found[name] = [row.get(name) for row in rows]
        else:
            found[path] = content
    return found


def key_text(texts: list[str]) -> str:
    """A stable key part from the texts of declared columns: letters and digits of any script, blanks as `_`.

    Where other signs had to go, a digest of the texts follows, so that two texts never give one key.
    """
    parts = [re.sub(r"[^\w.]+", "_", text).strip("_") for text in texts]
    joined = "-".join(part for part in parts if part)
    if all(re.fullmatch(r"[\w.]+(?: [\w.]+)*", text) for text in texts) and len(joined) <= MAX_KEY_TEXT:
        return joined
    digest = hashlib.blake2b("\n".join(texts).encode(), digest_size=6).hexdigest()
    return f"{joined[: MAX_KEY_TEXT - 13]}-{digest}"
