"""How a mark's words are coded for finding candidates: postings keys, and short spellings and sounds for scanning.

A code is made once for each different text. What it holds must let any mark be found that some plane may hold similar; how
similar it is, the planes themselves say afterwards. Keys are 32 bits: 3 for the kind, 29 for the thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import get_type_hints
from zlib import crc32

import msgspec
import numpy as np

from kapok.similarity.keys import keys
from kapok.similarity.meaning_table import own_digest
from kapok.similarity.name import Name
from kapok.similarity.sound_cross import classes_of_han, classes_of_latin
from kapok.similarity.sound_han import merged

WIDTH = 24
"""Letters of a spelling that are kept; marks that are longer are found by their beginning, their words and their keys."""
CHARACTER, MANDARIN, CANTONESE, EXACT, WORD, PIECE = (kind << 29 for kind in range(1, 7))
"""Kinds of keys: a Chinese character, its reading, a whole class of likeness, a Latin word, three letters in a row."""

_FIELDS = tuple(get_type_hints(Name).values())
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[_FIELDS]).decode  # type: ignore[valid-type]
_VOWELS_AS_DIGITS = str.maketrans("aio", "123")
_SPEECH = {MANDARIN: "mandarin", CANTONESE: "cantonese"}


FORMAT = 3
"""Grows when what is kept of a name changes in another way than `Name` and the declared tables do."""


def format_digest() -> str:
    """What an index must have been made with to be used: this format, the fields of `Name`, the declared tables, own ones."""
    return _package_digest() + own_digest()


@cache
def _package_digest() -> str:
    digest = blake2b(f"{FORMAT} {WIDTH} {Name.__annotations__}".encode(), digest_size=8)
    for path in sorted((Path(__file__).parent / "tables").iterdir()):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Coded(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One text, coded: the packed `Name`, keys (uint32), spellings, sounds, number of Chinese characters, letters, core."""

    text: str
    packed: bytes
    keys: bytes
    spelled: tuple[bytes, ...]
    heard: tuple[bytes, ...]
    cross_latin: tuple[bytes, ...]
    cross_han: tuple[bytes, ...]
    characters: int
    letters: bytes
    core: bytes


def pack(name: Name) -> bytes:
    """A name as bytes, so that scoring need not compute it again."""
    return _encode(msgspec.structs.astuple(name))


def unpack(packed: bytes) -> Name:
    """The name that `pack` was given."""
    return Name(*_decode(packed))


def thing(kind: int, text: str) -> int:
    """The key of a thing of one kind."""
    return kind | (crc32(text.encode()) & 0x1FFF_FFFF)


@lru_cache(65536)
def _readings(readings: tuple[str, ...], kind: int) -> tuple[int, ...]:
    return tuple({thing(kind, merged(reading, _SPEECH[kind])) for reading in readings})


def character_keys(name: Name) -> list[int]:
    """One key per Chinese character."""
    return [CHARACTER | ord(character) for character in name.han]


def reading_keys(name: Name, cantonese: bool) -> list[tuple[int, ...]]:
    """Per Chinese character the keys of its readings."""
    kind = CANTONESE if cantonese else MANDARIN
    return [_readings(readings, kind) for readings in (name.jyutping if cantonese else name.pinyin)]


def exact_keys(name: Name) -> set[int]:
    """Keys of the classes of likeness that the mark belongs to."""
    return {thing(EXACT, f"{plane}\0{each}") for plane, values in keys(name).items() for each in values}


def word_keys(name: Name) -> set[int]:
    """Keys of the Latin words."""
    return {thing(WORD, token) for token in name.tokens if token[0] < "\u3007" and len(token) > 1}


def part_keys(name: Name) -> set[int]:
    """Keys under which whole marks stand that this one contains: its beginnings in letters, its runs of characters."""
    core, found = name.core, {token for token in name.tokens if len(token) > 1}
    if name.han:
        found |= {core[at:end] for at in range(len(core)) for end in range(at + 2, min(at + 8, len(core) + 1))}
    else:
        found |= {text[:end] for text in {core, name.letters} for end in range(3, min(len(text), WIDTH))}
    return {thing(EXACT, f"shape\0{part}") for part in found}


def piece_keys(text: str) -> set[int]:
    """Keys of three letters in a row; the start counts as a letter of its own."""
    padded = "\x02" + text[:WIDTH]
    return {thing(PIECE, padded[at : at + 3]) for at in range(len(padded) - 2)}


def spelled_of(name: Name) -> tuple[bytes, ...]:
    """The spellings in letters that other marks are compared with: whole, core, stem, other spellings, as Chinese is heard."""
    texts: Iterable[str] = (name.letters, name.core, name.stem, *name.spellings)
    if name.han:
        texts = (name.latin, name.roman, *(each for each in texts if each[:1] < "\u3007"))
    return _bytes(texts)


def heard_of(name: Name) -> tuple[bytes, ...]:
    """The sounds that other marks are compared with."""
    return _bytes(codes[place] for codes in (name.latin_keys, name.core_keys) if codes for place in (0, 2))


def _latin(name: Name, text: str) -> bytes:
    """A text in letters; a Chinese one as it is heard."""
    return (name.roman if name.script == "han" else text).encode()


def cross_latin_of(name: Name) -> tuple[bytes, ...]:
    """The sound classes of the letters, in which Latin meets Chinese."""
    codes = {each[place] for each in (name.latin_keys, name.core_keys) if each for place in (0, 2)}
    return _bytes(_as_letters(classes_of_latin(code)) for code in codes)


def cross_han_of(name: Name) -> tuple[bytes, ...]:
    """The sound classes of the Chinese characters, in Mandarin and in Cantonese."""
    core = slice(*name.core_span)
    return _bytes(
        _as_letters(classes_of_han(readings, language))
        for readings, language in ((name.pinyin[core], "mandarin"), (name.jyutping[core], "cantonese"))
        if readings
    )


def _as_letters(classes: str) -> str:
    """Sound classes as forms are written: consonants as small letters, vowels as digits."""
    return classes.translate(_VOWELS_AS_DIGITS).lower()


def _bytes(texts: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(text.encode()[:WIDTH] for text in texts if text))


def code_name(name: Name) -> Coded:
    """Everything that the index keeps of a text."""
    found = {*character_keys(name), *exact_keys(name), *word_keys(name)}
    for cantonese in (False, True):
        for readings in reading_keys(name, cantonese):
            found.update(readings)
    if name.latin:
        found |= piece_keys(name.latin)
    return Coded(
        name.text,
        pack(name),
        np.fromiter(found, np.uint32, len(found)).tobytes(),
        spelled_of(name),
        heard_of(name),
        cross_latin_of(name),
        cross_han_of(name),
        len(name.han),
        _latin(name, name.letters),
        _latin(name, name.core),
    )
