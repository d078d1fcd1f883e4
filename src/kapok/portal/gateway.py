"""The one door from the portal to `kapok.services`: what pages and API may ask for, and nothing else.

`current()` gives the gateway of the running configuration (setting `KAPOK_GATEWAY`, a dotted name), so that tests can
put a small library of their own in its place. All methods raise `kapok.errors` only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from kapok.catalogue import SubjectDatabase, subjects
from kapok.navigation.model import NavigationReport
from kapok.services import (
    browse_classes,
    compare_marks,
    explain_query,
    export_records,
    export_references,
    find_similar,
    keep_watch,
    list_sources,
    navigate,
    opened,
    opened_names,
    report_similar,
    search_records,
    show_record,
    show_source_text,
)
from kapok.services.browse_classes import ClassNode
from kapok.services.explain_query import Explanation
from kapok.services.find_similar import SimilarAnswer
from kapok.services.list_sources import CategoryInfo, SourceInfo
from kapok.services.report_similar import SimilarReport
from kapok.services.search_records import SearchAnswer
from kapok.services.show_record import RecordView
from kapok.services.watch_store import Watch, WatchStore

Filters = Sequence[tuple[str, str]]
"""Facet choices: field key and value."""


class Gateway(Protocol):
    """What the portal asks of the services, already bound to a home folder."""

    def search(self, text: str, **choices: Any) -> SearchAnswer:
        """One search; the choices are those of `kapok.services.search_records.search`."""

    def similar(self, text: str, **choices: Any) -> SimilarAnswer:
        """Marks like one; the choices are those of `kapok.services.find_similar.find_similar`."""

    def mark_offices(self) -> Sequence[str]:
        """The registers (ST.3) whose marks are indexed."""

    def compare(self, one: str, other: str, **choices: Any) -> SimilarAnswer:
        """An opinion on two marks; the choices are those of `kapok.services.compare_marks.compare_marks`."""

    def similar_report(self, text: str, **choices: Any) -> SimilarReport:
        """The search report on marks like one; the choices are those of `similar`."""

    def show(self, key: str) -> RecordView:
        """One record with what stands around it; raises NotFound."""

    def source_text(self, key: str) -> str:
        """The raw source of a record; raises NotFound when the file it came from is gone."""

    def sources(self) -> Sequence[SourceInfo]:
        """Every loaded source."""

    def category_counts(self) -> dict[str, CategoryInfo]:
        """Records and newest date per category."""

    def browse(self, scheme: str, symbol: str, locale: str) -> ClassNode:
        """One class with its children."""

    def export(self, text: str, file_format: str, *, language: str, category: str, filters: Filters) -> Iterator[bytes]:
        """The whole result as a file, streamed."""

    def cite(self, key: str, file_format: str) -> str:
        """One record for a reference manager: `ris` or `bibtex`; raises NotFound."""

    def export_formats(self) -> tuple[str, ...]:
        """Names of the export formats."""

    def explain(self, text: str, language: str, locale: str) -> Explanation:
        """How a query is understood."""

    def subjects(self) -> Sequence[SubjectDatabase]:
        """The subject databases."""

    def navigate(self, text: str, **choices: Any) -> NavigationReport:
        """The patent-navigation report; the choices are those of `kapok.services.navigate.navigate`."""

    def watch_query(self, text: str, **choices: Any) -> Watch:
        """Keep a watch on a query; the choices are those of `kapok.services.keep_watch.watch_query`."""

    def watch_holder(self, holder: str, **choices: Any) -> Watch:
        """Keep a watch on a name."""

    def watch_mark(self, mark: str, **choices: Any) -> Watch:
        """Keep a watch on marks like one."""

    def watch(self, watch_id: str) -> Watch:
        """The watch of an id; raises NotFound."""

    def delete_watch(self, watch_id: str) -> None:
        """Forget a watch; raises NotFound."""

    def sequence(self) -> int:
        """The lake sequence that answers reflect: changes whenever an answer may change."""

    def changed_at(self) -> datetime:
        """The instant (UTC) since which the data have not changed."""


class ServicesGateway:
    """The gateway to the real services for the home folder of the configuration."""

    def __init__(self, home: Path | None = None) -> None:
        self.home: Path = home or settings.KAPOK_CONFIG.home

    def search(self, text: str, **choices: Any) -> SearchAnswer:
        """One search."""
        return search_records.search(self.home, text, **choices)

    def similar(self, text: str, **choices: Any) -> SimilarAnswer:
        """Marks like one."""
        return find_similar.find_similar(self.home, text, **choices)

    def mark_offices(self) -> Sequence[str]:
        """The registers whose marks are indexed."""
        return opened_names.mark_offices(self.home)

    def compare(self, one: str, other: str, **choices: Any) -> SimilarAnswer:
        """An opinion on two marks."""
        return compare_marks.compare_marks(one, other, home=self.home, **choices)

    def similar_report(self, text: str, **choices: Any) -> SimilarReport:
        """The search report on marks like one."""
        return report_similar.report_similar(self.home, text, **choices)

    def show(self, key: str) -> RecordView:
        """One record with what stands around it."""
        return show_record.show(self.home, key)

    def source_text(self, key: str) -> str:
        """The raw source of a record."""
        return show_source_text.source_text(self.home, key)

    def sources(self) -> Sequence[SourceInfo]:
        """Every loaded source."""
        return list_sources.sources(self.home)

    def category_counts(self) -> dict[str, CategoryInfo]:
        """Records and newest date per category."""
        return list_sources.category_counts(self.home)

    def browse(self, scheme: str, symbol: str, locale: str) -> ClassNode:
        """One class with its children."""
        return browse_classes.browse(self.home, scheme, symbol, locale)

    def export(self, text: str, file_format: str, *, language: str, category: str, filters: Filters) -> Iterator[bytes]:
        """The whole result as a file, streamed."""
        return export_records.export(self.home, text, file_format, language=language, category=category, filters=filters)

    def cite(self, key: str, file_format: str) -> str:
        """One record for a reference manager."""
        forms = {"ris": export_references.ris, "bibtex": export_references.bibtex}
        return forms[file_format](show_record.record_json(self.home, key))

    def export_formats(self) -> tuple[str, ...]:
        """Names of the export formats."""
        return tuple(export_records.EXPORT_FORMATS)

    def explain(self, text: str, language: str, locale: str) -> Explanation:
        """How a query is understood."""
        return explain_query.explain_query(text, language, locale)

    def subjects(self) -> Sequence[SubjectDatabase]:
        """The subject databases."""
        return subjects()

    def navigate(self, text: str, **choices: Any) -> NavigationReport:
        """The patent-navigation report."""
        return navigate.navigate(self.home, text, **choices)

    def watch_query(self, text: str, **choices: Any) -> Watch:
        """Keep a watch on a query."""
        return keep_watch.watch_query(self.home, text, **choices)

    def watch_holder(self, holder: str, **choices: Any) -> Watch:
        """Keep a watch on a name."""
        return keep_watch.watch_holder(self.home, holder, **choices)

    def watch_mark(self, mark: str, **choices: Any) -> Watch:
        """Keep a watch on marks like one."""
        return keep_watch.watch_mark(self.home, mark, **choices)

    def watch(self, watch_id: str) -> Watch:
        """The watch of an id."""
        return WatchStore(self.home).get(watch_id)

    def delete_watch(self, watch_id: str) -> None:
        """Forget a watch."""
        WatchStore(self.home).delete(watch_id)

    def sequence(self) -> int:
        """The lake sequence that answers reflect."""
        return opened.backend_of(self.home).sequence()

    def changed_at(self) -> datetime:
        """The instant (UTC) since which the data have not changed."""
        return opened.backend_of(self.home).changed_at()


@lru_cache(maxsize=4)
def _build(dotted_name: str) -> Gateway:
    """The gateway class named by a setting, made once."""
    module, _, name = dotted_name.rpartition(".")
    gateway: Gateway = getattr(import_module(module), name)()
    return gateway


def current() -> Gateway:
    """The gateway of the running configuration."""
    return _build(settings.KAPOK_GATEWAY)
