"""What a check found: numbered steps, one finding each, and the first that failed."""

from __future__ import annotations

import msgspec

OK = "ok"
NOTE = "note"
FAILED = "failed"


class Step(msgspec.Struct, frozen=True):
    """One step: `status` is ok, note (holds, but the reader should know something) or failed."""

    number: int
    name: str
    status: str
    finding: str


class Report(msgspec.Struct, frozen=True):
    """All steps; `failed` is the name of the first that failed, empty when everything holds."""

    ok: bool
    failed: str
    steps: tuple[Step, ...]


class Findings:
    """Collects steps in their order."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def add(self, name: str, problem: str, finding: str, *, note: str = "") -> bool:
        """One step: failed with the `problem` when there is one, else ok with `finding`, or a `note` beside it."""
        status = FAILED if problem else NOTE if note else OK
        text = problem or (f"{finding}; {note}" if note else finding)
        self._steps.append(Step(len(self._steps) + 1, name, status, text))
        return not problem

    def report(self) -> Report:
        """Everything found so far."""
        failed = next((step.name for step in self._steps if step.status == FAILED), "")
        return Report(not failed, failed, tuple(self._steps))
