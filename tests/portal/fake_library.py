"""A small library in place of the services: the same functions over a few records in memory.

`(` alone is a query that cannot be read, `unreachable` a search that cannot look, `defect` a fault of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from msgspec.structs import replace

from kapok.catalogue import SubjectDatabase, subjects
from kapok.errors import BackendError, NotFound, QueryError
from kapok.portal.gateway import ServicesGateway
from kapok.records.legal_status import LegalHistory, StatusInterval, StatusVerdict
from kapok.records.record import AnyRecord, Mark, Patent, encode
from kapok.search.languages import ExplainRow
from kapok.search.ports import Bucket, Hit
from kapok.services.browse_classes import ClassNode
from kapok.services.compare_marks import compare_marks
from kapok.services.explain_query import Explanation
from kapok.services.find_similar import SimilarAnswer, hit_of
from kapok.services.list_sources import CategoryInfo, SourceInfo
from kapok.services.report_similar import SimilarReport, write_report
from kapok.services.search_records import SearchAnswer
from kapok.services.show_record import RecordView
from kapok.services.similar_question import SimilarQuestion, read_question
from kapok.similarity.confusion import judge
from kapok.similarity.name import name_of
from tests.portal.sample_records import CHINESE, EARLIER, PATENT, RECORDS
from tests.sample import sample_home

NICE = {
    "": [("01", "Chemicals", 12), ("09", "Apparatus, software", 31), ("25", "Clothing, footwear, headgear", 7), ("35", "Advertising, business", 9)],
}  # fmt: skip
HOSTILE = Hit(
    key="mark/XX/1", category="mark", title="<script>alert(1)</script>", score=0.1, highlights={"goods": ["<b>&lt;</b> <mark>x</mark>"]}
)  # fmt: skip


def sample_library() -> ServicesGateway:
    """The services over a sample: reports count in the segments of a lake, which no list in memory stands for."""
    return ServicesGateway(sample_home())


class FakeLibrary:
    """Answers like `kapok.portal.gateway.ServicesGateway`."""

    number = 7

    def navigate(self, text: str, **choices: Any) -> Any:
        """The real report."""
        return sample_library().navigate(text, **choices)

    def search(self, text: str, **choices: Any) -> Any:
        """Records whose text holds the words."""
        if "unreachable" in text:
            raise BackendError("The index cannot be opened", "its folder is missing", "Run kapok reindex")
        if "defect" in text:
            raise RuntimeError("a defect")
        if "(" in text and ")" not in text:
            raise QueryError(
                "The bracket is not closed", "the query ends before it", "Close it with )",
                position=text.index("("), expected=(")", "and", "or"),
            )  # fmt: skip
        found = [record for record in RECORDS.values() if self._matches(record, text, choices)]
        offset, limit = choices.get("offset", 0), choices.get("limit", 20)
        hits = [_hit(record, text) for record in found[offset : offset + limit]]
        if text == "hostile":
            hits, found = [HOSTILE], [next(iter(RECORDS.values()))]
        facets = {name: _buckets(name, found) for name in choices.get("facets", ())}
        return SearchAnswer(total=len(found), query=text, hits=hits, facets=facets, seconds=0.001)

    def _matches(self, record: AnyRecord, text: str, choices: dict[str, Any]) -> bool:
        if choices.get("category") and record.category != choices["category"]:
            return False
        if any(value not in _values(field, record) for field, value in choices.get("filters", ())):
            return False
        if text.startswith('key=="'):
            return record.key == text.removeprefix('key=="').removesuffix('"')
        if choices.get("language") == "cql":
            return isinstance(record, Patent)
        haystack = encode(record).decode().lower()
        return all(word.lower() in haystack for word in text.split())

    def similar(self, text: str, *, locale: str = "en", **choices: Any) -> SimilarAnswer:
        """Every mark here with the opinion on it."""
        question = _question(text, choices)
        return _similar(question, locale)

    def mark_offices(self) -> tuple[str, ...]:
        """The registers of the marks here."""
        return ("CN", "EM")

    def compare(self, one: str, other: str, **choices: Any) -> SimilarAnswer:
        """The real comparison: it needs no library."""
        return compare_marks(one, other, **choices)

    def similar_report(self, text: str, *, locale: str = "en", **choices: Any) -> SimilarReport:
        """The real report over the marks here."""
        question = _question(text, choices)
        answer = _similar(question, locale)
        return SimilarReport(write_report(question, answer, [], locale), answer)

    def show(self, key: str) -> Any:
        """A record with what stands around it."""
        if key not in RECORDS:
            raise NotFound(f"There is no record '{key}'", "it is not loaded", "Search for its number")
        record = RECORDS[key]
        family = [PATENT, EARLIER, CHINESE] if isinstance(record, Patent) else []
        return RecordView(
            record=record,
            right=[PATENT, EARLIER] if key in (PATENT.key, EARLIER.key) else [record],
            status=StatusVerdict(
                status="in_force" if key == PATENT.key else "pending",
                reason="Granted on 2026-06-30",
                since="2026-06-30",
                until="2044-05-02",
                reason_not_in_force="",
                working=("Granted on 2026-06-30 (F11)", "Term: 20 years from 2024-03-11", "52 days added (35 U.S.C. 154(b))"),
            ),
            history=LegalHistory(
                intervals=(
                    _interval("2024-03-11", "2026-06-29", "pending", "Filed on 2024-03-11"),
                    _interval("2026-06-30", "2044-05-02", "in_force", "Granted on 2026-06-30"),
                    _interval(
                        "2044-05-03",
                        "9999-12-31",
                        "not_in_force",
                        "Expired: the last day was 2044-05-02, 20 years from filing on 2024-03-11, plus 52 days of adjustment "
                        "(35 U.S.C. 154(a)(2), (b))",
                    ),
                )
            ),
            family=[_hit(other, "") for other in family if other.key != key],
            citing=[_hit(EARLIER, "")] if key == PATENT.key else [],
            citing_total=1 if key == PATENT.key else 0,
            cited=[(citation, CHINESE.key if citation.origin == "search" else None) for citation in record.citations],
            versions=2,
        )

    def source_text(self, key: str) -> str:
        """The raw source."""
        if key == CHINESE.key:
            raise NotFound("The source text cannot be shown", "the file is gone", "Load the file again")
        self.show(key)
        return f"<us-patent-grant id='{key}'>&lt;</us-patent-grant>"

    def sources(self) -> list[Any]:
        """Three sources, one of them held."""
        row = {"last_loaded_at": "2026-11-20T08:15:00+00:00", "newest_document_date": "2026-11-17"}
        return [
            SourceInfo(name="uspto-grants", title="USPTO patent grants", category="patent", records=2, status="healthy", notes=[], **row),
            SourceInfo(name="uspto-marks", title="USPTO trade marks", category="mark", records=130, status="accepted", notes=["Fewer marks with goods than usual (71 %, at least 90 %)"], **row),
            SourceInfo(name="euipo", title="EUIPO trade marks", category="", records=1, status="held", notes=["1 record, at least 1,000 expected"], last_loaded_at="2026-11-21T08:15:00+00:00", newest_document_date=""),
        ]  # fmt: skip

    def category_counts(self) -> dict[str, Any]:
        """Counts of the sample."""
        counts = Counter(record.category for record in RECORDS.values())
        newest = {
            c: max(r.publication_date or r.registration_date or r.filing_date for r in RECORDS.values() if r.category == c)
            for c in counts
        }
        return {key: CategoryInfo(count=count, newest=newest[key]) for key, count in counts.items()}

    def browse(self, scheme: str, symbol: str, locale: str) -> Any:
        """A little of the Nice classification."""
        if scheme == "vienna":
            raise NotFound("Nothing of it is loaded", "no mark has a Vienna code", "Load marks")
        children = [ClassNode(scheme=scheme, symbol=s, title=t, count=n) for s, t, n in NICE[""]] if not symbol else []
        title = next((t for s, t, n in NICE[""] if s == symbol), "")
        return ClassNode(scheme=scheme, symbol=symbol, title=title, count=31, children=children, parents=[])

    def cite(self, key: str, file_format: str) -> str:
        """The key alone."""
        self.show(key)
        return f"{file_format} {key}\n"

    def export(self, text: str, file_format: str, **choices: Any) -> Iterator[bytes]:
        """Keys, one a line."""
        answer = self.search(text, **{**choices, "limit": 10_000})
        yield from (f"{hit.key}\n".encode() for hit in answer.hits)

    def export_formats(self) -> tuple[str, ...]:
        """The formats of the real services."""
        return ("csv", "xlsx", "jsonl", "ris", "bibtex", "parquet")

    def explain(self, text: str, language: str, locale: str) -> Any:
        """One row a word."""
        rows = [_row(0, "all of"), *(_row(1, f"{word} in title, abstract, names") for word in text.split())]
        return Explanation(text="", rows=rows, canonical_cql=f'txt all "{text}"', canonical_plain=text)

    def subjects(self) -> Sequence[SubjectDatabase]:
        """The real ones."""
        return subjects()

    def sequence(self) -> int:
        """Fixed."""
        return self.number

    def changed_at(self) -> datetime:
        """Fixed, but for the number: a minute for each."""
        return datetime(2026, 11, 20, 8, self.number, tzinfo=UTC)


def _question(text: str, choices: dict[str, Any]) -> SimilarQuestion:
    if text == "unreachable":
        raise BackendError("The index of similar marks is not there", "its folder is missing", "Run kapok reindex")
    return read_question(text, **{name: value for name, value in choices.items() if name != "locale"})


def _similar(question: SimilarQuestion, locale: str) -> SimilarAnswer:
    hits = []
    for record in RECORDS.values():
        if isinstance(record, Mark) and record.mark_text and question.name is not None:
            other = name_of(record.mark_text)
            opinion = judge(question.name, other, question.profile)
            if opinion.score >= 0.4:
                hits.append(replace(hit_of(question.name, other, opinion, locale), key=record.key, classes=("25",)))
    hits = sorted(hits, key=lambda hit: -hit.score)[: question.limit]
    least = question.profile.levels["similar"]
    return SimilarAnswer(
        total=sum(hit.score >= least for hit in hits),
        hits=hits,
        office=question.profile.office,
        searched=len(RECORDS),
        guessed_classes=question.guessed,
    )


def _interval(first: str, last: str, status: str, reason: str) -> Any:
    return StatusInterval(first, last, status, reason, "test")  # type: ignore[arg-type]


def _row(depth: int, text: str) -> Any:
    return ExplainRow(depth, "Words", "", text)


def _values(field: str, record: AnyRecord) -> list[str]:
    match field:
        case "category":
            return [record.category]
        case "office_code":
            return [record.office_code]
        case "status":
            return ["in_force" if isinstance(record, Mark) else "pending"]
        case "year":
            return [(record.publication_date or record.filing_date or record.registration_date)[:4]]
        case "applicant":
            return [party.name for party in record.parties if party.role in ("applicant", "holder")]
        case "language":
            return [record.language]
        case _:
            return [c.symbol for c in record.classifications if c.scheme == field]


def _buckets(field: str, records: list[AnyRecord]) -> list[Bucket]:
    counts = Counter(value for record in records for value in _values(field, record))
    return [Bucket(value, count) for value, count in counts.most_common(8)]


def _hit(record: AnyRecord, text: str) -> Hit:
    title = record.titles[0].text
    words = text.split()
    marked = escape(title)
    for word in words:
        if word and word in marked:
            marked = marked.replace(word, f"<mark>{word}</mark>")
    highlights = {"title": [marked]} if "<mark>" in marked else {}
    if record.abstracts and words:
        quote = escape(record.abstracts[0].text[:160])
        for word in words:
            quote = quote.replace(word, f"<mark>{word}</mark>")
        highlights["abstract"] = [quote]
    return Hit(
        key=record.key,
        category=record.category,
        title=title,
        score=1.5,
        summary={
            "titles": {text.language: text.text for text in record.titles},
            "applicants": [party.name for party in record.parties if party.role in ("applicant", "holder")],
            "filing_date": record.filing_date,
            "publication_date": record.publication_date,
            "registration_date": record.registration_date,
            "status": _values("status", record)[0],
            "language": record.language,
            "classes": [c.symbol for c in record.classifications if c.scheme in ("ipc", "locarno")],
            "nice": [c.symbol for c in record.classifications if c.scheme == "nice"],
            "has_image": bool(record.images),
            "image_uri": "",
        },
        highlights=highlights,
        group_size=2 if record.key == PATENT.key else 1,
    )
