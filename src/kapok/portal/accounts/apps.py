"""The Django application of people and organisations."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and organisations."""

    name = "kapok.portal.accounts"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what allauth tells."""
        from kapok.portal.accounts import second_factor

        second_factor.listen()
