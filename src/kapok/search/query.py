"""The one query tree. Query languages are read into it and printed from it; a backend compiles it.

Nodes are frozen and compare by value, so that printing and parsing again must give an equal tree.
`field` is always a key of `kapok.search.fields` (never an alias).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Node(Struct, frozen=True, tag=True):
    """Any node of a query."""


class Everything(Node, frozen=True):
    """Matches every record (an empty box)."""


class Words(Node, frozen=True):
    """Words in a text or name field.

    `relation`: `all` words, `any` word, `phrase` (adjacent, in order), `exact` (the whole field value, CQL `==`).
    A word may hold truncation: `*` any number of characters, `?` none or one, `#` exactly one.
    """

    field: str
    words: tuple[str, ...]
    relation: Literal["all", "any", "phrase", "exact"] = "all"


class Fuzzy(Node, frozen=True):
    """One word with up to `distance` (1 or 2) edits."""

    field: str
    word: str
    distance: int = 1


class Compare(Node, frozen=True):
    """A date or number compared: `=` on a partial date means the whole period it names."""

    field: str
    operator: Literal["=", "<", "<=", ">", ">="]
    value: str


class Within(Node, frozen=True):
    """From `low` to `high`, both included, either may be empty (open); partial dates cover their period."""

    field: str
    low: str
    high: str


class ClassSymbol(Node, frozen=True):
    """A classification symbol. `scope`: `same` the symbol alone, `low` with its descendants, `high` with its ancestors.

    A symbol shorter than its scheme's full form (`H01L`) always includes its descendants, as OPS does. A symbol that ends
    in `*` (`H01L 21/02*`) stands for every symbol that is written so. `offices`: each of these offices gave the symbol
    (OPS `cpc=(C08F prox/unit=sentence (US, EP))`).
    """

    field: str
    symbol: str
    scope: Literal["same", "low", "high"] = "same"
    offices: tuple[str, ...] = ()


class NumberIs(Node, frozen=True):
    """A document number in any usual form (`EP1000000`, `US 7,272,630 B2`, `ZL200710001234.5`, `CN 101551481 B`).

    Two letters alone (`EP`) stand for every number of that office. It may hold truncation (`EP10000*`), as a word may.
    """

    field: str
    text: str


class NumberList(Node, frozen=True):
    """A pasted list of numbers: any of them."""

    field: str
    texts: tuple[str, ...]


class StatusOn(Node, frozen=True):
    """Records whose right had this legal status on a day (ISO). `status`: pending | in_force | not_in_force."""

    status: Literal["pending", "in_force", "not_in_force"]
    day: str


class Proximity(Node, frozen=True):
    """Two word expressions in the same field near each other.

    `distance` counts units from one to the other (adjacent words: 1; same sentence: 0), `ordered`: left first.
    """

    left: Node
    right: Node
    unit: Literal["word", "sentence", "paragraph"] = "word"
    distance: int = 1
    ordered: bool = False


class And(Node, frozen=True):
    """All parts."""

    parts: tuple[Node, ...]


class Or(Node, frozen=True):
    """Any part."""

    parts: tuple[Node, ...]


class AndNot(Node, frozen=True):
    """`left` without `right`: `not` is binary, as in CQL."""

    left: Node
    right: Node
