"""Publish the white paper: the figures of a year are frozen in a version, printed in any language, signed and logged.

A version, once there, is printed from again: new reports and definitions change nothing in it. Other figures are an erratum,
which is the next version, with its reason. Beside the paper lie figures.csv, figures.json (JSON-stat 2.0) and manifest.json.
"""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from kapok import clock
from kapok.errors import InputError, NotAllowed, NotFound
from kapok.evidence.canonical import canonical_bytes
from kapok.services.deposit_evidence import deposit_digests
from kapok.services.gather_figures import gather
from kapok.services.sign_statement import read_signed, sign_statement
from kapok.statistics.compute import refresh
from kapok.statistics.declared import cities, indicators, province
from kapok.statistics.model import Figure
from kapok.statistics.outline import chapters
from kapok.statistics.paper import Paper, build_paper, shown
from kapok.statistics.public import public_cells
from kapok.statistics.reconcile import Finding
from kapok.statistics.render import render_docx, render_html, render_pdf
from kapok.statistics.sources import SAMPLE
from kapok.statistics.store import reported_figures

EARLIEST_YEAR = 1980
"""Figures of earlier years are not looked for."""
LANGUAGES = ("zh-Hans", "zh-Hant", "en", "pt")
RENDERERS = {".html": render_html, ".pdf": render_pdf, ".docx": render_docx}


class Edition(Struct, frozen=True, kw_only=True):
    """One published version of a year: the figures as they were, and the digest of the definitions they rest on.

    `tiles`: indicator -> city -> value (None: hidden in public). `sample`: generated data went into it.
    """

    year: int
    version: int
    made_at: str
    figures: dict[str, Figure]
    findings: list[Finding]
    withheld: dict[str, str]
    definitions: str
    erratum: str = ""
    tiles: dict[str, dict[str, str | None]] = {}
    sample: bool = False


def editions_folder(home: Path, year: int) -> Path:
    """Where the versions of a year lie: `v1.json`, `v2.json` …"""
    return home / "statistics" / "published" / str(year)


def editions(home: Path, year: int) -> list[Edition]:
    """The published versions of a year, oldest first."""
    paths = sorted(editions_folder(home, year).glob("v*.json"), key=lambda path: int(path.stem[1:]))
    return [msgspec.json.decode(path.read_bytes(), type=Edition) for path in paths]


def prepare(home: Path, year: int, version: int = 1, erratum: str = "") -> Edition:
    """A version from what is known now, not yet published. Raises NotFound for a year without any figure."""
    found = gather(home, year) if EARLIEST_YEAR <= year <= clock.today().year else None
    if found is None or not found.figures:
        raise NotFound(f"There are no figures of {year}", "nothing was reported or computed", "Report figures or export cases")
    statements = {key: msgspec.to_builtins(each) for key, each in indicators(year).items()}
    tiles = {key: cells for each in chapters() if (key := each.tiles) and (cells := tiles_of(home, year, key))}
    return Edition(
        year=year, version=version, made_at=clock.now().isoformat(timespec="seconds"), figures=found.figures,
        findings=found.findings, withheld=found.withheld, erratum=erratum, tiles=tiles, sample=is_sample(home, year),
        definitions=hashlib.sha256(canonical_bytes(statements)).hexdigest(),
    )  # fmt: skip


def tiles_of(home: Path, year: int, key: str) -> dict[str, str | None]:
    """City -> what the public may see of a figure there: computed, or as it was reported by city. Empty where neither is."""
    computed = {
        place: value for (place, month), value in public_cells(home, year, key).items() if place in cities() and not month
    }
    if any(computed.values()):
        return computed
    return {
        place: each.value for (name, place), each in reported_figures(home, year).items() if name == key and place in cities()
    }


def is_sample(home: Path, year: int) -> bool:
    """Whether generated data went into the figures of a year."""
    reported = any(each.authority and each.source == SAMPLE for each in reported_figures(home, year).values())
    return reported or refresh(home, year).sample


def edition_of(home: Path, year: int, erratum: str = "") -> Edition:
    """The version to print: the newest that was published, or a new one for the first time and for an erratum."""
    known = editions(home, year)
    if known and not erratum:
        return known[-1]
    if erratum and not known:
        raise NotAllowed(f"{year} was not published yet", "an erratum corrects what was", "Publish without --erratum")
    made = prepare(home, year, len(known) + 1, erratum)
    folder = editions_folder(home, year)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / "writing"
    temporary.write_bytes(msgspec.json.encode(made))
    temporary.rename(folder / f"v{made.version}.json")
    return made


def paper_of(edition: Edition, language: str) -> Paper:
    """A version in a language."""
    return build_paper(
        edition.year, language, edition.figures, edition.withheld, edition.findings, version=edition.version,
        erratum=edition.erratum, tiles=edition.tiles, sample=edition.sample,
    )  # fmt: skip


def publish(home: Path, year: int, language: str, target: Path, erratum: str = "") -> dict[str, Any]:
    """Write the paper and what lies beside it. Returns the names of the files and the entry in the evidence log."""
    if language not in LANGUAGES:
        raise InputError(f"The paper is not printed in '{language[:20]}'", "", f"Take one of: {', '.join(LANGUAGES)}")
    render = RENDERERS.get(target.suffix)
    if render is None:
        raise InputError(f"{target.name} cannot be printed", "its name ends in none of .html, .pdf, .docx", "Name such a file")
    edition = edition_of(home, year, erratum)
    contents = {
        target.name: render(paper_of(edition, language)),
        "figures.csv": _csv(edition),
        "figures.json": _json_stat(edition),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    for name, data in contents.items():
        (target.parent / name).write_bytes(data)
    statement = {
        "kind": "whitepaper/1", "year": year, "version": edition.version, "language": language, "made_at": edition.made_at,
        "definitions": edition.definitions, "erratum": edition.erratum,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()},
        "sources": sorted({f"{each.origin}:{each.source}" for each in edition.figures.values()}),
        "figures": {key: shown(key, edition.figures, edition.withheld, "en") for key in edition.figures},
    }  # fmt: skip
    path = target.parent / f"{target.name}.manifest.json"
    path.write_bytes(sign_statement(home, statement))
    digest = hashlib.sha256(canonical_bytes(statement)).hexdigest()
    logged = deposit_digests(home, {"sha256": digest}, kind="whitepaper")
    return {
        "files": [*contents, path.name],
        "version": edition.version,
        "log_index": logged.log_index,
        "withheld": edition.withheld,
    }


def verify(home: Path, place: Path) -> list[tuple[str, bool, str]]:
    """Recompute a printed paper: signature, files, digits. Returns (step, whether it holds, finding)."""
    if place.is_dir():
        paths = sorted(place.glob("*.manifest.json"))
    else:
        paths = [place if place.name.endswith(".manifest.json") else place.parent / f"{place.name}.manifest.json"]
    if not paths or not all(path.is_file() for path in paths):
        raise InputError(f"There is no manifest beside {place}", "", "Name the paper or the folder it was printed into")
    return [step for path in paths for step in _verify(home, path)]


def _verify(home: Path, path: Path) -> list[tuple[str, bool, str]]:
    try:
        statement, signed = read_signed(path.read_bytes())
        year, version, files = int(statement["year"]), int(statement["version"]), dict(statement["files"])
        printed = dict(statement["figures"])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path.name} is no manifest of a white paper", str(error), "Take the one that was printed") from None
    steps = [("signature", signed, path.name)]
    for name, digest in files.items():
        file = path.parent / Path(name).name
        same = file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest
        steps.append(("file", same, name))
    known = {each.version: each for each in editions(home, year)}
    if version not in known:
        return [*steps, ("figures", False, f"this home has no version {version} of {year}")]
    edition = known[version]
    again = prepare(home, year)
    differ = [key for key, text in printed.items() if shown(key, edition.figures, edition.withheld, "en") != text]
    steps.append(("published figures", not differ, f"{len(printed)} figures" if not differ else f"differ: {', '.join(differ)}"))
    moved = [key for key, each in edition.figures.items() if key not in again.figures or again.figures[key].value != each.value]
    told = "the same digits" if not moved else f"sources say otherwise now (an erratum is due): {', '.join(moved)}"
    return [*steps, ("recomputed", not moved, told)]


def _csv(edition: Edition) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["id", "year", "region", "value", "unit", "qualifier", "origin", "authority", "source", "status"])
    for key, each in edition.figures.items():
        held = edition.withheld.get(key, "")
        writer.writerow(
            [
                key,
                each.year,
                each.region,
                "" if held else each.value,
                each.unit,
                each.qualifier,
                each.origin,
                each.authority,
                each.source,
                f"withheld: {held}" if held else "published",
            ]
        )
    return stream.getvalue().encode()


def _json_stat(edition: Edition) -> bytes:
    known = indicators(edition.year)
    keys = list(edition.figures)
    value = [None if key in edition.withheld else float(edition.figures[key].number) for key in keys]
    dimension = {
        "indicator": {
            "category": {
                "index": keys,
                "label": {key: known[key].names.en for key in keys},
                "unit": {key: {"base": known[key].unit} for key in keys},
            }
        },
        "region": {"category": {"index": [province()[0]], "label": {province()[0]: province()[1].en}}},
        "year": {"category": {"index": [str(edition.year)]}},
    }
    return msgspec.json.encode(
        {"version": "2.0", "class": "dataset", "label": f"White paper {edition.year}", "updated": edition.made_at,
         "id": list(dimension), "size": [len(keys), 1, 1], "dimension": dimension, "value": value}
    )  # fmt: skip
