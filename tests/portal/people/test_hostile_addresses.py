"""Addresses that nobody means well: endless numbers, deep and long queries. Each is answered or told, never a fault of the server."""

from __future__ import annotations

import pytest
from django.test import Client

LARGE = "9" * 40
ENDLESS = "9" * 5000
ADDRESSES = (
    f"/whitepaper/{LARGE}/",
    f"/whitepaper/{LARGE}/judicial",
    "/whitepaper/99999/",
    "/whitepaper/1/",
    f"/reports/courts/{LARGE}",
    f"/indicators/I-01?city={LARGE}",
    f"/api/figures?year={LARGE}",
    f"/api/indicators?year={LARGE}",
    f"/search?page={LARGE}",
    f"/search?page={ENDLESS}",
    f"/search?f=year:{LARGE}",
    f"/search?q=nice%3D{LARGE}",
    f"/search?q=ad%3E{LARGE}",
    f"/search?q=number%3D{LARGE}",
    f"/search?q={'(' * 3000}",
    f"/search?q={'a+and+' * 2000}b",
    f"/api/search?q=a&offset={LARGE}",
    f"/api/similar?mark=a&limit={LARGE}",
    f"/navigation/?q=a&from={LARGE}",
    f"/records/patent/US/{LARGE}/A1",
    f"/classes/nice/{LARGE}",
    f"/subjects/{LARGE}",
    f"/watches/{LARGE}",
    f"/certificates?page={LARGE}",
    f"/certificates?page={ENDLESS}",
    f"/certificates/{LARGE}",
    f"/api/certificates?offset={LARGE}",
    f"/notices?page={LARGE}",
    f"/verify/{LARGE}",
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[:40])
def test_an_address_is_answered_or_told(sample: Client, address: str) -> None:
    assert sample.get(address).status_code < 500
