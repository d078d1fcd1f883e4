"""A mapping made ready for one table: which step reads which cell, for each kind of row.

A `Plan` is compiled once for a heading and used for every row. Columns of the heading that the mapping neither maps nor
ignores are unexpected, and told by the audit.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from kapok.formats.audit import Audit
from kapok.formats.ports import ReadContext, Rejected
from kapok.formats.table_cells import cell_text
from kapok.formats.table_checks import RECORD_CLASSES
from kapok.formats.table_convert import Step, build_step
from kapok.formats.table_draft import Draft
from kapok.formats.table_mapping import ByColumn, Conversion, Ignore, KeyRule, Mapping, PartsTo, RowRule
from kapok.records.provenance import Provenance
from kapok.records.record import Record

COLUMN_OPTIONS = ("kind_column", "date_column", "country_column", "address_column", "identifier_column", "class_column",
                  "language_column", "detail_column")  # fmt: skip


def helper_columns(conversions: tuple[Conversion, ...]) -> set[str]:
    """The columns that these conversions read beside their own."""
    found = set()
    for conversion in conversions:
        found |= {name for option in COLUMN_OPTIONS if (name := getattr(conversion, option, ""))}
        if isinstance(conversion, PartsTo):
            for inner in conversion.parts.values():
                found |= helper_columns(inner)
    return found


def known_columns(mapping: Mapping) -> dict[str, str]:
    """Every column that the mapping names -> "" where it is used, the reason where it is ignored."""
    known: dict[str, str] = {}
    for columns in (mapping.columns, *(rule.columns for rule in mapping.rows)):
        for name, conversions in columns.items():
            reasons = [each.reason for each in conversions if isinstance(each, Ignore)]
            if reasons and name not in known:
                known[name] = reasons[0]
            if len(reasons) < len(conversions):
                known[name] = ""
            known.update(dict.fromkeys(helper_columns(conversions), ""))
    for decided in (mapping.category, mapping.office_code, mapping.language):
        if isinstance(decided, ByColumn):
            known[decided.column] = ""
    return known


class _Branch:
    """The steps for one kind of row."""

    def __init__(
        self,
        mapping: Mapping,
        positions: dict[str, int],
        columns: dict[str, tuple[Conversion, ...]],
        key: tuple[KeyRule, ...],
        constants: dict[str, str],
        category: str = "",
    ) -> None:
        self.key = key
        self.category = category
        self.constants = constants
        self.key_positions = {name: positions[name] for rule in key for name in rule.columns if name in positions}
        empty = frozenset(mapping.empty)
        self.steps: list[tuple[int, Step]] = [
            (positions[name], build_step(conversion, name, positions, empty))
            for name, conversions in columns.items()
            if name in positions
            for conversion in conversions
            if not isinstance(conversion, Ignore)
        ]


class Plan:
    """A mapping compiled for a heading; `read` makes the record of one row."""

    def __init__(self, mapping: Mapping, heading: tuple[str, ...]) -> None:
        self.mapping = mapping
        self._known = known_columns(mapping)
        self.heading = heading = heading or tuple(self._known)  # JSON objects have no heading: every path that is named
        self.whole = frozenset(name for name, reason in self._known.items() if not reason)
        positions = {name: place for place, name in reversed(list(enumerate(heading)))}
        self._empty = frozenset(mapping.empty)
        self._main = _Branch(mapping, positions, mapping.columns, mapping.key, mapping.constants)
        self._rules: list[tuple[int, Callable[[str], bool], RowRule, _Branch]] = []
        for rule in mapping.rows:
            if rule.column in positions:
                constants = {**mapping.constants, **rule.constants}
                columns = {**mapping.columns, **rule.columns}
                branch = _Branch(mapping, positions, columns, rule.key or mapping.key, constants, rule.category)
                self._rules.append((positions[rule.column], _test(rule), rule, branch))
        self._category = _decider(mapping.category, positions, self._empty)
        self._office_code = _decider(mapping.office_code, positions, self._empty)
        self._language = _decider(mapping.language, positions, self._empty)

    def read(
        self, row: list[Any], position: str, context: ReadContext, format_name: str, notes: tuple[tuple[str, str], ...] = ()
    ) -> Record | Rejected | None:
        """The record of the row at `position`; None for a row that the mapping skips.

        `notes` are repairs made before: what was repaired, and the original text ("" where there is none to keep).
        """
        branch = self._main
        for place, test, rule, own in self._rules:
            if test(cell_text(row[place]).strip()):
                if rule.skip:
                    return None
                if rule.reject:
                    return Rejected(position, rule.reject, row_bytes(row))
                branch = own
                break
        category = branch.category or self._category(row)
        kind = RECORD_CLASSES.get(category)
        if kind is None:
            return Rejected(position, f"its category '{category}' is none of the mapping's", row_bytes(row))
        draft = Draft(self._office_code(row), self._language(row))
        for repair, text in notes:
            if text:
                draft.keep(repair, text)
            draft.repairs.append(repair)
        empty = self._empty
        for place, step in branch.steps:
            cell = row[place]
            if type(cell) is str:
                cell = cell.strip()
                if cell and cell not in empty:
                    step(cell, row, draft)
            elif cell:
                step(cell, row, draft)
        if self.mapping.partial:
            draft.attributes["partial"] = self.mapping.name
        if branch.constants:
            for name, value in branch.constants.items():
                draft.fields.setdefault(name, value)
        texts = {name: cell_text(row[place]).strip() for name, place in branch.key_positions.items()}
        texts = {name: text for name, text in texts.items() if text not in empty}
        identity = draft.identity(category, branch.key, texts)
        if identity is None or not identity.office_code:
            what = "office" if identity else "number or name"
            return Rejected(position, f"it has no {what} by which it could be known", row_bytes(row))
        provenance = Provenance(
            context.source,
            format_name,
            context.file,
            position,
            context.read_at,
            draft.document_date,
            draft.original,
            tuple(draft.repairs),
        )
        return draft.build(kind, category, identity, provenance, category not in ("patent", "design"))

    def audit(self, row: list[Any], audit: Audit) -> None:
        """Count every filled cell of the row under what becomes of its column."""
        self.audit_paths(dict(zip(self.heading, row, strict=False)), audit)

    def audit_paths(self, cells: dict[str, Any], audit: Audit) -> None:
        """The same for the values of a JSON object by path."""
        for name, cell in cells.items():
            if cell in (None, "", [], {}) or (isinstance(cell, list) and all(item is None for item in cell)):
                continue
            reason = verdict(self._known, name)
            if reason is None:
                audit.surprise(name)
            elif reason:
                audit.ignore(name, reason)
            else:
                audit.use(name)


def verdict(known: dict[str, str], path: str) -> str | None:
    """ "" for a used path, the reason for an ignored one, None for one that the mapping does not know.

    What lies inside an ignored object (`logo.uri` in `logo`) is ignored with it; `Count of *` ignores every column that
    begins so.
    """
    if path in known:
        return known[path]
    for name, reason in known.items():
        if name.endswith("*") and path.startswith(name[:-1]):
            return reason
    parent = path
    while "." in parent:
        parent = parent.rpartition(".")[0]
        if known.get(parent):
            return known[parent]
    return None


def row_bytes(row: list[Any]) -> bytes:
    """The row for the quarantine file: its cells divided by tabs."""
    return "\t".join(cell_text(cell) for cell in row).encode("utf-8", "surrogateescape")


def _test(rule: RowRule) -> Callable[[str], bool]:
    if rule.matches:
        pattern = re.compile(rule.matches)
        return lambda text: pattern.fullmatch(text) is not None
    words = frozenset(rule.is_one_of)
    return lambda text: text in words


def _decider(declared: str | ByColumn, positions: dict[str, int], empty: frozenset[str]) -> Callable[[list[Any]], str]:
    if isinstance(declared, str):
        word = sys.intern(declared)  # so that the encoder sees a default for what it is, and leaves it out
        return lambda row: word
    place = positions.get(declared.column, -1)
    otherwise = sys.intern(declared.otherwise)
    if place < 0:
        return lambda row: otherwise

    def decide(row: list[Any]) -> str:
        text = cell_text(row[place]).strip()
        if not text or text in empty:
            return otherwise
        return declared.values.get(text, declared.otherwise or text) if declared.values else text

    return decide
