"""The tree of regions (GB/T 2260 codes): where an organisation sits and what lies below it.

Provinces and cities are declared in `regions.yaml`, counties in `statistics/counties.yaml`, which figures are counted by.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

from kapok.errors import DefinitionError
from kapok.statistics.declared import counties

FILE = Path(__file__).parent / "regions.yaml"


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One region; `parent` is "" at the top. `verified` is False where the code is not an official one."""

    code: str
    parent: str
    names: dict[str, str]
    verified: bool = True


class _File(msgspec.Struct, forbid_unknown_fields=True):
    in_force_from: str
    regions: list[Region]


@lru_cache(maxsize=1)
def regions() -> dict[str, Region]:
    """Code -> region, parents before children. Raises DefinitionError when the file is wrong."""
    try:
        raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        read = msgspec.convert({**raw, "in_force_from": str(raw["in_force_from"])}, _File)
    except (yaml.YAMLError, msgspec.ValidationError, KeyError) as error:
        raise DefinitionError(f"{FILE.name} cannot be read", str(error), "Correct the file") from error
    found: dict[str, Region] = {}
    for region in read.regions:
        if region.parent and region.parent not in found:
            raise DefinitionError(f"{FILE.name}: region {region.code} has the unknown parent {region.parent}")
        found[region.code] = region
        for code, names in counties().items():  # the counties of a city stand right behind it
            if region.parent == "440000" and code[:4] == region.code[:4]:
                words = {"en": names.en, "zh-Hans": names.zh_hans, "zh-Hant": names.zh_hant, "pt": names.pt}
                found[code] = Region(code=code, parent=region.code, names=words)
    return found


def is_within(code: str, ancestor: str) -> bool:
    """Whether `code` is `ancestor` or lies below it. An unknown code lies nowhere."""
    known = regions()
    while code in known:
        if code == ancestor:
            return True
        code = known[code].parent
    return False


def depth(code: str) -> int:
    """How many regions lie above this one."""
    known, count = regions(), 0
    while code in known and known[code].parent:
        code, count = known[code].parent, count + 1
    return count
