"""The Django application of reported figures."""

from __future__ import annotations

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Which office reports for which authority, and the reminders that were sent."""

    name = "kapok.portal.statistics"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the jobs of reporting."""
        from kapok.portal.statistics import reminders

        assert reminders
