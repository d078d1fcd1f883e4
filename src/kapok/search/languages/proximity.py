"""`prox` and its modifiers in every usual spelling, and what may stand on its sides.

`prox/distance<=3`, `prox/distance<3`, `prox/unit=sentence`, `prox/distance<=2/ordered=true`, `prox/ordered`, in any order;
also CQL 1.0's `prox/<=/3/word/ordered`. Distance counts from word to word (neighbours: 1); within one sentence it is 0.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from msgspec import Struct

from kapok.errors import QueryError
from kapok.search.fields import get_field
from kapok.search.languages.complaint import complain
from kapok.search.mapping_units import FARTHEST
from kapok.search.near_tree import fuzzy_in_prox
from kapok.search.query import And, AndNot, ClassSymbol, Fuzzy, Node, Or, Proximity, Words

Unit = Literal["word", "sentence", "paragraph"]
DISTANCES = {unit: (1 if unit == "word" else 0, farthest) for unit, farthest in FARTHEST.items()}
"""The smallest and largest distance per unit (what the search engine answers)."""

_STANDS_BETWEEN = "prox stands between words, phrases or brackets of them joined by or"
_MODIFIER = re.compile(r"/\s*(?:(\w+)\s*(?:(<=|>=|<>|[<>=≤≥＜＞＝])\s*(\w+))?|(<=|>=|<>|[<>=≤≥＜＞＝]))?")
_HALF_WIDTH = {"≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "＝": "="}
_UNITS = {"word": "word", "words": "word", "sentence": "sentence", "paragraph": "paragraph"}


class ProxForm(Struct, frozen=True):
    """How near: `unit`, `distance` in units, `ordered`."""

    unit: Unit = "word"
    distance: int = 1
    ordered: bool = False


def read_prox(text: str, position: int) -> ProxForm:
    """The form of a `prox/…` operator at `position`. Raises QueryError for a modifier that means nothing."""
    unit, distance, ordered, sign = "word", -1, False, "<="
    for match in _MODIFIER.finditer(text):
        name, comparison, value, alone = match.groups()
        place = position + match.start() + 1
        comparison = _HALF_WIDTH.get(comparison or "", comparison)
        lower = (name or "").lower()
        if alone:
            sign = _HALF_WIDTH.get(alone, alone)
        elif lower == "distance" and comparison:
            distance = _distance(comparison, value, place)
        elif lower == "unit" and comparison == "=" and value.lower() in _UNITS:
            unit = _UNITS[value.lower()]
        elif lower == "ordered" and (comparison is None or (comparison == "=" and value.lower() in ("true", "false"))):
            ordered = value is None or value.lower() == "true"
        elif lower == "unordered" and comparison is None:
            ordered = False
        elif lower in _UNITS and comparison is None:
            unit = _UNITS[lower]
        elif lower.isdigit() and comparison is None:
            distance = _distance(sign, lower, place)
        elif name:
            raise complain(
                f"prox has no modifier '{match.group()[1:].strip()}'",
                place,
                expected=("unit=word, sentence or paragraph", "distance<=3", "ordered=true"),
            )
    low, high = DISTANCES[unit]
    if distance < 0:
        distance = low
    if not low <= distance <= high:
        raise complain(
            f"The distance {distance} cannot be searched",
            position,
            why=f"between {unit}s it goes from {low} to {high}",
            next_step="Choose a distance in that range",
        )
    return ProxForm(cast(Unit, unit), distance, ordered)


def _distance(comparison: str, value: str, place: int) -> int:
    """The largest distance allowed: `<3` is at most 2."""
    if not (value.isascii() and value.isdigit()) or len(value) > 4:
        raise complain(f"'{value}' is no distance", place, expected=("a whole number up to 200",))
    number = int(value)
    if comparison == "<=" or (comparison == "=" and number <= 1):
        return number
    if comparison == "<" and number > 0:
        return number - 1
    raise complain(
        f"A distance cannot be {comparison}{value}", place, why="prox says how near", next_step=f"Write distance<={value or 3}"
    )


def make_proximity(left: Node, right: Node, form: ProxForm, position: int) -> Node:
    """Both sides near each other. Raises QueryError where they are no words, or not in one field."""
    for side, is_left in ((left, True), (right, False)):
        if isinstance(side, And | AndNot):
            raise _refuse_and(position, is_left)
    fields = [*_fields(left, position), *_fields(right, position)]
    if len(set(fields)) > 1:
        raise complain(
            "Both sides of prox must be in the same field",
            position,
            why=f"these are in '{fields[0]}' and '{next(field for field in fields if field != fields[0])}'",
            next_step="Name the field on both sides, or once with brackets: ti=(green prox/distance<=3 energy)",
        )
    if get_field(fields[0]).kind == "class" and (form.unit != "sentence" or form.distance or form.ordered):
        raise complain(
            "Classes are joined by prox/unit=sentence only",
            position,
            why="it finds symbols that stand in one combination set, or that an office gave",
            next_step="Write prox/unit=sentence, or and",
        )
    return Proximity(left, right, form.unit, form.distance, form.ordered)


def _fields(side: Node, position: int) -> list[str]:
    match side:
        case Words(field, words, relation) if relation in ("phrase", "any") or (relation == "all" and len(words) == 1):
            return [field]
        case Fuzzy(_, word):
            error = fuzzy_in_prox(word)
            raise complain(error.what, position, why=error.why, next_step=error.next_step)
        case ClassSymbol(field):
            return [field]
        case Or(parts):
            return [field for part in parts for field in _fields(part, position)]
        case Proximity(left, right):
            return _fields(left, position) + _fields(right, position)
    raise _refuse(position)


def _refuse_and(position: int, is_left: bool) -> QueryError:
    """A side with `and` or `not` in it: mostly a bracket that was not written."""
    if is_left:
        why = "read from left to right, all that stands before it is its left side"
        next_step = "Put brackets around prox and its two sides: ti=a and (ti=b prox/distance<=3 ti=c)"
    else:
        why = "its right side has and or not in it"
        next_step = "Write prox for each: (ti=a prox/distance<=3 ti=b) and (ti=a prox/distance<=3 ti=c)"
    return complain(_STANDS_BETWEEN, position, why=why, next_step=next_step)


def _refuse(position: int) -> QueryError:
    return complain(
        _STANDS_BETWEEN,
        position,
        next_step='Use single words, "a phrase", or (this or that) on each side',
    )
