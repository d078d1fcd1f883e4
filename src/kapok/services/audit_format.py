"""Audit a file: which share of its elements is used, ignored for a written reason, or unexpected. Loads nothing."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kapok import clock
from kapok.errors import InputError
from kapok.formats.audit import Audit
from kapok.formats.container import list_files, open_file
from kapok.formats.ports import ReadContext, Rejected
from kapok.formats.registry import detect, get_reader


class AuditReport(Struct, frozen=True, kw_only=True):
    """Shares from 0 to 1 of all element occurrences, and the elements behind them with their counts."""

    format: str
    records: int
    rejected: int
    used: float
    ignored: float
    unexpected: float
    ignored_elements: list[tuple[str, int, str]]
    unexpected_elements: list[tuple[str, int]]


def audit_format(paths: Sequence[str], format_name: str = "") -> AuditReport:
    """Read files in audit mode. Raises InputError when none is in a known format."""
    audit = Audit()
    records = rejected = 0
    names: list[str] = []
    for path in paths:
        for file in list_files(path):
            for member in open_file(file):
                reader = get_reader(format_name) if format_name else detect(member.head())
                if reader is None:
                    continue
                if reader.spec.name not in names:
                    names.append(reader.spec.name)
                context = ReadContext(reader.spec.default_source, member.name, clock.now().isoformat(), audit)
                for chunk in reader.split(member.stream, member.name):  # type: ignore[arg-type]
                    items = [chunk] if isinstance(chunk, Rejected) else reader.parse(chunk, context)
                    for item in items:
                        records += 1
                        rejected += isinstance(item, Rejected)
    if not names:
        raise InputError(
            "Nothing given is in a format that Kapok reads", "the content was not recognised", "See 'kapok formats list'"
        )
    shares = audit.shares()
    return AuditReport(
        format=", ".join(names),
        records=records,
        rejected=rejected,
        used=shares["used"],
        ignored=shares["ignored"],
        unexpected=shares["unexpected"],
        ignored_elements=[(p, n, audit.reasons.get(p, "")) for p, n in audit.ignored.most_common()],
        unexpected_elements=list(audit.unexpected.most_common()),
    )
