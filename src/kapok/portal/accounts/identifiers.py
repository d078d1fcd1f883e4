"""The unified social credit identifier of mainland organisations (GB 32100-2015): 18 characters with a check character."""

from __future__ import annotations

from kapok.errors import InputError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100: digits and capital letters without I, O, S, V, Z."""
LENGTH = 18


def compute_check_character(first: str) -> str:
    """The check character of the first 17 characters: weights 3^i mod 31, sum, 31 minus the rest."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first))
    return ALPHABET[-total % 31]


def parse_identifier(text: str) -> str:
    """`text` without blanks, in capitals. Raises InputError when it is no unified social credit identifier."""
    value = "".join(text.split()).upper()
    next_step = "Copy the 18 characters from the business licence"
    if len(value) != LENGTH:
        raise InputError(f"The identifier has {len(value)} characters", f"it needs {LENGTH}", next_step)
    if wrong := sorted(set(value) - set(ALPHABET)):
        raise InputError(f"The identifier has the character {wrong[0]}", "it never occurs in one", next_step)
    if compute_check_character(value[:-1]) != value[-1]:
        raise InputError("The identifier is mistyped", "its check character does not fit", next_step)
    return value
