"""The declared facts of the labelled set of similar marks, one half at a time. It reads nothing of Kapok: see tests/eval."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Half = Literal["tuning", "test"]
HALVES: tuple[Half, ...] = ("tuning", "test")


@cache
def facts(script: Literal["zh", "latin"]) -> dict[str, Any]:
    """The whole file of one script."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name(f"similar_{script}.yaml").read_text("utf-8"))
    return loaded


def zh(name: str, half: Half) -> Any:
    """One half of a Chinese table; `weak.houses` reaches into a group."""
    return _inside(facts("zh"), name)[half]


def latin(name: str, half: Half) -> Any:
    """One half of a table of Latin script."""
    return _inside(facts("latin"), name)[half]


def _inside(table: dict[str, Any], name: str) -> Any:
    for part in name.split("."):
        table = table[part]
    return table


@cache
def traditional() -> dict[int, str]:
    """Simplified character -> traditional, for `str.translate`."""
    pairs = str(facts("zh")["traditional"]).split()
    return {ord(pair[0]): pair[1] for pair in pairs}


@cache
def readings(half: Half) -> dict[str, str]:
    """Character -> Mandarin syllable with tone (`jin1`)."""
    return {character: syllable for syllable, characters in zh("readings", half).items() for character in characters}


def initial_and_final(syllable: str) -> tuple[str, str]:
    """`zhong1` -> (`zh`, `ong`); without tone."""
    plain = syllable.rstrip("12345")
    for initial in ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw"):
        if plain.startswith(initial):
            return initial, plain[len(initial) :]
    return "", plain
