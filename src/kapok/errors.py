"""The one error root of Kapok: every message says what happened, why, and what to do next.

Families say whose fault it is; edges (command line, API, pages) translate them once:
`InputError` -> exit 2 / 400, `NotAllowed` -> 403, `NotFound` -> 404, `BackendError` -> 503.
"""

from __future__ import annotations


class KapokError(Exception):
    """Root of all errors that Kapok raises on purpose.

    `what` happened, `why` it happened, `next_step` tells the reader what to do. All are plain sentences without
    a traceback, fit for a person.
    """

    exit_code = 1
    http_status = 500

    def __init__(self, what: str, why: str = "", next_step: str = "") -> None:
        self.what = what
        self.why = why
        self.next_step = next_step
        super().__init__(what, why, next_step)

    def __str__(self) -> str:
        return " ".join(part.rstrip(".") + "." for part in (self.what, self.why, self.next_step) if part)


class InputError(KapokError):
    """What the user gave (a file, a query, a number) cannot be used."""

    exit_code = 2
    http_status = 400


class DamagedInput(InputError):
    """A file that breaks off or fails its checksum: what was read before the damage stays good."""


class QueryError(InputError):
    """A query that cannot be read; `position` is the 0-based character, `expected` what could stand there."""

    def __init__(
        self, what: str, why: str = "", next_step: str = "", *, position: int = 0, expected: tuple[str, ...] = ()
    ) -> None:
        super().__init__(what, why, next_step)
        self.position = position
        self.expected = expected


class DefinitionError(KapokError):
    """A declared file (mapping, category, subject database, calendar) is wrong; names the file and key."""

    exit_code = 2


class NotAllowed(KapokError):
    """The actor may not do this now; `why` is the reason of the verdict."""

    http_status = 403


class NotFound(KapokError):
    """What was asked for by name does not exist. An empty search result is never a NotFound."""

    exit_code = 2
    http_status = 404


class IntegrityError(KapokError):
    """Stored data contradict each other or their checksum."""


class BackendError(KapokError):
    """A part that Kapok needs (index, lake, database) could not be asked: 'could not look', never 'nothing found'."""

    exit_code = 3
    http_status = 503
