"""The Django application of jobs."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs."""

    name = "kapok.portal.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
