"""The index on a cluster: its settings and fields, from the same layout as the one on a machine, and its documents.

Words are tokens already, so every analyser only splits at blanks. What the engine on a machine keeps as separators of a given
length are here array elements with a `position_increment_gap`; paragraphs are parted by elements of their own (BREAK), so that
no sentence of one is near a sentence of the next.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

import msgspec

from kapok.search.mapping_layout import (
    COUNTED_FIELDS,
    INTEGER_FIELDS,
    LONG_FIELDS,
    PROSE_FIELDS,
    TERM_FIELDS,
    WORD_FIELDS,
    exact_form,
    exact_term,
    group_number,
)
from kapok.search.mapping_summary import decode_texts
from kapok.search.mapping_units import FARTHEST, PARAGRAPH_GAP, VALUE_GAP, units_of
from kapok.search.ports import IndexDocument

SCHEMA = 1
"""Raise it when the fields change: an index of another schema asks to be built again."""

SENTENCE_GAP = 1 << 16
"""Positions between two sentences: more than (FARTHEST + 1) sentences have words, so that a distance tells sentences."""

MOST_SENTENCES = 30_000
"""Sentences of one field whose distances are kept: positions end at 2 ** 31."""

BREAK = "¶"
"""An element between paragraphs; no query asks for it, since punctuation is no word."""

_BREAKS = [BREAK] * (FARTHEST["sentence"] + 1)
_SENTENCE_END = f" {' '.join([BREAK] * 8)} "
"""Between the sentences of one paragraph, so that no phrase (nor one with a few lone `*` in it) runs into the next."""

_LONGEST_KEYWORD = 8000


def index_body(shards: int = 1, replicas: int = 0) -> dict[str, Any]:
    """What creates the index. It shows nothing new before it is told to (`commit`), so a load is seen at once."""
    settings = {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "codec": "best_compression",
    }
    return {
        "settings": {"index": settings},
        "mappings": {"dynamic": "strict", "_source": {"includes": ["summary", "texts"]}, "properties": properties()},
    }


def properties() -> dict[str, Any]:
    """Every field with its type."""

    def words(gap: int) -> dict[str, Any]:
        return {"type": "text", "analyzer": "whitespace", "position_increment_gap": gap}

    terms = {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False}
    counted = {"type": "keyword", "ignore_above": _LONGEST_KEYWORD}
    number = {"type": "long"}
    yes_or_no = {"type": "keyword", "doc_values": False}
    stored = {"type": "keyword", "index": False, "doc_values": False}
    return {
        "key": {"type": "keyword"},
        **{field: words(VALUE_GAP) for field in WORD_FIELDS},
        **{f"{field}_unit": words(SENTENCE_GAP) for field in PROSE_FIELDS},
        **{f"{field}_paragraph": words(PARAGRAPH_GAP) for field in PROSE_FIELDS},
        **dict.fromkeys(TERM_FIELDS, terms),
        **dict.fromkeys(("exact", "family_id"), yes_or_no),
        **dict.fromkeys(COUNTED_FIELDS, counted),
        **dict.fromkeys(INTEGER_FIELDS, number),
        **dict.fromkeys(("summary", "texts"), stored),
    }


def source_of(document: IndexDocument) -> dict[str, Any]:
    """The document as a cluster takes it."""
    found: dict[str, Any] = msgspec.json.decode(document["json"])
    key = document["key"]
    texts = decode_texts(found["texts"]) if "texts" in found else {}
    flags = found.pop("many_units", ())
    for field in PROSE_FIELDS:
        pieces = found.pop(f"{field}_unit", None)
        if field in found:
            units = units_of(texts[field]) if f"{field}!" in flags else _paragraphs(pieces or [found[field]])
            found[f"{field}_unit"] = _with_breaks(units)
            found[f"{field}_paragraph"] = [_SENTENCE_END.join(sentences) for sentences in units]
    for field in WORD_FIELDS:
        if isinstance(found.get(field), list):
            found[field] = [piece for piece in found[field] if isinstance(piece, str)]
    long_values = ((field, value) for field in LONG_FIELDS for value in texts.get(field, ()))
    found["exact"] = [*found["exact"], *(exact_term(field, exact_form(value)) for field, value in long_values)]
    for group in ("right", "family"):  # a record without one is one of its own
        found.setdefault(group, group_number(f"{group} of {key}"))
    return found


def _paragraphs(pieces: list[Any]) -> list[list[str]]:
    """Paragraphs of sentences, from sentences with separators between them; a longer separator ends a paragraph."""
    found: list[list[str]] = [[]]
    for piece in chain.from_iterable(each if isinstance(each, list) else [each] for each in pieces):
        if isinstance(piece, str):
            found[-1].append(piece)
        elif piece["tokens"][0]["position_length"] >= PARAGRAPH_GAP:
            found.append([])
    return [sentences for sentences in found if sentences]


def _with_breaks(units: list[list[str]]) -> list[str]:
    """The sentences in order, with enough elements between two paragraphs to keep their sentences apart."""
    found: list[str] = []
    for sentences in units:
        found += _BREAKS if found else []
        found += sentences
    return found[:MOST_SENTENCES]
