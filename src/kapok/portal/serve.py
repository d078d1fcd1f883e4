"""Run the portal: granian, WSGI, a bounded number of threads in each process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from kapok.errors import BackendError, InputError
from kapok.portal.config import read
from kapok.portal.jobs.run import start_beside_server
from kapok.portal.migrate import migrate

MAX_DEFAULT_WORKERS = 4


def serve(host: str | None = None, port: int | None = None, home: Path | None = None, workers: int | None = None) -> None:
    """Serve until stopped. What is not given comes from the settings; the server processes read the same environment.

    Raises InputError when a setting cannot be used.
    """
    given = {"KAPOK_HOST": host, "KAPOK_PORT": port, "KAPOK_HOME": home, "KAPOK_WORKERS": workers}
    os.environ.update({name: str(value) for name, value in given.items() if value is not None})
    config = read()
    if config.port > 65535:
        raise InputError(f"KAPOK_PORT is {config.port}", "ports end at 65535", "Set it to 8000")
    _allow_own_host(config.host, config.allowed_hosts)
    count = config.workers or min(MAX_DEFAULT_WORKERS, os.cpu_count() or 1)
    jobs = None
    try:
        migrate()
        jobs = start_beside_server()
    except BackendError as error:
        print(f"{error} Searching works; accounts and cases do not.", file=sys.stderr)
    try:
        _listen(count)
    finally:
        if jobs is not None:
            jobs.terminate()


def _listen(count: int) -> None:
    """Serve with `count` processes until stopped."""
    config = read()
    Granian(
        "kapok.portal.wsgi:application",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=count,
        blocking_threads=config.threads,
        backpressure=max(64, config.threads * 16),
        websockets=False,
        respawn_failed_workers=True,
    ).serve()


def _allow_own_host(host: str, allowed: tuple[str, ...]) -> None:
    """The address that the server listens on is always one that it answers to."""
    if host not in allowed and host not in ("0.0.0.0", "::"):
        os.environ["KAPOK_ALLOWED_HOSTS"] = ",".join((*allowed, host))
