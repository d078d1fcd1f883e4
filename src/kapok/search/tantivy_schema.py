"""The tantivy index: its fields, and opening it in the folder where it lives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tantivy
from tantivy import Filter, Order, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from kapok.errors import BackendError
from kapok.search.mapping_layout import COUNTED_FIELDS, INTEGER_FIELDS, PROSE_FIELDS, TERM_FIELDS, WORD_FIELDS

SCHEMA_VERSION = 3
"""Raise it when fields change: an index of another version asks to be built again."""

STATE_KEY = "#state"
"""Key of the document of each commit that carries the lake sequence and the days (ordinals, `mapped_day`) on which its
documents were mapped. It has no category and matches no search."""

_VERSION_FILE = "kapok-schema"
_REBUILD = "Run 'kapok reindex' to build it again from the lake"


@cache
def schema() -> tantivy.Schema:
    """The fields. Words have positions and weights in ranking; all other terms only say yes or no."""
    builder = SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic", fast=True)
    for field in WORD_FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in PROSE_FIELDS:
        builder.add_text_field(f"{field}_unit", tokenizer_name="whitespace", index_option="position")
    for field in TERM_FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    for field in ("exact", "many_units", "family_id"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in COUNTED_FIELDS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    for field in INTEGER_FIELDS:
        builder.add_integer_field(field, fast=True)
    builder.add_integer_field("sequence", stored=True, fast=True)
    builder.add_integer_field("mapped_day", fast=True)
    builder.add_text_field("summary", stored=True, tokenizer_name="nothing", index_option="basic")
    builder.add_text_field("texts", stored=True, tokenizer_name="nothing", index_option="basic")
    return builder.build()


def open_index(path: Path, *, create: bool) -> tantivy.Index:
    """The index in a folder. Raises BackendError where there is none (unless `create`), or none that can be read."""
    version = path / _VERSION_FILE
    try:
        if not tantivy.Index.exists(str(path)) if path.is_dir() else True:
            if not create:
                raise BackendError("The search index is not there", f"{path} holds no index", _REBUILD)
            path.mkdir(parents=True, exist_ok=True)
            version.write_text(str(SCHEMA_VERSION), "ascii")
            # newest first inside a segment: equal scores come out newest first at no cost
            index = tantivy.Index(schema(), str(path), sort_by_field="day", sort_order=Order.Desc)
        else:
            found = version.read_text("ascii").strip() if version.exists() else "unknown"
            if found != str(SCHEMA_VERSION):
                raise BackendError(
                    "The search index cannot be used",
                    f"it has version {found}, this program needs {SCHEMA_VERSION}",
                    _REBUILD,
                )
            index = tantivy.Index.open(str(path))
    except (OSError, ValueError) as error:
        raise BackendError("The search index cannot be opened", str(error), _REBUILD) from error
    for name, analyser in analysers().items():
        index.register_tokenizer(name, analyser)
    return index


@cache
def analysers() -> dict[str, TextAnalyzer]:
    """Analysers that tantivy does not bring: `nothing` makes no terms (for what is only stored)."""
    return {"nothing": TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.remove_long(1)).build()}
