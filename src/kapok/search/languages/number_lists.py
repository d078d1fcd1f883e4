"""A pasted list of document numbers: told from words, and cut into its numbers.

People paste columns of a table, lines of a report, or a row with commas: lines, commas, semicolons, tabs and blanks all
part numbers, while `US 7,272,630 B2` is one.
"""

from __future__ import annotations

import re

from kapok.records.numbers import number_variants

_BETWEEN = re.compile(r"[\r\n\t;；，、]+|,(?!\d{3}(?!\d))|(?<!\d),")
_BEFORE_OFFICE = re.compile(r"\s+(?=(?!PP|RE)(?:[A-Za-z]{2}|PCT/[A-Za-z]{2})[ ]?(?:D|H|PP|RE|T)?\d)")
_DIGITS = re.compile(r"\d{3}")
_SHARE_READ = 0.9
"""A list may hold a few lines that are no number (a heading, a note): they are looked for as they stand."""

_LONG_LINE = 20
"""Numbers in one line from which it is a list even if a few others cannot be read."""


def is_number(text: str) -> bool:
    """Whether `text` can be read as a document number of some office."""
    return bool(number_variants(text))


def split_numbers(text: str) -> list[str]:
    """The numbers of a list in order, doubles once; [] when the text is not a list of at least two numbers."""
    if len(_DIGITS.findall(text)) < 2:
        return []
    found: list[str] = []
    unread: list[str] = []
    chunks = [chunk.strip() for chunk in _BETWEEN.split(text)]
    if len(chunks) == 1 and _unquoted(chunks[0]) != chunks[0]:
        return []  # one text in quotation marks is a phrase
    for chunk in filter(None, map(_unquoted, chunks)):
        numbers = _numbers_of(chunk)
        if numbers:
            found += numbers
        else:
            unread.append(chunk)
        if len(unread) > 2 + len(found):
            return []
    if len(found) < 2 or len(found) < _SHARE_READ * (len(found) + len(unread)):
        return []
    return list(dict.fromkeys(found + unread))


def _unquoted(cell: str) -> str:
    """A cell without blanks around it, and without the quotation marks of a pasted CSV column."""
    cell = cell.strip()
    return cell[1:-1].strip() if len(cell) > 2 and cell[0] == cell[-1] == '"' and cell.count('"') == 2 else cell


def _numbers_of(chunk: str) -> list[str]:
    """The numbers of one line or cell; [] if something in it (in a long line: more than a few parts) is no number."""
    words = chunk.split()
    if all(map(is_number, words)):
        return words
    if is_number(chunk) and not _BEFORE_OFFICE.search(chunk):
        return [" ".join(words)]
    parts = _BEFORE_OFFICE.split(chunk)
    read = sum(map(is_number, parts))
    return parts if len(parts) > 1 and (read == len(parts) or (read >= _LONG_LINE and read >= _SHARE_READ * len(parts))) else []
