"""Lists that are remembered: the same pages as the database gives, and never an older state than the newest change."""

from __future__ import annotations

import pytest
from django.core.paginator import EmptyPage

from kapok.portal.accounts.models import Organisation
from kapok.portal.cases import found_pages
from kapok.portal.cases.found_pages import FoundPages


@pytest.fixture
def rows(db: None) -> None:
    found_pages.forget()
    Organisation.objects.all().delete()
    Organisation.objects.bulk_create(Organisation(key=f"o-{n:02d}", kind="company", name=f"No. {n}") for n in range(23))


def pages(newest: int = 1, size: int = 5) -> FoundPages:
    return FoundPages(Organisation.objects.order_by("-key"), size, ("organisations",), lambda: newest)


@pytest.mark.parametrize("most", [0, 22, 23, 2000])
def test_pages_are_those_of_the_database(rows: None, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(found_pages, "MOST_KEYS", most)
    whole = [each.key for each in Organisation.objects.order_by("-key")]
    for _ in range(2):
        found = pages()
        assert (found.count, found.num_pages) == (23, 5)
        assert [each.key for number in found.page_range for each in found.page(number)] == whole
        assert [each.key for each in found.rows(4, 9)] == whole[4:9]
        assert found.rows(23, 30) == []
        with pytest.raises(EmptyPage):
            found.page(6)


@pytest.mark.parametrize("most", [0, 2000])
def test_a_change_is_seen_at_once_and_otherwise_nothing_is_looked_for(
    rows: None, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(found_pages, "MOST_KEYS", most)
    assert pages(1).count == 23
    Organisation.objects.create(key="o-99", kind="company", name="New")
    assert pages(1).count == 23, "no change was told"
    assert pages(2).count == 24
    monkeypatch.setattr(found_pages, "HOLDS_SECONDS", 0.0)
    Organisation.objects.create(key="o-98", kind="company", name="Newer")
    assert pages(2).count == 25, "what was found does not hold for ever"


def test_a_row_that_is_gone_is_no_fault(rows: None) -> None:
    assert pages().count == 23
    Organisation.objects.filter(key="o-22").delete()
    assert [each.key for each in pages().page(1)] == ["o-21", "o-20", "o-19", "o-18"]
