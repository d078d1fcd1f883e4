"""Django over a small library, without a database."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.portal.settings")

import django

django.setup()

from django.test import Client  # noqa: E402


@pytest.fixture
def client() -> Client:
    return Client()
