"""The part of a cluster that the adapter uses, small and strict: anything else is an AssertionError.

It follows what the manual of OpenSearch says of each query: tokens by whitespace, positions with `position_increment_gap` between
array elements, spans, sort with `search_after`, terms and composite aggregations, visibility at refresh. It is no live
cluster: how Lucene scores, and how shards estimate, is not in it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tests.search.backend.naive import edits

Positions = dict[int, str]
Span = tuple[int, int]


class MemoryCluster:
    """Implements `Cluster`. `asked` keeps every request."""

    def __init__(self) -> None:
        self.indices: dict[str, dict[str, Any]] = {}
        self.aliases: dict[str, str] = {}
        self.asked: list[tuple[str, str, Any]] = []

    def ask(self, method: str, path: str, body: Any = None, parameters: Mapping[str, Any] | None = None) -> Any:
        self.asked.append((method, path, body))
        name, _, what = path.strip("/").partition("/")
        match method, name, what:
            case "POST", "_aliases", "":
                for action in body["actions"]:
                    ((kind, value),) = action.items()
                    if kind == "remove_index":
                        del self.indices[value["index"]]
                    else:
                        assert kind == "add"
                        self.aliases[value["alias"]] = value["index"]
                return {"acknowledged": True}
            case "GET", "_alias", alias:
                return {self.aliases[alias]: {}} if alias in self.aliases else None
            case "POST", "_search", "":
                return self._search(body["pit"]["id"], body)
            case "DELETE", "_search", "point_in_time":
                return {}
            case "PUT", index, "":
                assert set(body) == {"settings", "mappings"}
                self.indices[index] = {"mappings": body["mappings"], "pending": {}, "documents": {}}
                return {}
        index = self.aliases.get(name, name)
        if index not in self.indices:
            return None
        held = self.indices[index]
        match method, what:
            case "DELETE", "":
                return self.indices.pop(index)
            case "GET", "_mapping":
                return {index: {"mappings": held["mappings"]}}
            case "PUT", "_mapping":
                assert set(body) == {"_meta"}
                held["mappings"]["_meta"] = body["_meta"]
                return {}
            case "POST", "_bulk":
                return self._bulk(held, body)
            case "POST", "_refresh":
                held["documents"] = dict(held["pending"])
                return {}
            case "POST", "_search":
                return self._search(index, body)
            case "POST", "_search/point_in_time":
                assert parameters == {"keep_alive": "5m"}
                return {"pit_id": index}
        raise AssertionError((method, path))

    def _bulk(self, held: dict[str, Any], body: str) -> Any:
        assert body.endswith("\n")
        lines = [json.loads(line) for line in body.splitlines()]
        place = 0
        while place < len(lines):
            ((kind, value),) = lines[place].items()
            if kind == "delete":
                held["pending"].pop(value["_id"], None)
                place += 1
                continue
            held["pending"][value["_id"]] = analysed(held["mappings"]["properties"], lines[place + 1])
            place += 2
        return {"errors": False, "items": []}

    def _search(self, index: str, body: dict[str, Any]) -> dict[str, Any]:
        allowed = {"query", "size", "from", "sort", "aggs", "track_total_hits", "_source", "collapse", "docvalue_fields"}
        assert set(body) <= allowed | {"search_after", "pit"}, set(body) - allowed
        assert body.get("from", 0) + body["size"] <= 10_000
        assert not ("collapse" in body and "search_after" in body)
        documents = self.indices[index]["documents"]
        scores = {
            key: score for key, document in documents.items() if (score := match_(document, body.get("query"))) is not None
        }
        rows = sorted(
            ((sort_values(key, documents[key], scores[key], body.get("sort", [])), key) for key in scores), key=order_of
        )
        answer: dict[str, Any] = {"hits": {"total": {"value": len(rows), "relation": "eq"}}, "timed_out": False}
        if "aggs" in body:
            answer["aggregations"] = aggregate([documents[key] for key in scores], body["aggs"])
        if field := body.get("collapse", {}).get("field"):
            seen: set[Any] = set()
            rows = [row for row in rows if not (documents[row[1]][field][0] in seen or seen.add(documents[row[1]][field][0]))]
        if after := body.get("search_after"):
            rows = [row for row in rows if order_of(row)[0] > order_of(([*zip(after, body["sort"], strict=True)], ""))[0]]
        hits = []
        for values, key in rows[body.get("from", 0) : body.get("from", 0) + body["size"]]:
            source = {name: documents[key][name][0] for name in body.get("_source") or () if name in documents[key]}
            hit = {"_id": key, "_score": scores[key], "_source": source, "sort": [value for value, _ in values]}
            if body.get("docvalue_fields"):
                hit["fields"] = {name: documents[key][name] for name in body["docvalue_fields"]}
            hits.append(hit)
        answer["hits"]["hits"] = hits
        return answer


def analysed(properties: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """A document as an index holds it: positions of tokens, or values."""
    found: dict[str, Any] = {}
    for name, value in source.items():
        kind = properties[name]  # strict: a field that is not mapped is refused
        values = value if isinstance(value, list) else [value]
        if kind["type"] == "text":
            found[name] = positions(values, kind.get("position_increment_gap", 100))
        else:
            assert all(isinstance(each, int if kind["type"] == "long" else str) for each in values), name
            found[name] = values
    return found


def positions(values: list[str], gap: int) -> Positions:
    found: Positions = {}
    at = 0
    for value in values:
        assert isinstance(value, str)
        for token in value.split():
            found[at] = token
            at += 1
        at += gap
    assert at < 1 << 31, "Lucene has no further positions"
    return found


def terms_of(document: dict[str, Any], field: str) -> set[str]:
    held = document.get(field, ())
    return set(held.values() if isinstance(held, dict) else held)


def match_(document: dict[str, Any], query: dict[str, Any] | None) -> float | None:
    """The score of a document, None where it does not match."""
    if query is None:
        return 1.0
    ((kind, value),) = query.items()
    match kind:
        case "match_all":
            return 1.0
        case "match_none":
            return None
        case "bool":
            return bool_(document, value)
        case "term":
            ((field, form),) = value.items()
            return form.get("boost", 1.0) * 2 if form["value"] in terms_of(document, field) else None
        case "terms":
            ((field, wanted),) = value.items()
            assert 0 < len(wanted) <= 65_536
            return 1.0 if terms_of(document, field) & set(wanted) else None
        case "regexp":
            return 1.0 if any(True for _ in regexp_tokens(document, value)) else None
        case "fuzzy":
            ((field, form),) = value.items()
            assert (form["transpositions"], form["rewrite"]) == (True, "constant_score")
            near = any(edits(form["value"], term) <= form["fuzziness"] for term in terms_of(document, field))
            return 1.0 if near else None
        case "match_phrase":
            ((field, form),) = value.items()
            clauses = [{"span_term": {field: token}} for token in form["query"].split()]
            found = any(True for _ in spans(document, {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}))
            return form.get("boost", 1.0) * 2 if found else None
        case "span_near" | "span_term" | "span_multi":
            return 1.0 if any(True for _ in spans(document, query)) else None
    raise AssertionError(kind)


def bool_(document: dict[str, Any], form: dict[str, Any]) -> float | None:
    assert set(form) <= {"must", "filter", "should", "must_not", "minimum_should_match"}
    score = 0.0
    for part in form.get("must", ()):
        one = match_(document, part)
        if one is None:
            return None
        score += one
    if any(match_(document, part) is None for part in form.get("filter", ())):
        return None
    if any(match_(document, part) is not None for part in form.get("must_not", ())):
        return None
    if "should" in form:
        assert form["minimum_should_match"] == 1
        scores = [one for part in form["should"] if (one := match_(document, part)) is not None]
        if not scores:
            return None
        score += sum(scores)
    return score


def regexp_tokens(document: dict[str, Any], value: dict[str, Any]) -> Iterator[str]:
    """Terms that a Lucene expression fits as a whole."""
    ((field, form),) = value.items()
    assert (form["flags"], form["rewrite"]) == ("NONE", "constant_score")
    bare = re.sub(r"\\.", "", form["value"])
    assert not set(bare) & set('{}"'), "operators of Lucene that Python reads otherwise"
    pattern = re.compile(form["value"])
    return (term for term in terms_of(document, field) if pattern.fullmatch(term))


def spans(document: dict[str, Any], query: dict[str, Any]) -> Iterator[Span]:
    """Where a span query matches: first position, position after the last."""
    ((kind, value),) = query.items()
    if kind == "span_term":
        ((field, wanted),) = value.items()
        yield from ((at, at + 1) for at, token in document.get(field, {}).items() if token == wanted)
    elif kind == "span_multi":
        ((inner, form),) = value["match"].items()
        assert inner == "regexp"
        ((field, _),) = form.items()
        fitting = set(regexp_tokens(document, form))
        yield from ((at, at + 1) for at, token in document.get(field, {}).items() if token in fitting)
    elif kind == "span_near":
        assert value["in_order"] is True
        yield from ordered(document, value["clauses"], value["slop"])
    else:
        raise AssertionError(kind)


def ordered(document: dict[str, Any], clauses: list[dict[str, Any]], slop: int) -> Iterator[Span]:
    """Spans of the clauses one after the other, with at most `slop` positions between them in all."""
    reached = [(start, end, 0) for start, end in spans(document, clauses[0])]
    for clause in clauses[1:]:
        if "span_gap" in clause:
            ((_, width),) = clause["span_gap"].items()
            reached = [(start, end + width, used) for start, end, used in reached]
            continue
        following = list(spans(document, clause))
        reached = [
            (start, last, used + first - end)
            for start, end, used in reached
            for first, last in following
            if first >= end and used + first - end <= slop
        ]
    yield from ((start, end) for start, end, _ in reached)


def sort_values(key: str, document: dict[str, Any], score: float, sort: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    found = []
    for each in sort:
        ((field, _),) = each.items()
        found.append((score if field == "_score" else document[field][0] if document.get(field) else None, each))
    return found


def order_of(row: tuple[list[tuple[Any, Any]], str]) -> tuple[list[Any], str]:
    """A key by which rows sort; a missing value comes last."""
    keys: list[Any] = []
    for value, each in row[0]:
        ((field, form),) = each.items()
        order = form if isinstance(form, str) else form["order"]
        assert field == "_score" or isinstance(form, str) or form["missing"] == "_last"
        keys.append((value is None, "" if value is None else -value if order == "desc" else value))
    return keys, row[1]


def aggregate(documents: list[dict[str, Any]], wanted: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, form in wanted.items():
        inner = form.get("aggs", {})
        if "filter" in form:
            kept = [document for document in documents if match_(document, form["filter"]) is not None]
            found[name] = {"doc_count": len(kept), **aggregate(kept, inner)}
            continue
        if "composite" in form:
            ((source,),) = [list(each.items()) for each in form["composite"]["sources"]]
            label, field = source[0], source[1]["terms"]["field"]
            counts = sorted(Counter(value for document in documents for value in document.get(field, ())).items())
            after = form["composite"].get("after", {}).get(label)
            page = [each for each in counts if after is None or each[0] > after][: form["composite"]["size"]]
            buckets = [{"key": {label: value}, "doc_count": number} for value, number in page]
            found[name] = {"buckets": buckets, **({"after_key": buckets[-1]["key"]} if buckets else {})}
            continue
        terms = form["terms"]
        counter = Counter(value for document in documents for value in document.get(terms["field"], ()))
        most = sorted(counter.items(), key=lambda each: (-each[1], each[0]))[: terms["size"]]
        buckets = [{"key": value, "doc_count": number} for value, number in most]
        found[name] = {"buckets": buckets, "doc_count_error_upper_bound": 0}
    return found
