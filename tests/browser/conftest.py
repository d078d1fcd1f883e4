"""A real browser on the real application over a small library. Skipped without Chromium, except in CI, where it must be there."""

from __future__ import annotations

import os
import shutil
import socketserver
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.portal.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread; nothing here uses it

import django

django.setup()

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from kapok.portal.wsgi import make_application  # noqa: E402

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the portal."""
    server = make_server("127.0.0.1", 0, make_application(), server_class=_Server, handler_class=_Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not os.path.exists(CHROMIUM):  # noqa: PTH110
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: install it in .ci/run")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
