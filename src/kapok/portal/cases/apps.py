"""The Django application of cases."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "kapok.portal.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the jobs of cases; read the calendars that the office added."""
        from django.conf import settings

        from kapok.portal.cases import jobs
        from kapok.timelimits.calendar import use_folder

        assert jobs
        use_folder(settings.KAPOK_CONFIG.home / "calendars")
