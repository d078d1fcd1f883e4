"""The Django application of cases."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "kapok.portal.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the jobs of cases."""
        from kapok.portal.cases import jobs

        assert jobs
