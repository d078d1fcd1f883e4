"""Django settings for the tests: the real ones, over a small library of our own."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("KAPOK_HOME", tempfile.mkdtemp(prefix="kapok-portal-"))
os.environ.setdefault("KAPOK_SECRET_KEY", "only-for-tests")
os.environ["KAPOK_ALLOWED_HOSTS"] = "*"

from kapok.portal.settings import *  # noqa: F403

KAPOK_GATEWAY = "tests.portal.fake_library.FakeLibrary"
