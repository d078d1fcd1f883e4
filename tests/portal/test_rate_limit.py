"""The light limit on API requests."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kapok.portal.rate_limit import TokenBuckets, caller_of, is_this_machine, limit_api


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_tokens_run_out_and_come_back() -> None:
    clock = Clock()
    buckets = TokenBuckets(per_minute=60, burst=2, clock=clock)
    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 1.0]
    assert buckets.take("b") == 0.0, "callers do not share"
    clock.now = 1.0
    assert buckets.take("a") == 0.0
    assert buckets.take("a") == 1.0


def test_a_bucket_never_holds_more_than_the_burst() -> None:
    clock = Clock()
    buckets = TokenBuckets(per_minute=60, burst=2, clock=clock)
    buckets.take("a")
    clock.now = 1_000.0
    assert [buckets.take("a") > 0 for _ in range(3)] == [False, False, True]


def test_callers_are_forgotten_when_there_are_too_many() -> None:
    buckets = TokenBuckets(per_minute=60, burst=1, clock=Clock())
    for number in range(10_050):
        buckets.take(str(number))
    assert len(buckets._buckets) == 10_000


@pytest.fixture
def limited(settings_changed: None) -> object:
    return limit_api(lambda request: HttpResponse("ok"))


@pytest.fixture
def settings_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "KAPOK_CONFIG", replace(settings.KAPOK_CONFIG, api_rate=60, api_burst=2))


def test_a_fast_caller_gets_429_with_the_time_to_wait(limited: object) -> None:
    def ask(path: str, address: str = "203.0.113.9") -> HttpResponse:
        return limited(RequestFactory().get(path, REMOTE_ADDR=address))  # type: ignore[operator, no-any-return]

    assert [ask("/api/search").status_code for _ in range(3)] == [200, 200, 429]
    refused = ask("/api/search")
    assert refused.headers["Retry-After"] == "1"
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert ask("/search").status_code == 200, "pages are not limited"
    assert [ask("/api/search", "127.0.0.1").status_code for _ in range(9)] == [200] * 9, "nor is this machine"


def test_the_caller_behind_a_trusted_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    request: HttpRequest = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 198.51.100.7"}
    )
    assert caller_of(request) == "127.0.0.1"
    monkeypatch.setattr(settings, "KAPOK_CONFIG", replace(settings.KAPOK_CONFIG, trust_forwarded_for=True))
    assert caller_of(request) == "198.51.100.7", "what the caller claims itself does not count"


@pytest.mark.parametrize(
    ("address", "own"), [("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("", False), ("x", False)]
)
def test_only_loopback_is_this_machine(address: str, own: bool) -> None:
    assert is_this_machine(address) is own
