"""The query tree -> a tantivy query. One method per node; exact by construction, no estimate anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from kapok.codes.classes import ancestors, branch_of, normalise_symbol
from kapok.errors import InputError, QueryError
from kapok.records.dates import parse_date, to_day
from kapok.records.number_variants import number_variants
from kapok.search.fields import fields
from kapok.search.mapping_layout import (
    COUNTED_FIELDS,
    FACET_ALIASES,
    WEIGHTS,
    WHOLE_BY_CHECKSUM,
    class_term,
    class_tree_term,
    date_code,
    exact_form,
    exact_term,
    number_form,
    number_term,
    span_query_terms,
)
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
from kapok.search.tantivy_near import NearCompiler
from kapok.search.tantivy_schema import STATE_KEY, schema
from kapok.search.tantivy_terms import any_of, word_query
from kapok.search.word_patterns import TRUNCATION, Sequence_, patterns, regex_of, with_stand_ins

_NUMBER_FIELD = {
    "publication_number_epodoc": "publication_number",
    "application_number_epodoc": "application_number",
    "priority_number_epodoc": "priority_number",
}
"""EPODOC index names ask for the same numbers: every form is indexed."""

_WORDS_OF = {"citation": "citation_text"}


Verify = Callable[[Query, str, Sequence_, Sequence_, Proximity], list[str]]
"""Checks candidates on their stored text: (candidates, field, left tokens, right tokens, proximity) -> keys."""


class Compiler:
    """Compiles trees for one state of the index (`searcher`: terms that it does not know are left out at once).

    After `compile`, `scored` says whether ranking distinguishes results, `verify` is the hook by which candidates of a
    condition that positions cannot decide are checked on the stored text.
    """

    def __init__(self, searcher: tantivy.Searcher, verify: Verify) -> None:
        self.searcher = searcher
        self.verify = verify
        self.scored = False
        self.weigh = False
        self._near = NearCompiler(self)

    def compile(self, node: Node) -> Query:
        """The query of a tree. Raises QueryError for a condition that its field cannot have."""
        weights = {WEIGHTS.get(name, 1.0) for leaf in word_leaves(node) for name in real_fields(leaf.field)}
        self.weigh = len(weights) > 1
        return self.node(node)

    def node(self, node: Node) -> Query:
        """The query of any node."""
        method = _METHODS.get(type(node))
        if method is None:
            raise QueryError("This query cannot be run", f"the search engine has no meaning for {type(node).__name__}")
        return method(self, node)

    @staticmethod
    def fields_of(leaf: Words) -> tuple[str, ...]:
        """The index fields of a condition on words."""
        return real_fields(leaf.field)

    # --- words -------------------------------------------------------------------------------------------------------

    def words(self, node: Words) -> Query:
        """Words in text, name or keyword fields; other kinds read the words as their own values."""
        kind = fields()[node.field].kind if node.field in fields() else "text"
        if kind == "date":
            return self._each(node, lambda word: self.compare(Compare(node.field, "=", word)))
        if kind == "class":
            return self._each(node, lambda word: self.class_symbol(ClassSymbol(node.field, word)))
        if kind == "number":
            return self._each(node, lambda word: self.number_is(NumberIs(node.field, word)))
        if kind == "citation":
            return any_of(
                [self.number_is(NumberIs(node.field, " ".join(node.words))), self._text_words(node, ["citation_text"])]
            )
        if kind == "integer":
            return self._each(node, lambda word: self.compare(Compare(node.field, "=", word)))
        if kind == "keyword":
            return self._each(node, lambda word: self.keyword(node.field, word))
        return self._text_words(node, real_fields(node.field))

    def _each(self, node: Words, make: Callable[[str], Query]) -> Query:
        parts = [make(word) for word in node.words]
        return any_of(parts) if node.relation == "any" else all_of(parts)

    def _text_words(self, node: Words, names: Sequence[str]) -> Query:
        if node.relation == "exact":
            return self._exact(names, " ".join(node.words))
        if node.relation == "phrase":
            return self._phrase(names, node.words)
        parts = [self._phrase(names, (word,)) for word in node.words if patterns((word,))]
        if not parts:
            return Query.empty_query()
        return any_of(parts) if node.relation == "any" else all_of(parts)

    def _phrase(self, names: Sequence[str], words: tuple[str, ...]) -> Query:
        found: list[Query] = []
        for name in names:
            for sequence in patterns(words):
                query = word_query(self.searcher, name, sequence)
                if query is None:
                    continue
                if any(pattern.literal for pattern in sequence):
                    self.scored = True
                found.append(self.weighted(name, query))
        return any_of(found)

    def weighted(self, name: str, query: Query) -> Query:
        """The query with its field's weight, where fields of different weight take part."""
        return Query.boost_query(query, WEIGHTS.get(name, 1.0)) if self.weigh else query

    def _exact(self, names: Sequence[str], text: str) -> Query:
        """The whole value of a field. Long texts are compared whole or not at all: truncation leaves them out."""
        if not TRUNCATION.search(text):
            form = exact_form(text)
            return terms("exact", [exact_term(name, form) for name in names])
        short = [name for name in names if name not in WHOLE_BY_CHECKSUM]
        if not short:
            raise QueryError(
                f"A whole value of {names[0]} cannot be truncated", "its values are long texts", "Search for words or a phrase"
            )
        form = exact_form(with_stand_ins(text))
        return any_of([_regex("exact", f"{re.escape(name)}:{regex_of(form)}") for name in short])

    def fuzzy(self, node: Fuzzy) -> Query:
        """One word with one or two edits (a swap of neighbours is one)."""
        if node.distance not in (1, 2):
            raise QueryError("This fuzzy search cannot be run", f"{node.distance} edits were asked for", "Ask for 1 or 2")
        parts: list[Query] = []
        for sequence in patterns((node.word.translate(_NO_TRUNCATION),)):
            for name in real_fields(node.field):
                parts.append(all_of([Query.fuzzy_term_query(schema(), name, each.text, node.distance) for each in sequence]))
        return any_of(parts)

    def keyword(self, field: str, value: str) -> Query:
        """A value as stored; case does not matter for codes."""
        name = FACET_ALIASES.get(field, field)
        if TRUNCATION.search(value):
            pattern = regex_of(with_stand_ins(value))
            return any_of([_regex(name, each) for each in dict.fromkeys((pattern, pattern.upper(), pattern.lower()))])
        forms = dict.fromkeys((value, value.upper(), value.lower(), value.replace("-", "_").replace(" ", "_").lower()))
        return any_of([_term(name, form) for form in forms if self.searcher.doc_freq(name, form)])

    # --- dates, classes, numbers, status -----------------------------------------------------------------------------

    def compare(self, node: Compare) -> Query:
        """A date or integer; a partial date means its whole period, and a record's partial date may lie anywhere in its own."""
        if fields()[node.field].kind != "date":
            return self._compare_integer(node)
        iso = _iso(node.value)
        first, last = to_day(iso), to_day(iso, end=True)
        if node.operator == "=":
            return period(node.field, first, last)
        if node.operator in ("<", "<="):
            return period(node.field, None, last if node.operator == "<=" else first - _DAY)
        return period(node.field, first if node.operator == ">=" else last + _DAY, None)

    def _compare_integer(self, node: Compare) -> Query:
        try:
            value = int(node.value)
        except ValueError:
            raise QueryError(
                f"'{node.value}' is not a whole number", f"{node.field} holds numbers", "Write digits only"
            ) from None
        bounds = {"=": (value, value), "<": (None, value - 1), "<=": (None, value), ">": (value + 1, None), ">=": (value, None)}
        return integers(node.field, *bounds[node.operator])

    def within(self, node: Within) -> Query:
        """From `low` to `high`, both included."""
        if fields()[node.field].kind != "date":
            parts = [Compare(node.field, operator, value) for operator, value in ((">=", node.low), ("<=", node.high)) if value]
            return all_of([self._compare_integer(part) for part in parts])  # type: ignore[arg-type]
        low = to_day(_iso(node.low)) if node.low else None
        high = to_day(_iso(node.high), end=True) if node.high else None
        return period(node.field, low, high)

    def class_symbol(self, node: ClassSymbol) -> Query:
        """A symbol alone, with what is below it, or with what is above it; as given by each of some offices."""
        if node.offices:
            return all_of([self._class_symbol(node, office) for office in node.offices])
        return self._class_symbol(node, "")

    def _class_symbol(self, node: ClassSymbol, office: str) -> Query:
        found: list[Query] = []
        error: InputError | None = None
        for name in real_fields(node.field):
            scheme = fields()[name].scheme
            if TRUNCATION.search(node.symbol):
                form = regex_of(with_stand_ins(" ".join(node.symbol.upper().split())), "[^@]")
                found.append(_regex("class_symbol", f"{re.escape(name)}={form}" + (f"@{office}" if office else "")))
                continue
            try:
                symbol = normalise_symbol(scheme, node.symbol)
            except InputError as raised:
                error = raised
                continue
            found.append(terms("class_symbol", _class_terms(name, scheme, symbol, node.scope, office)))
        if not found and error is not None:
            raise QueryError(error.what, error.why, error.next_step)
        return any_of(found)

    def number_is(self, node: NumberIs) -> Query:
        """A number in any usual form; two letters are all numbers of an office; it may be truncated."""
        text = node.text.strip().upper()
        names = number_fields(node.field)
        if len(text) == 2 and text.isascii() and text.isalpha():
            return terms("number", [f"{name}:{text}/" for name in names])
        if TRUNCATION.search(text):
            plain = "".join(character for character in with_stand_ins(text) if character.isalnum())
            if plain[:2].isascii() and plain[:2].isalpha() and plain[2:3].isascii():
                plain = f"{plain[:2]}/{plain[2:]}"
            return any_of([_regex("number", f"{name}:{regex_of(plain, '[^/]')}") for name in names])
        return terms("number", self._number_terms(names, text))

    def number_list(self, node: NumberList) -> Query:
        """Any of many numbers."""
        names = number_fields(node.field)
        return terms("number", [term for text in node.texts for term in self._number_terms(names, text)])

    def _number_terms(self, names: Sequence[str], text: str) -> list[str]:
        readings = {(each.office_code, number_form(each.number), each.kind_code) for each in number_variants(text)}
        readings.add(("", number_form(text), ""))
        return [number_term(name, *reading) for name in names for reading in sorted(readings) if reading[1]]

    def status_on(self, node: StatusOn) -> Query:
        """The right had this status on a day: its one period contains it, or one of its several does."""
        iso = _iso(node.day)
        if len(iso) != 10:
            raise QueryError(f"'{node.day}' is not one day", "a status is asked for on a single day", "Write it as YYYY-MM-DD")
        day = date_code(iso)
        single = all_of([integers(f"{node.status}_from", None, day), integers(f"{node.status}_to", day, None)])
        known = [term for term in span_query_terms(node.status, day) if self.searcher.doc_freq("status_span", term)]
        return any_of([single, terms("status_span", known)] if known else [single])

    # --- logic -------------------------------------------------------------------------------------------------------

    def everything(self, node: Everything) -> Query:
        """Every record (but not the notes that commits leave)."""
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, _term("key", STATE_KEY))])

    def conjunction(self, node: And) -> Query:
        """All parts."""
        parts = [part for part in node.parts if not isinstance(part, Everything)]
        return all_of([self.node(part) for part in parts]) if parts else self.everything(Everything())

    def disjunction(self, node: Or) -> Query:
        """Any part."""
        return any_of([self.node(part) for part in node.parts])

    def without(self, node: AndNot) -> Query:
        """The left part without the right one."""
        return Query.boolean_query([(Occur.Must, self.node(node.left)), (Occur.MustNot, self.node(node.right))])

    def proximity(self, node: Proximity) -> Query:
        """Words near each other."""
        return self._near.proximity(node)


def _class_terms(name: str, scheme: str, symbol: str, scope: str, office: str) -> list[str]:
    """The terms of a symbol in a scope: a record that has one of them matches."""
    is_patent = scheme in ("ipc", "cpc")
    if scope == "high":
        above = list(ancestors(scheme, symbol))
        above += [f"{each}/00" for each in above if is_patent and " " in each and "/" not in each]
        return [class_term(name, each, office) for each in above]
    if scope == "low" or (is_patent and "/" not in symbol):
        return [class_tree_term(name, branch_of(scheme, symbol), office)]
    return [class_term(name, symbol, office)]


_DAY = timedelta(days=1)
_NO_TRUNCATION = str.maketrans("", "", "*?#")
_METHODS: dict[type[Node], Callable[[Compiler, Any], Query]] = {
    Everything: Compiler.everything,
    Words: Compiler.words,
    Fuzzy: Compiler.fuzzy,
    Compare: Compiler.compare,
    Within: Compiler.within,
    ClassSymbol: Compiler.class_symbol,
    NumberIs: Compiler.number_is,
    NumberList: Compiler.number_list,
    StatusOn: Compiler.status_on,
    Proximity: Compiler.proximity,
    And: Compiler.conjunction,
    Or: Compiler.disjunction,
    AndNot: Compiler.without,
}


def real_fields(field: str) -> tuple[str, ...]:
    """The fields that a (virtual) field searches, as the index names them."""
    declared = fields().get(field)
    if declared is not None and declared.over:
        return tuple(_WORDS_OF.get(name, name) for part in declared.over for name in real_fields(part))
    return (_WORDS_OF.get(field, field),)


def number_fields(field: str) -> tuple[str, ...]:
    """The number names that a number field asks for; any number is also the record's own."""
    declared = fields().get(field)
    if declared is not None and declared.over:
        return ("number", *(_NUMBER_FIELD.get(part, part) for part in declared.over))
    return (_NUMBER_FIELD.get(field, field),)


def word_leaves(node: Node) -> Iterable[Words | Fuzzy]:
    """Every condition on words in a tree."""
    if isinstance(node, Words | Fuzzy):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from word_leaves(part)
    elif isinstance(node, AndNot | Proximity):
        yield from word_leaves(node.left)
        yield from word_leaves(node.right)


def all_of(parts: Sequence[Query]) -> Query:
    """A query that needs all parts."""
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])


def _term(field: str, value: str) -> Query:
    return Query.const_score_query(Query.term_query(schema(), field, value, "basic"), 1.0)


def _regex(field: str, pattern: str) -> Query:
    return Query.regex_query(schema(), field, pattern)


def terms(field: str, values: Sequence[str]) -> Query:
    """Any of many terms."""
    unique = list(dict.fromkeys(values))
    if len(unique) == 1:
        return _term(field, unique[0])
    return Query.term_set_query(schema(), field, unique) if unique else Query.empty_query()


def integers(field: str, low: int | None, high: int | None) -> Query:
    """A range of an integer field, bounds included."""
    if low is None and high is None:
        return Query.exists_query(field)
    return Query.range_query(schema(), field, FieldType.Integer, low, high)


def period(field: str, low: date | None, high: date | None) -> Query:
    """Records whose date may lie in a period of days (both included, None = open).

    A partial date is indexed with 00 for what is unknown, so it sorts before the days that it may mean: besides the range
    itself only the month and the year that the first day lies in can match.
    """
    last = day_code(high) if high else None
    if low is None:
        return integers(field, None, last)
    first = day_code(low)
    if high is not None and high < low:
        return Query.empty_query()
    month, year = first // 100 * 100, first // 10_000 * 10_000
    if first == year + 101:
        return integers(field, year, last)
    partial = [integers(field, year, year)]
    if first == month + 1:
        first = month
    else:
        partial.append(integers(field, month, month))
    return any_of([integers(field, first, last), *partial])


def day_code(day: date) -> int:
    """The code of one day."""
    return day.year * 10_000 + day.month * 100 + day.day


def _iso(text: str) -> str:
    try:
        return parse_date(text)
    except InputError as error:
        raise QueryError(error.what, error.why, error.next_step) from error


def filter_query(field: str, value: str) -> Query:
    """A facet choice as a query."""
    name = FACET_ALIASES.get(field, field)
    if name == "year":
        try:
            return integers("year", int(value), int(value))
        except ValueError:
            raise InputError(f"'{value}' is not a year", "", "Choose a year of four digits") from None
    if name not in COUNTED_FIELDS:
        raise InputError(f"Results cannot be narrowed by '{field}'", "it is not a counted field", "Use one of the facets")
    return _term(name, value)
