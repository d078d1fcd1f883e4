"""What a healthy load of a source is, declared; a load that is not is held back from the public index until accepted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct

from kapok.errors import DefinitionError

LOOK_FROM = 100
"""Shares say nothing about a handful of records: fill rates and rejections are judged from this many on."""


class SourceSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A declared source. `fill` maps a record field to the least share of records that must have it (0 to 1)."""

    name: str
    title: str = ""
    minimum_records: int = 0
    fill: dict[str, float] = {}
    maximum_rejected: float = 0.5


def source_specs(own: Path | None = None) -> dict[str, SourceSpec]:
    """All declared sources: the shipped ones, then those of the installation (`own` folder). Raises DefinitionError."""
    files = [Path(__file__).with_name("sources.yaml")]
    if own is not None and own.is_dir():
        files += sorted(own.glob("*.yaml"))
    specs: dict[str, SourceSpec] = {}
    for file in files:
        try:
            entries = msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")) or [], list[SourceSpec])
        except (yaml.YAMLError, msgspec.ValidationError) as error:
            raise DefinitionError(
                f"The source declaration {file.name} cannot be used",
                str(error),
                "Correct the file; docs/operating.md shows one",
            ) from None
        specs.update({entry.name: entry for entry in entries})
    return specs


def check_health(spec: SourceSpec, read: int, rejected: int, filled: Mapping[str, int]) -> list[str]:
    """What is wrong with a load: one sentence per finding, empty when it is healthy.

    `read` counts records found, `rejected` those that could not be read, `filled` how many records have each field.
    """
    findings = []
    if read < spec.minimum_records:
        findings.append(f"{read} records were read, {spec.name} declares at least {spec.minimum_records}")
    if read >= LOOK_FROM:
        share = rejected / read
        if share > spec.maximum_rejected:
            findings.append(
                f"{share:.1%} of the records were rejected, at most {spec.maximum_rejected:.1%} is declared healthy"
            )
        good = read - rejected
        for name, least in spec.fill.items():
            share = filled.get(name, 0) / good if good else 0.0
            if share < least:
                findings.append(f"only {share:.1%} of the records have '{name}', at least {least:.1%} is declared healthy")
    return findings
