"""The engine's own sentences (`messages.yaml`), in four languages."""

from __future__ import annotations

from functools import cache

import msgspec

from kapok.codes.declared import read_yaml
from kapok.procedures.words import Words


@cache
def _messages() -> dict[str, Words]:
    return msgspec.convert(read_yaml("messages", "kapok.procedures"), dict[str, Words])


def message(key: str, **values: Words | str | int) -> Words:
    """The sentence of a key with its gaps filled, each in the same language. Raises KeyError for a key that is not declared."""
    return _messages()[key].filled(**values)


def has_message(key: str) -> bool:
    """Whether a sentence is declared."""
    return key in _messages()
