"""Django over a small library, without a database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.portal.settings")

import django

django.setup()

from django.test import Client  # noqa: E402

from kapok.portal import gateway  # noqa: E402
from kapok.portal.gateway import ServicesGateway  # noqa: E402


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def sample(sample_home: Path, monkeypatch: pytest.MonkeyPatch, client: Client) -> Client:
    """Pages over the real services and the sample."""
    library = ServicesGateway(sample_home)
    monkeypatch.setattr(gateway, "current", lambda: library)
    return client
