"""A light limit on API requests: one token bucket per caller, in this process only.

It protects a small server from one careless script; it is not a defence against an attack. Callers on the machine itself
are not limited.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kapok.portal.problems import problem_response

MAX_CALLERS = 10_000
"""Callers remembered at most; the longest silent are forgotten first."""


class TokenBuckets:
    """Buckets of `burst` tokens that refill at `per_minute`; each request takes one."""

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._burst = float(burst)
        self._clock = clock
        self._lock = Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, caller: str) -> float:
        """Take a token: 0.0 when there was one, else the seconds until there is."""
        now = self._clock()
        with self._lock:
            tokens, seen = self._buckets.pop(caller, (self._burst, now))
            tokens = min(self._burst, tokens + (now - seen) * self._rate)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
            self._buckets[caller] = (tokens - 1 if wait == 0 else tokens, now)
            if len(self._buckets) > MAX_CALLERS:
                del self._buckets[next(iter(self._buckets))]
        return wait


def caller_of(request: HttpRequest) -> str:
    """The caller's address: the last one in `X-Forwarded-For` when the proxy before us is trusted."""
    if settings.KAPOK_CONFIG.trust_forwarded_for:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def is_this_machine(address: str) -> bool:
    """Whether the address is a loopback one; an unreadable address is not."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def limit_api(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer 429 with `Retry-After` to a caller of the API that is too fast."""
    config = settings.KAPOK_CONFIG
    buckets = TokenBuckets(config.api_rate, config.api_burst)

    def middleware(request: HttpRequest) -> HttpResponse:
        if config.api_rate and request.path_info.startswith("/api/"):
            caller = caller_of(request)
            wait = 0.0 if is_this_machine(caller) else buckets.take(caller)
            if wait:
                return _too_fast(request, math.ceil(wait))
        return get_response(request)

    return middleware


def _too_fast(request: HttpRequest, seconds: int) -> HttpResponse:
    response = problem_response(
        request,
        status=429,
        kind="rate",
        what=_("Too many requests in a short time"),
        why=_("each caller may send %(count)s requests a minute") % {"count": settings.KAPOK_CONFIG.api_rate},
        next_step=_("Wait %(seconds)s s and try again, or use the export for whole results") % {"seconds": seconds},
    )
    response.headers["Retry-After"] = str(seconds)
    return response
