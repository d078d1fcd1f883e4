"""What a table mapping declares: how each column of a table becomes a field of a record, by a closed list of conversions.

A mapping is a YAML file (`mappings/*.yaml`, or the user's own) read by `table_definition`. `docs/formats-how-to-add.md`
explains it with examples. All types here are plain data: they travel to worker processes.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, field

from kapok.records.parties import PartyRole
from kapok.records.record import CitationOrigin

Media = Literal["csv", "xlsx", "json", "jsonl"]
NumberField = Literal["publication", "application", "registration"]
NumberForm = Literal["plain", "joined", "spaced", "under"]
"""How a cell writes a number: `plain` 123 (of the record's office) · `joined` US20090208610A1 · `spaced` AT 399980 B (a
date may follow) · `under` WO_2008_155316_A1."""
SplitBy: TypeAlias = str
"""What stands between the values of one cell; "" = one value, `json` = the cell holds a JSON list of texts."""


class Conversion(Struct, frozen=True, kw_only=True):
    """What all conversions share.

    `empty`: cell texts that mean "not stated" in this column. `unreadable`: a pattern for values that carry no
    information (`????`); they are left out of the record, kept as original text and counted as a repair.
    """

    empty: tuple[str, ...] = ()
    unreadable: str = ""


class TextTo(Conversion, frozen=True, kw_only=True):
    """Text with language -> `titles`, `abstracts`, `descriptions`, `texts`, `mark_descriptions`, …"""

    to: str = field(name="text")
    language: str = ""
    language_column: str = ""
    separator: SplitBy = ""


class ValueTo(Conversion, frozen=True, kw_only=True):
    """A plain text field (`kind_code`, `office_status_text`, `mark_text` …), its words mapped by `values` if given.

    `pattern` takes its first group out of the cell. A word that `values` does not have is kept as it stands, or becomes
    `otherwise` ("" = says nothing).
    """

    to: str = field(name="value")
    values: dict[str, str] = {}
    otherwise: str | None = None
    pattern: str = ""
    separator: SplitBy = ""


class DateTo(Conversion, frozen=True, kw_only=True):
    """A day -> any field that ends in `_date`, or `document_date` of the provenance.

    `order` is that of `kapok.records.dates.parse_date` (`dmy`, `mdy`, `ymd`), or `minguo`. A date that cannot be read
    stays as original text and costs the record nothing else.
    """

    to: str = field(name="date")
    order: Literal["", "ymd", "dmy", "mdy", "minguo"] = ""
    pattern: str = ""


class NumberTo(Conversion, frozen=True, kw_only=True):
    """A number -> `publication`, `application` or `registration`; the day comes from the field's own date column."""

    to: NumberField = field(name="number")
    form: NumberForm = "plain"
    office_code: str = ""
    kind_column: str = ""
    date_column: str = ""


class PartyTo(Conversion, frozen=True, kw_only=True):
    """Names -> parties in a role; country, address and identifier from other columns, item by item where they are lists."""

    role: PartyRole = field(name="party")
    separator: SplitBy = ""
    country_column: str = ""
    address_column: str = ""
    identifier_column: str = ""
    language: str = ""
    role_text: str = ""


class ClassTo(Conversion, frozen=True, kw_only=True):
    """Class symbols -> classifications of a scheme, in the scheme's normal form."""

    scheme: Literal["ipc", "cpc", "national", "uspc", "fi", "fterm", "nice", "vienna", "locarno", "usdesign", "gbt4754"] = (
        field(name="classification")
    )
    separator: SplitBy = ""
    version: str = ""
    value: str = "unknown"
    office_code: str = ""


class GoodsTo(Conversion, frozen=True, kw_only=True):
    """Goods and services of a mark: `goods: classes` lists Nice classes, `goods: text` the words (class in `class_column`).

    `goods: similar_groups` lists the office's groups of similar goods (of all classes, where there are several).

    With `pattern` (groups `nice` and `text`) one cell holds several classes: `9: phones; 35: advertising`.
    """

    to: Literal["classes", "text", "similar_groups"] = field(name="goods")
    class_column: str = ""
    separator: SplitBy = ""
    pattern: str = ""
    language: str = ""


class CountryTo(Conversion, frozen=True, kw_only=True):
    """ISO or ST.3 country codes -> `country_codes`, `designated_states`; `values` maps names to codes.

    `otherwise` is the code for every text that is neither (an Indian state: IN).
    """

    to: str = field(name="country")
    separator: SplitBy = ""
    values: dict[str, str] = {}
    otherwise: str = ""


class AttributeTo(Conversion, frozen=True, kw_only=True):
    """Anything else worth keeping -> an entry of `attributes` (several values joined by "; ")."""

    name: str = field(name="attribute")
    separator: SplitBy = ""


class CitationTo(Conversion, frozen=True, kw_only=True):
    """Cited things: `citation: text` (literature) or `citation: number` (documents)."""

    to: Literal["text", "number"] = field(name="citation")
    origin: CitationOrigin = "unknown"
    form: NumberForm = "joined"
    separator: SplitBy = ""


class PriorityTo(Conversion, frozen=True, kw_only=True):
    """Priorities: number, date and office from one cell by `form: spaced`, or by the first of `patterns` that occurs in it.

    Patterns have the groups `number`, `date`, `office`, `kind` and are found as often as they occur. Or the number stands here
    and the day in `date_column`; or, with `form: date`, the day alone.
    """

    kind: str = field(name="priority")
    form: Literal["plain", "joined", "spaced", "under", "date"] = "spaced"
    separator: SplitBy = ""
    patterns: tuple[str, ...] = ()
    date_column: str = ""
    office_code: str = ""
    order: Literal["", "ymd", "dmy", "mdy", "minguo"] = ""


class RelatedTo(Conversion, frozen=True, kw_only=True):
    """Related rights (`madrid`, `division`, `parent`, `seniority` …): the number, or with `form: text` the words."""

    relation: str = field(name="related")
    form: Literal["plain", "joined", "spaced", "under", "text"] = "plain"
    separator: SplitBy = ""
    office_code: str = ""
    date_column: str = ""


class EventTo(Conversion, frozen=True, kw_only=True):
    """A legal event whose day is the cell; `event` is the office's own words for it."""

    text: str = field(name="event")
    code: str = ""
    category: str = ""
    order: Literal["", "ymd", "dmy", "mdy", "minguo"] = ""
    pattern: str = ""
    detail_column: str = ""


class ImageTo(Conversion, frozen=True, kw_only=True):
    """Addresses of pictures: `image: mark | drawing | view | page`."""

    kind: Literal["mark", "drawing", "view", "page"] = field(name="image")
    separator: SplitBy = ""


class PartsTo(Conversion, frozen=True, kw_only=True):
    """A cell that holds several things: the first of `patterns` that fits names groups, `parts` converts each of them."""

    patterns: tuple[str, ...]
    parts: dict[str, tuple[Conversion, ...]] = {}


class Ignore(Conversion, frozen=True, kw_only=True):
    """Left out on purpose; the reason is shown by the audit."""

    reason: str = field(name="ignore")


class KeyRule(Struct, frozen=True, kw_only=True):
    """One way to identify a record: by one of its numbers, or by the texts of columns where no number exists."""

    number: Literal["", "publication", "application", "registration"] = ""
    columns: tuple[str, ...] = ()


class RowRule(Struct, frozen=True, kw_only=True):
    """What is done differently with rows whose column `column` matches `matches` (or is one of `is_one_of`).

    Either the rows are rejected (`reject` says why: they are told and counted), skipped (`skip` says why), or read with their
    own `columns` (in place of the mapping's for the same columns), `category`, `key` and `constants`.
    """

    column: str
    matches: str = ""
    is_one_of: tuple[str, ...] = ()
    reject: str = ""
    skip: str = ""
    category: str = ""
    key: tuple[KeyRule, ...] = ()
    constants: dict[str, str] = {}
    columns: dict[str, tuple[Conversion, ...]] = {}


class ByColumn(Struct, frozen=True, kw_only=True):
    """A value that a column decides, its words mapped by `values`; `otherwise` where the word is not in there."""

    column: str
    values: dict[str, str] = {}
    otherwise: str = ""


class Mapping(Struct, frozen=True, kw_only=True):
    """A whole table mapping. `detect` names columns that together show this table; `file` is where it was declared.

    `heading_row` is the row of the column names (0: there are none, columns are `column 1` …). `records_at` is the path of the
    list inside a JSON document. `partial`: the rows only add to records that another source knows in full.
    """

    name: str
    title: str
    standard: str
    source: str
    media: tuple[Media, ...]
    category: str | ByColumn
    office_code: str | ByColumn
    key: tuple[KeyRule, ...]
    detect: tuple[str, ...] = ()
    columns: dict[str, tuple[Conversion, ...]] = {}
    language: str | ByColumn = "und"
    real_files: bool = True
    encoding: tuple[str, ...] = ("utf-8",)
    delimiter: str = ""
    heading_row: int = 1
    records_at: str = ""
    partial: bool = False
    empty: tuple[str, ...] = ()
    constants: dict[str, str] = {}
    rows: tuple[RowRule, ...] = ()
    file: str = ""

    def categories(self) -> tuple[str, ...]:
        """Every category that a record of this table may be of."""
        if isinstance(self.category, str):
            return (self.category,)
        return tuple(dict.fromkeys(name for name in (*self.category.values.values(), self.category.otherwise) if name))

    def all_categories(self) -> tuple[str, ...]:
        """The same with those of single row rules."""
        return tuple(dict.fromkeys((*self.categories(), *(rule.category for rule in self.rows if rule.category))))
