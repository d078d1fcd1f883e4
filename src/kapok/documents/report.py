"""A report as its parts, before it is HTML or PDF: sections of paragraphs and tables in one language."""

from __future__ import annotations

from msgspec import Struct


class Table(Struct, frozen=True):
    """Rows of texts under a heading; every row has as many cells as `head`."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(Struct, frozen=True):
    """A drawing as SVG with the text that stands for it where it cannot be seen."""

    svg: str
    alt: str


class Section(Struct, frozen=True):
    """One section: a heading (of level 1 or 2), paragraphs, pictures, then a table where there is one."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    pictures: tuple[Picture, ...] = ()
    level: int = 1


class Report(Struct, frozen=True, kw_only=True):
    """A whole report. `language` is one of zh-Hans, zh-Hant, en, pt; `made` says when (UTC), as shown at its foot."""

    title: str
    subtitle: str
    language: str
    made: str
    sections: tuple[Section, ...]
