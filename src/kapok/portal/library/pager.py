"""The pager of a result: first, last, those around, the next and the one before, as deep as the result goes."""

from __future__ import annotations

from dataclasses import dataclass

from kapok.portal.library.parameters import PAGE_SIZE, SearchParameters

AROUND = 2


@dataclass(frozen=True)
class PageLink:
    """One number of the pager; `gap` says that numbers are left out before it."""

    number: int
    address: str
    current: bool
    gap: bool


@dataclass(frozen=True)
class Pager:
    """`first_row` and `last_row` count from 1; `beyond` says that the page asked for is past the last one."""

    links: list[PageLink]
    previous: str
    next: str
    last_page: int
    first_row: int
    last_row: int
    beyond: bool
    last_address: str


def make_pager(parameters: SearchParameters, total: int) -> Pager:
    """The pager for a result of `total` rows."""
    last_page = max(1, -(-total // PAGE_SIZE))
    page = parameters.page
    shown = sorted({1, last_page, *range(max(1, page - AROUND), min(last_page, page + AROUND) + 1)})
    links = []
    for before, number in zip([0, *shown], shown, strict=False):
        links.append(PageLink(number, parameters.address(page=number), number == page, number - before > 1))
    return Pager(
        links=links if last_page > 1 else [],
        previous=parameters.address(page=min(page - 1, last_page)) if page > 1 else "",
        next=parameters.address(page=page + 1) if page < last_page else "",
        last_page=last_page,
        first_row=min(parameters.offset + 1, total),
        last_row=min(parameters.offset + PAGE_SIZE, total),
        beyond=page > last_page,
        last_address=parameters.address(page=last_page),
    )
