"""What is asked when similar marks are looked for: checked once, for the command line, the API and the pages alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from msgspec import Struct

from kapok.codes.nice import nice_classes
from kapok.codes.offices import parse_office_code
from kapok.errors import InputError
from kapok.similarity import figure
from kapok.similarity.figure import Features
from kapok.similarity.goods_list import GoodsList, classes_for, parse_goods
from kapok.similarity.name import Name, name_of
from kapok.similarity.picture import MOST_BYTES
from kapok.similarity.profile import Profile, get_profile

USUAL_LIMIT = 20
MAX_LIMIT = 200
MAX_GOODS_CHARACTERS = 20_000
ASKED_STATUSES = ("pending", "in_force", "not_in_force", "unknown")
"""The legal statuses by which marks can be left out."""
LIKELY_CLASS = 0.25
"""From this likelihood on, a class that goods typed in words may belong to is searched."""


class SimilarQuestion(Struct, frozen=True, kw_only=True):
    """A mark (words, picture or both) with its goods, under one profile. `guessed` are classes taken from the goods' words."""

    text: str
    name: Name | None
    picture: Features | None
    goods: GoodsList
    guessed: tuple[str, ...]
    profile: Profile
    limit: int = USUAL_LIMIT
    offices: tuple[str, ...] = ()
    """Registers whose marks are looked at; none for all."""
    statuses: tuple[str, ...] = ()
    """Legal statuses whose marks are looked at; none for all."""


class Asked(TypedDict, total=False):
    """What may be told beside the words of the mark."""

    classes: Sequence[str | int]
    """Nice classes, 1 to 45, as number or text."""
    goods: str
    """Goods and services in words."""
    office: str
    """The profile by whose rules marks are compared (ST.3; CN where none is named)."""
    picture: bytes | None
    limit: int
    """How many marks to show, 1 to 200."""
    offices: Sequence[str]
    """Registers whose marks are looked at (ST.3); all where none is named."""
    statuses: Sequence[str]
    """Legal statuses whose marks are looked at; all where none is named."""


def read_question(text: str, **asked: Unpack[Asked]) -> SimilarQuestion:
    """Check and read a question. Raises InputError for whatever cannot be used, with what to do instead."""
    limit, picture = asked.get("limit", USUAL_LIMIT), asked.get("picture")
    if not 1 <= limit <= MAX_LIMIT:
        raise InputError(f"Cannot show {limit} marks", f"1 to {MAX_LIMIT} are shown", "Ask for a number in between")
    profile = get_profile(asked.get("office") or "CN")
    features = figure.query_features_of(picture) if picture is not None else None
    if not text.strip() and features is None:
        raise InputError("No mark was given", "the text is empty and there is no picture", "Type the mark, or give a picture")
    name = name_of(text) if text.strip() else None
    listed, guessed = read_goods(asked.get("classes", ()), asked.get("goods", ""))
    return SimilarQuestion(
        text=text.strip(),
        name=name,
        picture=features,
        goods=listed,
        guessed=guessed,
        profile=profile,
        limit=limit,
        offices=tuple(dict.fromkeys(_office(each) for each in asked.get("offices", ()))),
        statuses=tuple(dict.fromkeys(_status(each) for each in asked.get("statuses", ()))),
    )


def read_goods(classes: Sequence[str | int], goods: str) -> tuple[GoodsList, tuple[str, ...]]:
    """The goods of a question and the classes guessed from their words. Raises InputError for a class that does not exist."""
    if len(goods) > MAX_GOODS_CHARACTERS:
        raise InputError(
            f"The list of goods has {len(goods)} characters",
            f"at most {MAX_GOODS_CHARACTERS} are read",
            "Give the goods that matter, or their classes",
        )
    symbols = [_class(symbol) for symbol in classes]
    guessed: tuple[str, ...] = ()
    pairs = [(symbol, "") for symbol in symbols]
    if goods.strip():
        if symbols:
            pairs = [(symbol, goods) for symbol in symbols]
        else:
            guessed = tuple(symbol for symbol, likelihood in classes_for(goods) if likelihood >= LIKELY_CLASS)
            pairs = [(symbol, goods) for symbol in guessed] or [("", goods)]
    return parse_goods(pairs), guessed


def _office(code: str) -> str:
    """An ST.3 code; `EU` is taken for `EM`, under which the marks of the European Union stand."""
    return parse_office_code("EM" if code.strip().upper() == "EU" else code)


def _status(status: str) -> str:
    if status not in ASKED_STATUSES:
        raise InputError(
            f"There is no legal status '{status[:20]}'", "marks are told apart by it", f"Use one of {', '.join(ASKED_STATUSES)}"
        )
    return status


def _class(symbol: str | int) -> str:
    text = str(symbol).strip().lower().removeprefix("class").strip()
    if not text.isascii() or not text.isdigit() or f"{int(text[:9]):02d}" not in nice_classes():
        raise InputError(
            f"There is no class '{str(symbol)[:20]}'",
            "the Nice Classification has classes 1 to 45",
            "Give a class from 1 to 45",
        )
    return f"{int(text):02d}"


def read_picture_file(path: Path) -> bytes:
    """The bytes of a picture on this machine. Raises InputError when it cannot be read or is far too large."""
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder", "a picture is one file", "Name the file of the picture")
        with path.open("rb") as handle:
            return handle.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"The picture {path} cannot be read", error.strerror or "", "Check the name of the file") from None
