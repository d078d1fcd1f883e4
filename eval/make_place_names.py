"""Computes the table of place names from CLDR, as the library Babel holds it: `python -m eval.make_place_names`.

Writes `src/kapok/similarity/tables/meaning_places.yaml`: countries and territories, and the cities that name time zones, with
their names in Chinese (simplified, as in Taiwan and as in Hong Kong), English, Portuguese and Spanish (Unicode licence).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import babel
from babel import Locale

from kapok.clock import today
from kapok.search.normalise_text import fold

TABLE = Path(__file__).parents[1] / "src" / "kapok" / "similarity" / "tables" / "meaning_places.yaml"
CHINESE = ("zh_Hans", "zh_Hant", "zh_Hant_HK")
LATIN = ("en", "pt", "es")
SHORTEST = 2
"""Chinese characters that a name needs."""


def main() -> None:
    """Read, choose, write."""
    lines = [*_territories(), *_cities()]
    head = (
        "# Names of places in four languages: key: Chinese | English | Portuguese | Spanish.\n"
        "# Computed by eval/make_place_names.py; copyright of the names: Unicode, Inc., licence Unicode-3.0\n"
        "# (https://www.unicode.org/license.txt). Do not edit.\n"
        f"source: Unicode CLDR (territories, exemplar cities), as in Babel {babel.__version__}\ndate: {today()}\nconcepts: |\n"
    )
    TABLE.write_text(head + "".join(f"  {line}\n" for line in lines), "utf-8")
    print(len(lines), "places")


def _territories() -> Iterator[str]:
    for code in sorted(Locale.parse("en").territories):
        if len(code) == 2 and code not in ("ZZ", "QO", "EU", "EZ", "UN", "XA", "XB"):
            yield from _line(f"place_{code.lower()}", [[Locale.parse(each).territories.get(code, "")] for each in CHINESE],
                             [Locale.parse(each).territories.get(code, "") for each in LATIN])  # fmt: skip


def _cities() -> Iterator[str]:
    zones = Locale.parse("zh_Hans").time_zones
    for zone in sorted(zones):
        usual = zone.rpartition("/")[2].replace("_", " ")
        names = [Locale.parse(each).time_zones.get(zone, {}).get("city", "") for each in LATIN]
        if "/" in zone and not zone.startswith("Etc/"):
            chinese = [[Locale.parse(each).time_zones.get(zone, {}).get("city", "")] for each in CHINESE]
            yield from _line(f"place_{usual.lower()}", chinese, [name or usual for name in names])


def _line(key: str, chinese: list[list[str]], latin: list[str]) -> Iterator[str]:
    """One line of the table; none where no Chinese name of two characters is known."""
    han = dict.fromkeys(fold(name) for names in chinese for name in names)
    kept = [name for name in han if len(name) >= SHORTEST and all("\u4e00" <= c <= "\u9fff" for c in name)]
    words = ["_".join("".join(c if c.isalnum() else " " for c in fold(name)).split()) for name in latin]
    if kept and words[0]:
        yield f"{''.join(c if c.isalnum() else '_' for c in fold(key))}: {' '.join(kept)} | {' | '.join(words)}"


if __name__ == "__main__":
    main()
