"""The one door from the portal to `kapok.services`: what pages and API may ask for, and nothing else.

`current()` gives the gateway of the running configuration (setting `KAPOK_GATEWAY`, a dotted name), so that tests can
put a small library of their own in its place. All methods raise `kapok.errors` only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from kapok.catalogue import SubjectDatabase, subjects


class Gateway(Protocol):
    """What the portal asks of the services, already bound to a home folder."""

    def search(
        self,
        text: str,
        *,
        language: str = "auto",
        category: str = "",
        offset: int = 0,
        limit: int = 20,
        sort: str = "relevance",
        facets: Sequence[str] = (),
        filters: Sequence[tuple[str, str]] = (),
        group: str = "publication",
        highlight: bool = True,
    ) -> Any:
        """One search: `SearchAnswer`."""

    def show(self, key: str) -> Any:
        """One record with what stands around it: `RecordView`; raises NotFound."""

    def source_text(self, key: str) -> str:
        """The raw source of a record; raises NotFound when the file it came from is gone."""

    def sources(self) -> list[Any]:
        """Every loaded source: `SourceInfo`."""

    def category_counts(self) -> dict[str, Any]:
        """Records and newest date per category: `CategoryInfo`."""

    def browse(self, scheme: str, symbol: str, locale: str) -> Any:
        """One class with its children: `ClassNode`; raises NotFound."""

    def export(self, text: str, file_format: str, **choices: Any) -> Iterator[bytes]:
        """The whole result as a file, streamed."""

    def export_formats(self) -> tuple[str, ...]:
        """Names of the export formats."""

    def explain(self, text: str, language: str, locale: str) -> Any:
        """How a query is understood: `Explanation`."""

    def subjects(self) -> Sequence[SubjectDatabase]:
        """The subject databases."""

    def sequence(self) -> int:
        """The lake sequence that answers reflect: changes whenever an answer may change."""


class ServicesGateway:
    """The gateway to the real services for the home folder of the configuration."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or settings.KAPOK_CONFIG.home

    def search(self, text: str, **choices: Any) -> Any:
        """One search."""
        return _service("search_records").search(self.home, text, **choices)

    def show(self, key: str) -> Any:
        """One record with what stands around it."""
        return _service("show_record").show(self.home, key)

    def source_text(self, key: str) -> str:
        """The raw source of a record."""
        return str(_service("show_source_text").source_text(self.home, key))

    def sources(self) -> list[Any]:
        """Every loaded source."""
        return list(_service("list_sources").sources(self.home))

    def category_counts(self) -> dict[str, Any]:
        """Records and newest date per category."""
        return dict(_service("list_sources").category_counts(self.home))

    def browse(self, scheme: str, symbol: str, locale: str) -> Any:
        """One class with its children."""
        return _service("browse_classes").browse(self.home, scheme, symbol, locale)

    def export(self, text: str, file_format: str, **choices: Any) -> Iterator[bytes]:
        """The whole result as a file, streamed."""
        return iter(_service("export_records").export(self.home, text, file_format, **choices))

    def export_formats(self) -> tuple[str, ...]:
        """Names of the export formats."""
        return tuple(_service("export_records").EXPORT_FORMATS)

    def explain(self, text: str, language: str, locale: str) -> Any:
        """How a query is understood."""
        return _service("explain_query").explain_query(text, language, locale)

    def subjects(self) -> Sequence[SubjectDatabase]:
        """The subject databases."""
        return subjects()

    def sequence(self) -> int:
        """The lake sequence that answers reflect."""
        return int(_service("opened").backend_of(self.home).sequence())


def _service(name: str) -> Any:
    """A service module by its verb phrase."""
    return import_module(f"kapok.services.{name}")


@lru_cache(maxsize=4)
def _build(dotted_name: str) -> Gateway:
    """The gateway class named by a setting, made once."""
    module, _, name = dotted_name.rpartition(".")
    gateway: Gateway = getattr(import_module(module), name)()
    return gateway


def current() -> Gateway:
    """The gateway of the running configuration."""
    return _build(settings.KAPOK_GATEWAY)
