"""The WSGI application: static files in front (never reaching Django), the portal behind."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from kapok.portal.assets import PREFIX, STATIC
from kapok.portal.headers import HEADERS

YEAR = 365 * 24 * 3600


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    """Static files carry the security headers of the pages."""
    for name, value in HEADERS.items():
        headers[name] = value


def make_application() -> Callable[..., Any]:
    """Django with the static files in front of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapok.portal.settings")
    django = get_wsgi_application()
    served: Callable[..., Any] = WhiteNoise(
        django, root=str(STATIC), prefix=PREFIX, max_age=YEAR, add_headers_function=_add_headers
    )
    return served


application = make_application()
