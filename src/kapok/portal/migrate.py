"""Bring the database of accounts and cases up to date: run by `kapok serve` before it listens, and by `kapok migrate`."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

from kapok.errors import BackendError


def set_up(home: Path | None = None) -> None:
    """Configure Django for a home folder, once in a process."""
    if home is not None:
        os.environ["KAPOK_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapok.portal.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def migrate(home: Path | None = None) -> list[str]:
    """Make or change the tables; returns the steps that were taken. Raises BackendError when the database cannot be used."""
    set_up(home)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    folder: Path = settings.KAPOK_CONFIG.home
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _one_at_a_time():
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            steps = [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
            if steps:
                call_command("migrate", interactive=False, verbosity=0, stdout=StringIO())
                call_command("createcachetable", verbosity=0, stdout=StringIO())
    except DatabaseError as error:
        raise BackendError(
            "The database of accounts and cases cannot be used",
            str(error).strip().splitlines()[0] if str(error) else type(error).__name__,
            "Check KAPOK_DATABASE_URL and that the database can be written",
        ) from error
    return steps


class _one_at_a_time:
    """Several processes that start together change the tables one after the other."""

    def __enter__(self) -> None:
        from django.db import connection

        self.file = None
        if connection.vendor == "sqlite":
            import fcntl

            self.file = Path(str(connection.settings_dict["NAME"]) + ".migrate").open("w")
            fcntl.flock(self.file, fcntl.LOCK_EX)
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])

    def __exit__(self, *_error: object) -> None:
        from django.db import connection

        if self.file is not None:
            self.file.close()
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


_LOCK = 0x6B61706F
