"""How mail leaves: through the SMTP server that one setting names; without one, as files in `mail/` of the home folder."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from kapok.errors import InputError
from kapok.portal.config import Config

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
FOLDER = "mail"


def mail_settings(config: Config) -> dict[str, Any]:
    """Django's mail settings for `KAPOK_SMTP_URL`. Raises InputError for a URL that names no SMTP server."""
    common = {"DEFAULT_FROM_EMAIL": config.mail_from, "SERVER_EMAIL": config.mail_from, "EMAIL_TIMEOUT": 20}
    if not config.smtp_url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {**common, "EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": str(config.home / FOLDER)}
    parts = urlsplit(config.smtp_url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise InputError(
            "KAPOK_SMTP_URL names no mail server",
            f"it begins with one of {', '.join(PORTS)}",
            "Set it to smtp+starttls://user:password@mail.example:587",
        )
    return {
        **common,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
