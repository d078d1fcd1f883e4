"""Indicators, units, authorities, regions as declared: YAML -> structs; an unknown key is an error with file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kapok.codes.located_yaml import LocatedFile, read_located
from kapok.errors import NotFound
from kapok.procedures.words import Words
from kapok.statistics.model import City, Indicator, Register, Reporting, Unit

HERE = Path(__file__).parent
SUBJECT = "The declaration of indicators"
_PLACE = re.compile(r" - at `\$?(?P<path>[^`]*)`$")
_HEAD = {"section", "version", "in_force_from", "indicators"}
T = TypeVar("T")


def convert(file: LocatedFile, path: tuple[str | int, ...], value: Any, kind: type[T]) -> T:
    """A declared value as a struct; DefinitionError names file, line and key where it does not fit."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        inside: list[str | int] = []
        if found := _PLACE.search(text):
            inside = [name or int(number) for name, number in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", found["path"])]
        if unknown := re.search(r"unknown field `([^`]*)`", text):
            inside.append(unknown[1])
        raise file.fault((*path, *inside), f"{'.'.join(map(str, path))}: {_PLACE.sub('', text)}") from None


@cache
def units(path: Path = HERE / "units.yaml") -> Mapping[str, Unit]:
    """The closed list of units."""
    file = read_located(path, "The list of units")
    return {key: convert(file, ("units", key), value, Unit) for key, value in file.content["units"].items()}


@cache
def authorities(path: Path = HERE / "authorities.yaml") -> Mapping[str, Words]:
    """Who reports figures: key -> names."""
    file = read_located(path, "The list of authorities")
    return {key: convert(file, ("authorities", key), value, Words) for key, value in file.content["authorities"].items()}


@cache
def cities(path: Path = HERE / "regions.yaml") -> Mapping[str, City]:
    """The cities of the province by GB/T 2260 code."""
    file = read_located(path, "The list of regions")
    return {key: convert(file, ("cities", key), value, City) for key, value in file.content["cities"].items()}


@cache
def province(path: Path = HERE / "regions.yaml") -> tuple[str, Words]:
    """Code and names of the province."""
    file = read_located(path, "The list of regions")
    return file.content["province"], convert(file, ("province_names",), file.content["province_names"], Words)


@cache
def counties(path: Path = HERE / "counties.yaml") -> Mapping[str, Words]:
    """The county-level divisions by GB/T 2260 code."""
    file = read_located(path, "The list of counties")
    return {key: convert(file, ("counties", key), value, Words) for key, value in file.content["counties"].items()}


def city_of(code: str) -> str:
    """The city that a region lies in or is, "" for the province and for what lies outside."""
    city = f"{code[:4]}00"
    return city if city in cities() else ""


def region_names(code: str) -> Words:
    """The names of a region. Raises NotFound."""
    if code == province()[0]:
        return province()[1]
    if code in cities():
        return cities()[code].names
    return counties()[require_region(code)]


def require_region(code: str) -> str:
    """The code, when it is the province, one of its cities or counties."""
    if code != province()[0] and code not in cities() and code not in counties():
        told = "Take 440000, one of its 21 cities, or one of their counties"
        raise NotFound(f"There is no region '{code[:12]}'", "regions are GB/T 2260 codes", told)
    return code


@cache
def registers(path: Path = HERE / "registers.yaml") -> Mapping[str, Register]:
    """The registers that are counted by key."""
    file = read_located(path, "The list of registers")
    return {key: convert(file, ("registers", key), value, Register) for key, value in file.content["registers"].items()}


@cache
def reporting(path: Path = HERE / "reporting.yaml") -> Reporting:
    """How authorities report."""
    file = read_located(path, "The rules of reporting")
    return convert(file, (), dict(file.content), Reporting)


def read_indicators(path: Path) -> list[Indicator]:
    """The indicators of one file. Raises DefinitionError for the first thing that is wrong."""
    file = read_located(path, SUBJECT)
    if unknown := sorted(set(file.content) - _HEAD):
        raise file.fault((unknown[0],), f"there is no key '{unknown[0]}'", f"Keys are {', '.join(sorted(_HEAD))}")
    if missing := sorted(_HEAD - set(file.content)):
        raise file.fault((), f"the key '{missing[0]}' is missing")
    found = []
    for key, value in file.content["indicators"].items():
        place = ("indicators", key)
        if not isinstance(value, dict):
            raise file.fault(place, f"{key} is not a map of keys and values")
        head = {"id": key, **{name: file.content[name] for name in ("section", "version", "in_force_from")}}
        indicator = convert(file, place, {**head, **value}, Indicator)
        _check(file, place, indicator)
        found.append(indicator)
    return found


def _check(file: LocatedFile, place: tuple[str, ...], indicator: Indicator) -> None:
    producer = indicator.producer
    if indicator.unit not in units():
        raise file.fault((*place, "unit"), f"{indicator.id}: '{indicator.unit}' is not in the closed list of units")
    if producer.authority and producer.authority not in authorities():
        raise file.fault((*place, "producer"), f"{indicator.id}: there is no authority '{producer.authority}'")
    if producer.of and producer.of not in authorities():
        raise file.fault((*place, "producer"), f"{indicator.id}: there is no authority '{producer.of}'")
    if producer.by == "register" and producer.register not in registers():
        raise file.fault((*place, "producer"), f"{indicator.id}: there is no register '{producer.register}'")
    wanted = {"events": producer.procedure, "register": producer.register, "records": producer.query}
    if not wanted.get(producer.by, "-"):
        raise file.fault((*place, "producer"), f"{indicator.id}: a producer by {producer.by} names what is counted")
    if (indicator.kind == "figure") == (producer.by == "none"):
        raise file.fault((*place, "producer"), f"{indicator.id}: a figure has a producer, and nothing else has one")
    if indicator.kind == "figure" and not producer.authority:
        raise file.fault((*place, "producer"), f"{indicator.id}: no authority answers for the figure")
    if not re.fullmatch(r"10*|0\.0*1", indicator.rounding):
        raise file.fault((*place, "rounding"), f"{indicator.id}: '{indicator.rounding}' is no rounding step (1, 1000, 0.1)")


@cache
def all_versions(folder: Path = HERE / "indicators") -> Mapping[str, tuple[Indicator, ...]]:
    """Id -> every version, oldest first, in the order of the files."""
    found: dict[str, list[Indicator]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for each in read_indicators(path):
            same = found.setdefault(each.id, [])
            if any(other.version == each.version for other in same):
                file = read_located(path, SUBJECT)
                raise file.fault(("indicators", each.id), f"{each.id} has two versions {each.version}")
            same.append(each)
    return {key: tuple(sorted(each, key=lambda one: one.in_force_from)) for key, each in found.items()}


def indicators(year: int | None = None, folder: Path = HERE / "indicators") -> dict[str, Indicator]:
    """Id -> the version in force at the end of a year (the newest without one)."""
    end = date(year, 12, 31) if year else date.max
    found = {}
    for key, versions in all_versions(folder).items():
        valid = [each for each in versions if each.in_force_from <= end]
        found[key] = (valid or list(versions))[-1]
    return found


def require_indicator(key: str, year: int | None = None) -> Indicator:
    """The indicator of an id. Raises NotFound."""
    found = indicators(year).get(key)
    if found is None:
        raise NotFound(f"There is no indicator '{key[:40]}'", "", "See 'kapok indicators list'")
    return found
