"""Month names and era names that dates in bulk files are written with.

Months in English, German, French, Spanish and Portuguese, full or cut to three or four letters, lower case, without a
final dot. Japanese eras: the year before the first (Reiwa 1 = 2019). Facts of the calendars, no copied table.
"""

from __future__ import annotations

_FULL = (
    ("january", "januar", "janvier", "enero", "janeiro", "jänner"),
    ("february", "februar", "février", "fevrier", "febrero", "fevereiro", "feber"),
    ("march", "märz", "maerz", "mars", "marzo", "março", "marco"),
    ("april", "avril", "abril"),
    ("may", "mai", "mayo", "maio"),
    ("june", "juni", "juin", "junio", "junho"),
    ("july", "juli", "juillet", "julio", "julho"),
    ("august", "août", "aout", "agosto"),
    ("september", "septembre", "septiembre", "setembro", "sept"),
    ("october", "oktober", "octobre", "octubre", "outubro"),
    ("november", "novembre", "noviembre", "novembro"),
    ("december", "dezember", "décembre", "decembre", "diciembre", "dezembro"),
)


def _month_words() -> dict[str, int]:
    words: dict[str, int] = {}
    for month, names in enumerate(_FULL, start=1):
        for name in names:
            words[name] = month
            if month not in (6, 7):  # "jui" would be June or July in French
                words.setdefault(name[:3], month)
                words.setdefault(name[:4], month)
    words.update({"jun": 6, "june": 6, "jul": 7, "july": 7, "juil": 7, "mrz": 3, "mär": 3})
    return words


MONTH_OF_WORD: dict[str, int] = _month_words()
"""Month number (1-12) of a lower-case month name or its usual abbreviation."""

MONTH_NAMES: tuple[str, ...] = tuple(names[0].capitalize() for names in _FULL)
"""English month names for error messages, January first."""

ERA_OFFSET: dict[str, int] = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "明": 1867, "大": 1911, "昭": 1925, "平": 1988, "令": 2018,
    "M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018,
}  # fmt: skip
"""Japanese era (name, first character, letter) -> the year before its first year."""

ERA_LETTER: dict[str, str] = {"明治": "M", "大正": "T", "昭和": "S", "平成": "H", "令和": "R",
                              "明": "M", "大": "T", "昭": "S", "平": "H", "令": "R"}  # fmt: skip
"""Japanese era name -> the Latin letter that document numbers use."""

MINGUO_OFFSET = 1911
"""Year 1 of the Minguo calendar (Taiwan) is 1912."""
