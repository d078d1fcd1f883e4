"""The WSGI application: static files in front (never reaching Django), the portal behind."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from kapok.portal.assets import PREFIX, STATIC
from kapok.portal.headers import HEADERS

YEAR = 365 * 24 * 3600
WARM = (("/search", "q=a"), ("/api/search", "limit=1"))
"""What a fresh process is asked before its first visitor: opens the index, reads the tables, compiles the templates."""


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


def warm_up(wsgi: Callable[..., Any]) -> None:
    """Answer a few requests to nobody. Whatever is wrong (an empty home, a host not allowed) is told to real visitors."""
    host = next((name for name in settings.ALLOWED_HOSTS if name[0] not in "*.["), "localhost")
    for path, query in WARM:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": host,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
        }
        answer = wsgi(environ, lambda *_started: None)
        b"".join(answer)
        answer.close()


application = make_application()
warm_up(application)
