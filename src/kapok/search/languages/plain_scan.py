"""The plain box cut into signs: words, phrases, fields with their values, brackets, operators. Reads any text.

Nothing here fails: a quotation mark or bracket without its partner is dropped, an unknown `name:` is a word.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from kapok.search.fields import Field, declared_values, find_field, find_value, get_field
from kapok.search.languages.plain_terms import CLASS, NUMBER_WITH_BLANKS, is_bare_number
from kapok.search.languages.query_dates import looks_like_date

QUOTE_PAIRS = {'"': '"', "“": "”", "”": "”", "„": "“", "＂": "＂", "「": "」", "『": "』"}
_OPEN, _CLOSE = "(（", ")）"
_LIST_OPEN = "[［"
_MINUS = "-−－"
_RELATION = re.compile(r"\s*(==|<=|>=|[=<>≤≥＜＞＝])")
_HALF_WIDTH = {"≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "＝": "==", "=": "=="}
_NEAR = re.compile(r"(NEAR|ADJ)(?:/?(\d{1,4})?([spSP])?)?")
_LIST = re.compile(r'[\[［](?:"[^"]*"|“[^“”]*”|[^\]］"“”\n])*[\]］]')
_FUZZY = re.compile(r"~([12])?(?!\w)")
_MORE = re.compile(r",\S")
_BY_OFFICES = re.compile(r"@[A-Z]{2}(?:,[A-Z]{2})*")
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "|": "or", "||": "or", "&&": "and"}
_SOFT = {"and": "and", "or": "or", "not": "not", "与": "and", "或": "or", "非": "not"}
_LONGEST_NAME = 40
_WORD_ENDS = frozenset('"“”„＂「」『』')


class Sign(Struct, frozen=True):
    """One sign at its 0-based place.

    `kind`: word, phrase, value, field, open, close, list (`items`), and, or, not, near. `soft`: an operator in small
    letters, which may be a word. `relation`: what stands between a field and its value. `attached`: a minus before it.
    """

    kind: str
    text: str
    position: int
    field: Field | None = None
    relation: str = "="
    items: tuple[str, ...] = ()
    soft: bool = False
    on_day: str = ""
    fuzzy: int = 0


class Scanner:
    """Walks over a text once and collects its signs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.signs: list[Sign] = []

    def scan(self) -> list[Sign]:
        """All signs of the text, in order."""
        while self.at < len(self.text):
            if self.text[self.at].isspace():
                self.at += 1
            else:
                self._next()
        return self.signs

    def _add(self, kind: str, text: str, end: int, **more: object) -> None:
        self.signs.append(Sign(kind, text, self.at, **more))  # type: ignore[arg-type]
        self.at = end

    def _next(self) -> None:
        character = self.text[self.at]
        if character in _OPEN:
            self._add("open", character, self.at + 1)
        elif character in _CLOSE:
            self._add("close", character, self.at + 1)
        elif character in QUOTE_PAIRS:
            self._quoted()
        elif character in _LIST_OPEN and (end := self._list_end()) > 0:
            self._add("list", self.text[self.at + 1 : end], end + 1, items=_items(self.text[self.at + 1 : end]))
        elif character in _MINUS and self._begins_term() and self.at + 1 < len(self.text):
            self._minus()
        elif not self._field():
            self._word()

    def _begins_term(self) -> bool:
        before = self.text[self.at - 1] if self.at else " "
        return before.isspace() or before in _OPEN

    def _minus(self) -> None:
        if self.text[self.at + 1].isspace() or self.text[self.at + 1] in _MINUS + _CLOSE:
            self.at += 1
        else:
            self._add("not", self.text[self.at], self.at + 1)

    def _quoted(self) -> None:
        closing = QUOTE_PAIRS[self.text[self.at]]
        end = self.at + 1
        while end < len(self.text) and self.text[end] != closing and not (closing == "”" and self.text[end] == "“"):
            end += 1
        if end >= len(self.text):
            self.at += 1  # never closed: its words are searched as words
        else:
            tilde = _FUZZY.match(self.text, end + 1)
            fuzzy = int(tilde[1] or 1) if tilde else 0
            self._add("phrase", self.text[self.at + 1 : end], tilde.end() if tilde else end + 1, fuzzy=fuzzy)

    def _list_end(self) -> int:
        match = _LIST.match(self.text, self.at)
        return match.end() - 1 if match else -1

    def _field(self) -> bool:
        """A known field's name with a colon, then its relation, value or bracket. False where there is none."""
        window = self.text[self.at : self.at + _LONGEST_NAME]
        colon = min((place for place in (window.find(":"), window.find("：")) if place > 0), default=-1)
        if colon < 0 or "\n" in window[:colon]:
            return False
        name = window[:colon].strip()
        rest = self.at + colon + 1
        tight = rest < len(self.text) and not self.text[rest].isspace()
        if name.isascii() and (len(name) < 2 or (len(name) < 4 and not tight)):
            return False  # "AI: a survey" is prose, "ai:H04L" a field
        field = find_field(name)
        if field is None and (status := find_value("status", name)) is not None:
            day = self.text[rest : rest + 24].split()
            if day and looks_like_date(day[0]):
                self._add(
                    "value", status, self.text.index(day[0], rest) + len(day[0]), field=get_field("status"), on_day=day[0]
                )
                return True
        if field is None:
            return False
        self._value(field, name, rest)
        return True

    def _value(self, field: Field, name: str, rest: int) -> None:
        start, relation = self.at, "="
        if match := _RELATION.match(self.text, rest):
            relation = _HALF_WIDTH.get(match[1], match[1])
            rest = match.end()
        while rest < len(self.text) and self.text[rest].isspace():
            rest += 1
        if rest >= len(self.text) or self.text[rest] in _CLOSE:
            self._add("word", name, rest)  # a name without a value is searched as words
            return
        self.at = rest
        character = self.text[rest]
        if character in _OPEN:
            self.signs.append(Sign("field", name, start, field=field, relation=relation))
        elif character in _LIST_OPEN and (end := self._list_end()) > 0:
            items = _items(self.text[rest + 1 : end])
            self._add("list", self.text[rest + 1 : end], end + 1, field=field, relation=relation, items=items)
        elif character in QUOTE_PAIRS:
            before = len(self.signs)
            self._quoted()
            if len(self.signs) > before:
                sign = self.signs.pop()
                self.signs.append(msgspec.structs.replace(sign, field=field, relation=relation))
            else:
                self._raw_value(field, relation)
        else:
            self._raw_value(field, relation)

    def _raw_value(self, field: Field, relation: str) -> None:
        end = self._value_end(field)
        text, _, behind = self.text[self.at : end].partition("@")
        on_day = behind if field.key == "status" else ""
        text = text if field.key == "status" else self.text[self.at : end]
        self._add("value", text, end, field=field, relation=relation, on_day=on_day)

    def _value_end(self, field: Field) -> int:
        """Where an unquoted value ends; numbers, classes and declared values may hold blanks."""
        pattern = {"class": CLASS, "number": NUMBER_WITH_BLANKS, "citation": NUMBER_WITH_BLANKS}.get(field.kind)
        match = pattern.match(self.text, self.at) if pattern else None
        if match and not _MORE.match(self.text, match.end()):
            by = _BY_OFFICES.match(self.text, match.end())
            return by.end() if by else match.end()
        if declared_values(field.key):
            words = list(re.finditer(r"\S+", self.text[self.at : self.at + 60]))[:5]
            for match in reversed(words):
                if find_value(field.key, self.text[self.at : self.at + match.end()]) is not None:
                    return self.at + match.end()
        return self._word_end()

    def _word_end(self) -> int:
        end, depth = self.at, 0
        while end < len(self.text):
            character = self.text[end]
            if character.isspace() or character in _WORD_ENDS:
                break
            depth += (character in _OPEN) - (character in _CLOSE)
            if depth < 0:
                break
            end += 1
        return max(end, self.at + 1)

    def _word(self) -> None:
        for pattern in (CLASS, NUMBER_WITH_BLANKS):
            match = pattern.match(self.text, self.at)
            if match and " " in match.group() and (pattern is CLASS or _is_spaced_number(match.group())):
                self._add("word", match.group(), match.end())
                return
        end = self._word_end()
        text = self.text[self.at : end]
        if text in _OPERATORS:
            self._add(_OPERATORS[text], text, end)
        elif _NEAR.fullmatch(text):
            self._add("near", text, end)
        elif text.lower() in _SOFT:
            self._add(_SOFT[text.lower()], text, end, soft=True)
        else:
            self._add("word", text, end)


def _is_spaced_number(text: str) -> bool:
    return is_bare_number(text.replace(" ", ""))


def _items(text: str) -> tuple[str, ...]:
    """The values in a bracket list: quoted texts whole, others parted by blanks and commas."""
    found = re.findall(r'["“”]([^"“”]*)["“”]|([^\s,，、"“”]+)', text)
    return tuple(quoted or bare for quoted, bare in found if (quoted or bare).strip())


def is_operator(text: str) -> bool:
    """Whether an unquoted word would be read as an operator."""
    return text in _OPERATORS or text.lower() in _SOFT or _NEAR.fullmatch(text) is not None


def near_form(text: str) -> tuple[int, str, bool]:
    """`NEAR/3`, `ADJ`, `NEAR/s`, `ADJ/2p` as (distance, unit, ordered)."""
    match = _NEAR.fullmatch(text)
    if match is None:
        raise ValueError(text)
    unit = {"s": "sentence", "p": "paragraph"}.get((match[3] or "").lower(), "word")
    distance = int(match[2]) if match[2] else (1 if unit == "word" else 0)
    return distance, unit, match[1] == "ADJ"
