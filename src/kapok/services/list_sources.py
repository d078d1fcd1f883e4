"""What is loaded, how fresh it is and whether it is healthy; how many records each category has."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok.codes.categories import categories
from kapok.lake.health import source_specs
from kapok.lake.lake import Load
from kapok.lake.layout import Layout
from kapok.lake.locking import write_lock
from kapok.lake.writer import LakeWriter
from kapok.search.ports import Bucket, SearchRequest
from kapok.search.query import Compare, Everything
from kapok.services.home import require_lake
from kapok.services.opened import backend_of, lake_of


class SourceInfo(Struct, frozen=True, kw_only=True):
    """One source in one category. `status`: healthy, or held when its newest load waits for acceptance."""

    name: str
    title: str
    category: str
    records: int
    last_loaded_at: str
    newest_document_date: str
    status: str
    notes: list[str] = []


class CategoryInfo(Struct, frozen=True, kw_only=True):
    """How many records a category has, and the newest publication or registration date among them."""

    count: int
    newest: str


def sources(home: Path) -> list[SourceInfo]:
    """Every published source by category, and held loads as their own lines. Raises BackendError without a lake."""
    lake = lake_of(home)
    specs = source_specs(Layout(home).own_sources)
    counts = {(b.value, c.key): b.count for c in categories() for b in _facet(home, "source", c.key)}
    lines = [
        SourceInfo(
            name=source,
            title=specs[source].title if source in specs else source,
            category=category,
            records=counts.get((source, category), rows),
            last_loaded_at=ended,
            newest_document_date=newest_date(home, category=category, source=source),
            status="healthy",
        )
        for source, category, rows, ended, _ in lake.source_rows()
    ]
    lines += [
        SourceInfo(
            name=load.source or "mixed",
            title=specs[load.source].title if load.source in specs else load.source,
            category="",
            records=load.counts.get("stored", 0),
            last_loaded_at=load.ended_at,
            newest_document_date="",
            status="held",
            notes=load.findings,
        )
        for load in lake.loads()
        if load.status == "held"
    ]
    return lines


def category_counts(home: Path) -> dict[str, CategoryInfo]:
    """All 15 categories with their counts (0 included). Raises BackendError when the index cannot be asked."""
    backend = backend_of(home)
    counts = backend.category_counts()
    return {
        category.key: CategoryInfo(
            count=counts.get(category.key, 0),
            newest=newest_date(home, category=category.key) if counts.get(category.key) else "",
        )
        for category in categories()
    }


def newest_date(home: Path, *, category: str, source: str = "") -> str:
    """The newest publication date among records of a category (and source), else of registration or filing; "" if none."""
    for field in ("publication_date", "registration_date", "filing_date"):
        request = SearchRequest(
            query=Compare(field, ">=", "1700"),
            category=category,
            limit=1,
            sort=f"{field}:desc",
            filters=(("source", source),) if source else (),
        )
        for hit in backend_of(home).search(request).hits:
            return str(hit.summary.get(field, ""))
    return ""


def loads(home: Path) -> list[Load]:
    """All loads, newest first."""
    return lake_of(home).loads()


def settle_load(home: Path, load_id: int, status: str) -> int:
    """Accept (`published`) or discard (`discarded`) a held load; an accepted one is indexed at once."""
    from kapok.services.after_load import after_load  # what indexes takes long to import, and looking needs none of it
    from kapok.services.index_lake import catch_up
    from kapok.services.name_parties import name_parties

    require_lake(home)
    with write_lock(Layout(home).lock):
        writer = LakeWriter(home)
        try:
            sequence = writer.settle(load_id, status)
        finally:
            writer.close()
        if status == "published":
            catch_up(home)
            if name_parties(home):
                catch_up(home)
            after_load(home)
    return sequence


def _facet(home: Path, field: str, category: str) -> list[Bucket]:
    request = SearchRequest(query=Everything(), category=category, limit=0, facets=(field,), facet_size=1000)
    return backend_of(home).search(request).facets.get(field, [])
