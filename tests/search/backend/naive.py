"""The oracle: what a query tree means, written as plainly as possible over records, with no index at all.

It shares with the backend only the fold and the cutting of text (`normalise_text`, tested on their own) and the numbers'
readings. Positions of words are token ordinals; two values of a field are further apart than any `prox`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from kapok.codes.classes import ancestors, branch_of, is_short, normalise_symbol
from kapok.records.dates import first_day, last_day, parse_date
from kapok.records.legal_status import legal_history
from kapok.records.number_variants import number_variants
from kapok.records.record import Mark, Patent, Record
from kapok.search.fields import fields
from kapok.search.normalise_text import RUN_SCRIPTS, fold, paragraphs, sentences, tokens
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

PROSE = ("title", "abstract", "claims", "description")
NAMES = ("applicant", "inventor", "representative")
RUN = re.compile(f"[{RUN_SCRIPTS}]")
Span = tuple[int, int]


def matching(records: list[Record], node: Node) -> set[str]:
    """Keys of the records that the tree matches."""
    return {record.key for record in records if matches(record, node)}


def matches(record: Record, node: Node) -> bool:
    match node:
        case Everything():
            return True
        case And(parts):
            return all(matches(record, part) for part in parts)
        case Or(parts):
            return any(matches(record, part) for part in parts)
        case AndNot(left, right):
            return matches(record, left) and not matches(record, right)
        case Words():
            return match_words(record, node)
        case Fuzzy(field, word, distance):
            found = [token for name in real(field) for value in values(record, name) for token in tokens(value)]
            return all(any(edits(token, each) <= distance for each in found) for token in tokens(word))
        case Compare(field, operator, value):
            return match_compare(record, field, operator, value)
        case Within(field, low, high):
            if low and high and last_day(parse_date(high)) < first_day(parse_date(low)):
                return False
            return any(
                (not low or last_day(date) >= first_day(parse_date(low)))
                and (not high or first_day(date) <= last_day(parse_date(high)))
                for date in dates(record, field)
            )
        case ClassSymbol():
            return match_class(record, node)
        case NumberIs(field, text):
            return any(match_number(record, name, text) for name in real_numbers(field))
        case NumberList(field, texts):
            return any(matches(record, NumberIs(field, text)) for text in texts)
        case StatusOn(status, day):
            return any(
                each.status == status and each.from_day <= day <= each.to_day for each in legal_history([record]).intervals
            )
        case Proximity():
            return match_near(record, node)
    raise AssertionError(node)


# --- values ----------------------------------------------------------------------------------------------------------


def real(field: str) -> list[str]:
    over = fields()[field].over
    return [name for part in over for name in real(part)] if over else [field]


def values(record: Record, field: str) -> list[str]:
    """The texts of a field, each once."""
    found: list[str] = []
    if field == "title":
        found = [text.text for text in record.titles]
        if isinstance(record, Mark) and not found:
            found = [record.mark_text]
    elif field == "mark" and isinstance(record, Mark):
        found = [record.mark_text] + [text.text for text in record.translations]
    elif field == "abstract":
        found = [text.text for text in record.abstracts]
    elif field == "claims" and isinstance(record, Patent):
        found = [claim.text for claim in record.claims]
    elif field == "goods" and isinstance(record, Mark):
        found = [entry.text for entry in record.goods_and_services]
    elif field in NAMES:
        roles = {"applicant": ("applicant", "holder"), "inventor": ("inventor",), "representative": ("representative",)}
        found = [party.name for party in record.parties if party.role in roles[field]]
    return list(dict.fromkeys(value for value in found if tokens(value)))


def dates(record: Record, field: str) -> list[str]:
    if field == "priority_date":
        return [each.priority_date for each in record.priorities if each.priority_date]
    value = getattr(record, field)
    return [value] if value else []


# --- words -----------------------------------------------------------------------------------------------------------


def match_words(record: Record, node: Words) -> bool:
    if fields()[node.field].kind == "keyword":
        own = {"office_code": record.office_code, "category": record.category, "source": record.provenance.source}
        return (any if node.relation == "any" else all)(own[node.field] == word for word in node.words)
    names = real(node.field)
    if node.relation == "exact":
        wanted = whole(" ".join(node.words).replace("*", "ꞏ").replace("?", "ꟷ").replace("#", "ꟻ"))
        pattern = wildcards(wanted)
        if re.search("[*?#]", " ".join(node.words)):
            names = [name for name in names if name not in ("abstract", "claims", "description", "goods")]
        return any(pattern.fullmatch(whole(value)) for name in names for value in values(record, name))
    if node.relation == "phrase":
        return any(spans(positioned(record, name), node.words) for name in names)
    together = any if node.relation == "any" else all
    return together(any(spans(positioned(record, name), (word,)) for name in names) for word in node.words)


def whole(value: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(value)).strip()


def wildcards(text: str) -> re.Pattern[str]:
    signs = {"ꞏ": ".*", "ꟷ": ".?", "ꟻ": "."}
    return re.compile("".join(signs.get(character, re.escape(character)) for character in text))


def positioned(record: Record, field: str) -> dict[int, str]:
    """Position -> token of all values of a field."""
    found: dict[int, str] = {}
    start = 0
    for value in values(record, field):
        for token in tokens(value):
            found[start] = token
            start += 1
        start += 258
    return found


def spans(text: dict[int, str], words: tuple[str, ...]) -> list[Span]:
    """(first, last) position of each occurrence of the words next to each other."""
    steps = steps_of(words)
    return [
        (start, start + len(steps) - 1)
        for start in text
        if all(step(text.get(start + ahead, "")) for ahead, step in enumerate(steps))
    ]


def steps_of(words: tuple[str, ...]) -> list[Callable[[str], bool]]:
    """One test per consecutive token. Truncation is used in words of letters only."""
    pieces: list[str] = []
    for word in words:
        if re.search(r"[*?#]", word):
            pieces.append(fold(word))
            continue
        pieces += re.findall(f"[{RUN_SCRIPTS}]+|[^\\W_{RUN_SCRIPTS}]+", fold(word))
    while len(pieces) > 1 and pieces[-1] == "*":
        pieces.pop()
    while len(pieces) > 1 and pieces[0] == "*":
        pieces.pop(0)
    found: list[Callable[[str], bool]] = []
    for at, piece in enumerate(pieces):
        if not RUN.match(piece):
            pattern = wildcards(piece.replace("*", "ꞏ").replace("?", "ꟷ").replace("#", "ꟻ"))
            found.append(lambda token, pattern=pattern: bool(token and pattern.fullmatch(token)))  # type: ignore[misc]
        elif len(piece) > 1:
            for start in range(len(piece) - 1):
                found.append(lambda token, pair=piece[start : start + 2]: token == pair)  # type: ignore[misc]
        else:
            before, behind = at > 0, at < len(pieces) - 1
            found.append(
                lambda token, one=piece, before=before, behind=behind: (  # type: ignore[misc]
                    (token == one)
                    or (not before and len(token) == 2 and token[1] == one)
                    or (not behind and len(token) == 2 and token[0] == one)
                )
            )
    return found


# --- near ------------------------------------------------------------------------------------------------------------


def match_near(record: Record, node: Proximity) -> bool:
    for left in (True, False):
        side = node.left if left else node.right
        parts: tuple[Any, ...] = ()
        together: Callable[[Any], bool] = all
        if isinstance(side, And | Or):
            parts, together = side.parts, all if isinstance(side, And) else any
        elif isinstance(side, Words) and side.relation in ("all", "any") and len(side.words) > 1:
            parts = tuple(Words(side.field, (word,)) for word in side.words)
            together = all if side.relation == "all" else any
        if parts:
            return together(
                match_near(
                    record,
                    Proximity(part, node.right, node.unit, node.distance, node.ordered)
                    if left
                    else Proximity(node.left, part, node.unit, node.distance, node.ordered),
                )
                for part in parts
            )
    assert isinstance(node.left, Words)
    assert isinstance(node.right, Words)
    return any(near_in(record, name, node) for name in real(node.left.field) if name in real(node.right.field))


def near_in(record: Record, field: str, node: Proximity) -> bool:
    text = positioned(record, field)
    lefts, rights = spans(text, node.left.words), spans(text, node.right.words)
    if node.unit == "word":
        return near(lefts, rights, node.ordered, node.distance)
    if field not in PROSE:
        return bool(lefts and rights)
    units = []  # (paragraph, sentence, tokens)
    for value_number, value in enumerate(values(record, field)):
        for number, paragraph in enumerate(paragraphs(value)):
            for place, sentence in enumerate(each for each in sentences(paragraph) if tokens(each)):
                units.append(((value_number, number), place, dict(enumerate(tokens(sentence)))))
    order = {paragraph: at for at, paragraph in enumerate(dict.fromkeys(unit[0] for unit in units))}
    firsts = [(order[p], s, span) for p, s, text in units for span in spans(text, node.left.words)]
    seconds = [(order[p], s, span) for p, s, text in units for span in spans(text, node.right.words)]
    for one in firsts:
        for other in seconds:
            if one[:2] == other[:2] and not (one[2][1] < other[2][0] or other[2][1] < one[2][0]):
                continue
            first = (one[0], one[1], one[2][1]) < (other[0], other[1], other[2][0])
            if node.ordered and not first:
                continue
            if node.unit == "paragraph" and abs(one[0] - other[0]) <= node.distance:
                return True
            if node.unit == "sentence" and one[0] == other[0] and abs(one[1] - other[1]) <= node.distance:
                return True
    return False


def near(lefts: list[Span], rights: list[Span], ordered: bool, reach: int) -> bool:
    for left in lefts:
        for right in rights:
            if 0 < right[0] - left[1] <= reach:
                return True
            if not ordered and 0 < left[0] - right[1] <= reach:
                return True
    return False


# --- the rest --------------------------------------------------------------------------------------------------------


def match_compare(record: Record, field: str, operator: str, value: str) -> bool:
    if field == "year":
        day = record.publication_date or record.registration_date or getattr(record, "grant_date", "") or record.filing_date
        if not day:
            return False
        year, wanted = int(day[:4]), int(value)
        return {"=": year == wanted, "<": year < wanted, "<=": year <= wanted, ">": year > wanted, ">=": year >= wanted}[
            operator
        ]
    iso = parse_date(value)
    low, high = first_day(iso), last_day(iso)
    tests: dict[str, Callable[[str], bool]] = {
        "=": lambda date: last_day(date) >= low and first_day(date) <= high,
        "<": lambda date: first_day(date) < low,
        "<=": lambda date: first_day(date) <= high,
        ">": lambda date: last_day(date) > high,
        ">=": lambda date: last_day(date) >= low,
    }
    return any(tests[operator](date) for date in dates(record, field))


def match_class(record: Record, node: ClassSymbol) -> bool:
    return all(
        any(match_class_in(record, node, field, office) for field in real(node.field)) for office in node.offices or ("",)
    )


def match_class_in(record: Record, node: ClassSymbol, field: str, office: str) -> bool:
    scheme = fields()[field].scheme
    own = [each.symbol for each in record.classifications if each.scheme == scheme and office in ("", each.office_code)]
    if isinstance(record, Mark) and scheme == "nice":
        own += [f"{entry.nice_class:02}" for entry in record.goods_and_services]
    return any(in_scope(scheme, symbol, normalise_symbol(scheme, node.symbol), node.scope) for symbol in own)


def in_scope(scheme: str, symbol: str, wanted: str, scope: str) -> bool:
    short = is_short(scheme, wanted)
    if scope == "high":
        line = ancestors(scheme, wanted)
        return symbol in line or (symbol.endswith("/00") and branch_of(scheme, symbol) in line)
    if scope == "low" or short:
        return branch_of(scheme, wanted) in ancestors(scheme, symbol)
    return symbol == wanted


def real_numbers(field: str) -> list[str]:
    over = fields()[field].over
    return ["own", *over] if over else [field]


def match_number(record: Record, field: str, text: str) -> bool:
    own: list[Any] = []
    is_published = not isinstance(record, Mark)  # the number of a mark is that of its application
    if field == "own" or (field == "publication_number" and record.publication is None and is_published):
        own = [(record.office_code, record.number, record.kind_code)]
    elif field == "publication_number" and record.publication:
        own = [(record.publication.office_code, record.publication.number, record.publication.kind_code)]
    elif field == "application_number" and record.application:
        own = [(record.application.office_code, record.application.number, "")]
    elif field == "registration_number" and record.registration:
        own = [(record.registration.office_code, record.registration.number, "")]
    elif field == "priority_number":
        own = [(each.number.office_code, each.number.number, "") for each in record.priorities]
    for office, number, kind in own:
        for wanted in number_variants(text):
            if wanted.number == number and wanted.office_code in ("", office) and wanted.kind_code in ("", kind):
                return True
        if re.sub(r"[^0-9A-Z]", "", text.upper()) == number:
            return True
    return False


def edits(one: str, other: str) -> int:
    """Edit distance in which a swap of neighbours counts one (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
