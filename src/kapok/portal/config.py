"""Settings of the portal: one table, read from the environment, documented in `docs/operating.md`.

Nothing here writes a file or imports Django. `read` gives every setting a typed value or says which one is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kapok.errors import InputError

Kind = Literal["text", "path", "integer", "switch", "list"]
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class Setting:
    """One environment variable: its `name`, what it is when unset, and what it does (shown in the operating guide)."""

    name: str
    default: str
    help: str
    kind: Kind = "text"
    minimum: int = 0


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "KAPOK_HOME",
        "",
        "Folder of the lake, the index and the secret key. Unset: `kapok` in `$XDG_DATA_HOME`, else `~/.local/share/kapok`.",
        "path",
    ),
    Setting("KAPOK_HOST", "127.0.0.1", "Address to listen on; `0.0.0.0` for every interface."),
    Setting("KAPOK_PORT", "8000", "Port to listen on.", "integer", 1),
    Setting("KAPOK_WORKERS", "0", "Server processes; 0 means one for each processor core, at most 4.", "integer"),
    Setting("KAPOK_THREADS", "8", "Requests that one server process answers at the same time.", "integer", 1),
    Setting("KAPOK_SECRET_KEY", "", "Key for signatures. Unset: made once and kept in `secret-key` in the home folder."),
    Setting(
        "KAPOK_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "Host names that the platform answers to, comma separated; `*` for any.",
        "list",
    ),
    Setting(
        "KAPOK_SEARCH_URL",
        "",
        "OpenSearch cluster that holds the index (`https://user:word@host:9200/name`). Unset: the home folder.",
    ),
    Setting("KAPOK_DEBUG", "0", "1 shows tracebacks in the browser: for developers only.", "switch"),
    Setting(
        "KAPOK_DATABASE_URL",
        "",
        "Database of accounts and cases (`postgresql://…`). Unset: SQLite in the home folder. Searching needs none.",
    ),
    Setting(
        "KAPOK_API_RATE",
        "600",
        "API requests per minute and caller, for each server process; 0 for no limit. This machine itself is never limited.",
        "integer",
    ),
    Setting("KAPOK_API_BURST", "60", "API requests that a caller may send at once before the rate applies.", "integer", 1),
    Setting(
        "KAPOK_TRUST_FORWARDED_FOR",
        "0",
        "1 behind your own reverse proxy: the caller is the last address in `X-Forwarded-For`.",
        "switch",
    ),
    Setting("KAPOK_MAX_REQUEST_BYTES", "1048576", "Largest request body that is read; larger ones get 413.", "integer", 1024),
    Setting(
        "KAPOK_CACHE_SECONDS",
        "60",
        "How long a browser or proxy may show a public page again without asking; then it asks with the ETag.",
        "integer",
    ),
    Setting(
        "KAPOK_MAX_UPLOAD_BYTES",
        "20971520",
        "Largest file that may be handed in; larger ones are refused while they arrive.",
        "integer",
        1024,
    ),
    Setting(
        "KAPOK_SMTP_URL",
        "",
        "Mail server (`smtp://`, `smtp+starttls://`, `smtps://user:password@host:port`). Unset: files in `mail/` of the home.",
    ),
    Setting("KAPOK_MAIL_FROM", "Kapok <kapok@localhost>", "Sender of the platform's mails."),
    Setting(
        "KAPOK_ORIGIN",
        "",
        "Address of the platform as people see it (`https://ip.example`), for mails and QR codes. Unset: host and port.",
    ),
    Setting("KAPOK_HTTPS", "0", "1 when the platform is reached by HTTPS: sends Strict-Transport-Security.", "switch"),
)


@dataclass(frozen=True)
class Config:
    """The settings with their types. `secret_key` is empty when it has to come from the home folder."""

    home: Path
    host: str
    port: int
    workers: int
    threads: int
    secret_key: str
    allowed_hosts: tuple[str, ...]
    search_url: str
    debug: bool
    database_url: str
    api_rate: int
    api_burst: int
    trust_forwarded_for: bool
    max_request_bytes: int
    cache_seconds: int
    https: bool
    max_upload_bytes: int
    smtp_url: str
    mail_from: str
    origin: str

    @property
    def public_origin(self) -> str:
        """Scheme and host under which people reach the platform, without a slash at the end."""
        if self.origin:
            return self.origin.rstrip("/")
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"{'https' if self.https else 'http'}://{host}:{self.port}"


def read(environment: Mapping[str, str] | None = None) -> Config:
    """All settings from `environment` (the process's own by default); InputError names a setting that cannot be used."""
    values = os.environ if environment is None else environment
    typed = {setting.name.removeprefix("KAPOK_").lower(): _typed(setting, values) for setting in SETTINGS}
    return Config(**typed)  # type: ignore[arg-type]


def _typed(setting: Setting, values: Mapping[str, str]) -> str | int | bool | Path | tuple[str, ...]:
    """The value of one setting in its own type."""
    text = values.get(setting.name, setting.default).strip()
    assert setting.kind in get_args(Kind)
    if setting.kind == "integer":
        return _integer(setting, text)
    if setting.kind == "switch":
        if text.lower() not in _TRUE | _FALSE:
            raise InputError(f"{setting.name} is '{text}'", "it is a switch", "Set it to 1 or 0")
        return text.lower() in _TRUE
    if setting.kind == "list":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if setting.kind == "path":
        return Path(text).expanduser() if text else _default_home(values)
    return text


def _integer(setting: Setting, text: str) -> int:
    """A whole number not below the setting's minimum."""
    try:
        number = int(text or setting.default)
    except ValueError:
        raise InputError(f"{setting.name} is '{text}'", "it is a whole number", f"Set it to {setting.default}") from None
    if number < setting.minimum:
        raise InputError(f"{setting.name} is {number}", f"the least is {setting.minimum}", f"Set it to {setting.default}")
    return number


def _default_home(values: Mapping[str, str]) -> Path:
    """Where data live when nothing is said: the XDG data folder of the user."""
    base = values.get("XDG_DATA_HOME", "").strip()
    return (Path(base) if base else Path.home() / ".local" / "share") / "kapok"
