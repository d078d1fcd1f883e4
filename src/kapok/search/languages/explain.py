"""A query tree in words, in four languages: what a search really asks for."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kapok.codes.categories import categories
from kapok.codes.declared import read_yaml
from kapok.codes.offices import office_name
from kapok.search.fields import field_name, get_field
from kapok.search.query import (
    And,
    AndNot,
    ClassSymbol,
    Compare,
    Everything,
    Fuzzy,
    Node,
    NumberIs,
    NumberList,
    Or,
    Proximity,
    StatusOn,
    Within,
    Words,
)

_MOST_NUMBERS = 20
"""Numbers of a list that are named; the count tells the rest."""

_COMPARED = {"=": "equal", "<": "less", "<=": "less_or_equal", ">": "greater", ">=": "greater_or_equal"}


class ExplainRow(Struct, frozen=True):
    """One line: how deep it stands (0 = outermost), the node's kind (its class name), its field key or "", the words."""

    depth: int
    kind: str
    field: str
    text: str


def explain(node: Node, locale: str = "en") -> str:
    """The tree as indented text, one line a node. `locale`: en, zh-Hans, zh-Hant, pt (English for any other)."""
    return "\n".join("  " * row.depth + row.text for row in explain_rows(node, locale))


def explain_rows(node: Node, locale: str = "en") -> list[ExplainRow]:
    """The tree as rows in reading order, for pages and `--json`."""
    return list(_rows(node, 0, _Teller(locale)))


class _Teller:
    """Fills the declared sentences of one language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._sentences = read_yaml("explain", "kapok.search.languages")

    def say(self, key: str, **parts: object) -> str:
        sentences: dict[str, str] = self._sentences[key]
        return sentences.get(self.locale, sentences["en"]).format(**parts)


def _rows(node: Node, depth: int, teller: _Teller) -> Iterator[ExplainRow]:
    kind = type(node).__name__
    match node:
        case And(parts) | Or(parts):
            yield ExplainRow(depth, kind, "", teller.say("all_of" if kind == "And" else "any_of"))
            for part in parts:
                yield from _rows(part, depth + 1, teller)
        case AndNot(Everything(), Everything()):
            yield ExplainRow(depth, kind, "", teller.say("nothing"))
        case AndNot(left, right):
            yield ExplainRow(depth, kind, "", teller.say("these"))
            yield from _rows(left, depth + 1, teller)
            yield ExplainRow(depth, kind, "", teller.say("without"))
            yield from _rows(right, depth + 1, teller)
        case Proximity(left, right):
            yield ExplainRow(depth, kind, "", teller.say("near", how=_how_near(node, teller)))
            yield from _rows(left, depth + 1, teller)
            yield from _rows(right, depth + 1, teller)
        case _:
            yield ExplainRow(depth, kind, getattr(node, "field", ""), _leaf(node, teller))


def _how_near(node: Proximity, teller: _Teller) -> str:
    same = "same_" if node.unit != "word" and node.distance == 0 else ""
    how = teller.say(f"near_{same}{node.unit}", distance=node.distance)
    return teller.say("ordered", how=how) if node.ordered else how


def _leaf(node: Node, teller: _Teller) -> str:
    match node:
        case Everything():
            return teller.say("everything")
        case Words():
            return _words(node, teller)
        case Fuzzy(field, word, distance):
            return teller.say("fuzzy", field=_name(field, teller), texts=_quoted(word), distance=distance)
        case Compare(field, operator, value):
            return teller.say(_COMPARED[operator], field=_name(field, teller), value=value)
        case Within(field, low, high):
            return teller.say("within", field=_name(field, teller), low=low or "…", high=high or "…")
        case ClassSymbol(field, symbol, scope, offices):
            text = teller.say(f"class_{scope}", field=_name(field, teller), symbol=symbol)
            return teller.say("given_by", text=text, offices=", ".join(offices)) if offices else text
        case NumberIs(field, text):
            key = "number_of_office" if len(text) == 2 and text.isalpha() else "number"
            return teller.say(key, field=_name(field, teller), texts=text)
        case NumberList(field, texts):
            shown = ", ".join(texts[:_MOST_NUMBERS]) + (" …" if len(texts) > _MOST_NUMBERS else "")
            return teller.say("number_list", field=_name(field, teller), count=len(texts), texts=shown)
        case StatusOn(status, day):
            return teller.say("status_on", day=day, status=teller.say(status))
    raise TypeError(f"no words for {type(node).__name__}")


def _words(node: Words, teller: _Teller) -> str:
    name = _name(node.field, teller)
    if get_field(node.field).kind == "keyword":
        values = ", ".join(_value_name(node.field, word, teller) for word in node.words)
        return teller.say("value" if len(node.words) == 1 else "values", field=name, texts=values)
    if node.relation in ("phrase", "exact"):
        return teller.say(node.relation, field=name, texts=_quoted(" ".join(node.words)))
    key = "word" if len(node.words) == 1 else f"words_{node.relation}"
    return teller.say(key, field=name, texts=", ".join(map(_quoted, node.words)))


def _value_name(field: str, value: str, teller: _Teller) -> str:
    """A keyword value with its name where it is a code."""
    if field in ("office_code", "applicant_country"):
        name = office_name(value, teller.locale)
        return value if name == value else f"{value} ({name})"
    if field == "category":
        names = {each.key: each.names for each in categories()}
        return names[value].get(teller.locale, names[value]["en"]) if value in names else value
    if field == "status" and value in ("in_force", "not_in_force", "pending", "unknown"):
        return teller.say(value)
    return value


def _name(field: str, teller: _Teller) -> str:
    return field_name(field, teller.locale)


def _quoted(text: str) -> str:
    return f"“{text}”"
