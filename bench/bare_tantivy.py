"""Bare tantivy as the limit: the same ready documents in the same schema, merged to one segment, queries built by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from bench.kinds import Question
from kapok.search.mapping_layout import MARK_AND_TITLE, exact_form, exact_term
from kapok.search.mapping_periods import status_query_terms
from kapok.search.normalise_text import tokens
from kapok.search.ports import IndexDocument
from kapok.search.tantivy_schema import analysers, schema

HEAP = 3_900_000_000
SMALL_HEAP = 1_000_000_000


class BareTantivy:
    """One segment, one indexing thread; every call counts exactly and fetches 20 stored documents."""

    name = "bare tantivy"

    def __init__(self, path: Path, *, heap: int = HEAP) -> None:
        path.mkdir(parents=True)
        self.schema = schema()
        self.index = tantivy.Index(self.schema, str(path))
        for tokenizer, analyser in analysers().items():
            self.index.register_tokenizer(tokenizer, analyser)
        self.heap = heap

    def build(self, documents: Iterable[IndexDocument]) -> None:
        """Index ready documents; the time of this is what loading is compared with."""
        writer = self.index.writer(self.heap, 1)
        for document in documents:
            writer.add_json(document["json"])
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def call(self, workload: str, question: Question) -> Callable[[], int]:
        """The query of a question as a call that returns its exact total."""
        query = self.query(workload, question)
        offset = question.values.get("offset", 0)
        search, fetch = self.searcher.search, self.searcher.doc
        if question.kind == "facets":
            fields = (
                ("office_code", "year", "nice")
                if workload == "marks"
                else ("office_code", "year", "cpc_subclass", "applicant_name")
            )
            wanted = {field: {"terms": {"field": field, "size": 10}} for field in fields}

            def facets() -> int:
                result = search(query, 20, count=True)
                for _, address in result.hits:
                    fetch(address)
                self.searcher.aggregate(query, wanted)
                return int(result.count)

            return facets
        if question.kind == "highlight":
            pattern = re.compile("|".join(map(re.escape, question.values["words"])), re.IGNORECASE)

            def highlight() -> int:
                result = search(query, 20, count=True)
                for _, address in result.hits:
                    document = fetch(address)
                    for text in document.get_all("texts"):
                        pattern.sub("<mark>\\g<0></mark>", text)
                return int(result.count)

            return highlight

        def run() -> int:
            result = search(query, 20, count=True, offset=offset)
            for _, address in result.hits:
                fetch(address)
            return int(result.count)

        return run

    def query(self, workload: str, question: Question) -> Query:
        """The question in tantivy's own words."""
        v, kind = question.values, question.kind
        is_mark = workload == "marks"

        def term(field: str, word: str) -> Query:
            return Query.term_query(self.schema, field, word)

        def both(*queries: Query) -> Query:
            return Query.boolean_query([(Occur.Must, query) for query in queries])

        def either(*queries: Query) -> Query:
            return Query.boolean_query([(Occur.Should, query) for query in queries])

        def text(words: list[str]) -> Query:
            if is_mark:
                return both(*(term("goods", word) for word in words))
            return both(*(either(term("title", word), term("abstract", word)) for word in words))

        def between(field: str, low: int, high: int) -> Query:
            return Query.range_query(self.schema, field, tantivy.FieldType.Integer, low, high)

        def day(value: str) -> int:
            return int(value.replace("-", ""))

        if kind == "exact":
            return Query.term_query(self.schema, "exact", exact_term(MARK_AND_TITLE, exact_form(v["name"])), "basic")
        if kind == "prefix":
            return Query.regex_query(self.schema, "mark", re.escape(v["prefix"]) + ".*")
        if kind in ("fuzzy1", "fuzzy2"):
            return Query.fuzzy_term_query(self.schema, "mark", v["word"], int(kind[-1]))
        if kind == "word_class":
            nice = Query.term_query(self.schema, "nice", f"{v['nice']:02}", "basic")
            return both(term("mark", v["word"].lower()), Query.const_score_query(nice, 0.0))
        if kind == "bool_class":
            subclass = Query.term_query(self.schema, "cpc_subclass", v["class"], "basic")
            return both(text(v["words"]), Query.const_score_query(subclass, 0.0))
        if kind == "chinese":
            pairs = [each for each in tokens(v["text"]) if each]
            fields = ["mark"] if is_mark else ["title", "abstract"]
            return either(*(Query.phrase_query(self.schema, f, pairs) if len(pairs) > 1 else term(f, pairs[0]) for f in fields))
        if kind == "phrase":
            return either(*(Query.phrase_query(self.schema, f, v["words"]) for f in ("title", "abstract")))
        if kind == "prox":
            slop = v["distance"] - 1
            return either(
                *(
                    Query.phrase_query(self.schema, f, pair, slop)
                    for f in ("title", "abstract")
                    for pair in ([v["left"], v["right"]], [v["right"], v["left"]])
                )
            )
        if kind == "date_range":
            words = term("mark", v["word"].lower()) if is_mark else text(v["words"])
            field = "registration_date" if is_mark else "publication_date"
            return both(words, between(field, day(v["low"]), day(v["high"])))
        if kind == "in_force":
            at = date.fromisoformat(v["day"])
            has, lost = status_query_terms("in_force", at)
            held = either(*(Query.term_query(self.schema, "dates", each, "basic") for each in has))
            over = either(*(Query.term_query(self.schema, "dates", each, "basic") for each in lost))
            parts = [(Occur.Must, term("mark", v["word"].lower())), (Occur.Must, held), (Occur.MustNot, over)]
            return Query.boolean_query(parts)
        return text(v["words"])
