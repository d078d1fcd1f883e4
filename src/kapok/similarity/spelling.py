"""Letters and digits written for words (GR8, 4U, 369 and 三六九) and fancy spellings. Declared in `spellings.yaml`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kapok.similarity.declared import check_keys, fault, read_table


class _Spellings(NamedTuple):
    words: dict[str, str]
    letters: dict[str, str]
    sound: dict[str, str]
    look: dict[int, str]
    numbers: dict[str, str]
    numerals: dict[int, str]


@cache
def _spellings() -> _Spellings:
    table = read_table("spellings")
    content = table.content
    check_keys(table, (), {"source", "date", "words", "letters", "digits_sound", "digits_look", "number_words", "numerals"})
    for pair in content["numerals"].split():
        if len(pair) != 2:
            raise fault(table, ("numerals",), f"'{pair}' is not a numeral and its digit")
    for group in ("words", "letters", "digits_sound", "digits_look"):
        for key, word in content[group].items():
            if not isinstance(word, str):
                raise fault(
                    table,
                    (group, key),
                    f"'{key}' is not followed by a word",
                    "Put the word in quotes: YAML reads true as a value",
                )
    return _Spellings(
        content["words"],
        content["letters"],
        content["digits_sound"],
        str.maketrans(content["digits_look"]),
        {word: str(number) for word, number in content["number_words"].items()},
        {ord(pair[0]): pair[1] for pair in content["numerals"].split()},
    )


def spellings_of(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Other ways in which the mark may be spelled, without blanks: words for letters and digits, digits for numerals.

    Empty for most marks; never the plain letters themselves.
    """
    table = _spellings()
    spelled: list[str] = []
    looked: list[str] = []
    figures: list[str] = []
    changed = looks = counted = False
    single = len(tokens) > 1
    for token in tokens:
        word = table.words.get(token) or (table.letters.get(token) if single else None)
        look = figure = token
        if word is None and token.isascii():
            if token.isdigit():
                word = table.sound.get(token) if single else None
            elif not token.isalpha():
                word = "".join(table.sound.get(c, c) for c in token)
                look = token.translate(table.look)
            else:
                figure = table.numbers.get(token, token)
        elif word is None:
            figure = token.translate(table.numerals)
        changed |= word is not None
        looks |= look is not token
        counted |= figure != token
        spelled.append((word or token).replace(" ", ""))
        looked.append(look)
        figures.append(figure)
    plain = "".join(tokens)
    made = [("".join(spelled), changed), ("".join(looked), looks), ("".join(figures), counted)]
    return tuple(dict.fromkeys(text for text, differs in made if differs and text != plain))


def spoken(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens as they are read aloud: words for GR8 and 4U, a single digit or letter beside others as its word."""
    if len(tokens) == 1 and tokens[0].isalpha() and tokens[0] not in _spellings().words:
        return tokens
    table = _spellings()
    words: list[str] = []
    for token in tokens:
        word = table.words.get(token)
        if word is None and len(tokens) > 1:
            word = table.letters.get(token) or table.sound.get(token)
        if word is None and not token.isalpha() and not token.isdigit():
            word = "".join(table.sound.get(c, c) for c in token)
        words += (word or token).split()
    return tuple(words)
