"""Which language a text is in when nobody says: CQL where it shows CQL's own signs, else the plain box.

CQL's signs: a known index with a relation (`ti=`, `申请人=`, `pd>2000`, `ti all "…"`), `prox/…`, `cql.allRecords`; or terms
all joined by and, or, not of which at least one is what OPS would take for an office, a date, a class or a number
(`EP and 2009 and Smith`). Everything else is plain, where and, or, brackets and quotation marks mean the same.
"""

from __future__ import annotations

import re
from typing import Literal

from kapok.errors import QueryError
from kapok.search.fields import find_field, find_value, suggest_fields
from kapok.search.languages.cql_chain import Chain, Group, Indexed, Piece, read_chain
from kapok.search.languages.guess import TELLING, guess_field

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|[“”„][^“”„]*[“”„]', re.DOTALL)
_NAME = r"[^\s()（）\"“”„<>=≤≥＜＞＝,，、:：/]+"
_RELATION = re.compile(rf"(?<![^\s(（])({_NAME})\s*(?:==|<=|>=|[<>=≤≥＜＞＝])\s*(/|\S?)")
WORD_RELATIONS = ("any", "all", "within", "exact", "adj")
_WORD_RELATION = re.compile(rf'(?<![^\s(（])({_NAME})\s+(?:{"|".join(WORD_RELATIONS)})(?:\s*/\w+)*\s*["(（]', re.IGNORECASE)
_CONNECTOR = re.compile(r"(?:\s|\))(?:and|or|not)(?:\s|\()", re.IGNORECASE)
_OWN_SIGNS = re.compile(r"(?<!\w)(?:prox\s*/|cql\.allrecords\s*=)", re.IGNORECASE)
_LONGEST = 2_000
"""Characters up to which a text without CQL's own signs is tried as CQL: longer ones are pasted texts and lists."""


def choose_language(text: str) -> Literal["cql", "plain"]:
    """`cql` or `plain` for a text typed into the one box."""
    unquoted = _QUOTED.sub('"', text)
    if _OWN_SIGNS.search(unquoted):
        return "cql"
    for match in _RELATION.finditer(unquoted):
        if _is_index(match[1]) or (len(match[1]) > 3 and match[1].isalpha() and suggest_fields(match[1], 1, 80)):
            return "cql"
    if any(find_field(match[1]) is not None for match in _WORD_RELATION.finditer(unquoted)):
        return "cql"
    return "cql" if len(text) <= _LONGEST and _CONNECTOR.search(unquoted) and _is_boolean_ops(text) else "plain"


def _is_index(name: str) -> bool:
    """A field, or a status that is asked for a day (`inforce=2024-01-01`)."""
    return find_field(name) is not None or find_value("status", name) is not None


def _is_boolean_ops(text: str) -> bool:
    try:
        chain = read_chain(text)
    except QueryError:
        return False
    if chain is None or not chain.rest:
        return False
    terms: list[Piece] = []
    if not _collect(chain, terms):
        return False
    return any(term.kind == "CLASS_WITH_BLANK" or guess_field(term.text) in TELLING for term in terms)


def _collect(chain: Chain, terms: list[Piece]) -> bool:
    """Gather the unquoted terms; False where a connector is not written out."""
    clauses: list[Piece | Group | Indexed] = [chain.first]
    for connector, clause in chain.rest:
        if not connector.text or connector.kind == "COMMA":
            return False
        clauses.append(clause)
    for clause in clauses:
        if isinstance(clause, Group):
            if not _collect(clause.chain, terms):
                return False
        elif isinstance(clause, Piece) and clause.kind != "QUOTED":
            terms.append(clause)
    return True
