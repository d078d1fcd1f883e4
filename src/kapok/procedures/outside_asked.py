"""Which outside facts an action asks for: the platform answers these and no others, and the event keeps what was answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kapok.procedures.model import Procedure

_ASKED = re.compile(r"\boutside\.(\w+)")


def asked_outside(procedure: Procedure, action: str) -> tuple[str, ...]:
    """The declared outside facts that deciding this action, or what follows from it, looks at; in the definition's order."""
    return _asked(_Held(procedure), action)


def answers_for(procedure: Procedure, action: str, outside: Mapping[str, Any]) -> dict[str, Any]:
    """The answers among `outside` that the action asks for. Only these are looked up, so a mapping may find them lazily."""
    return {key: outside[key] for key in asked_outside(procedure, action) if key in outside}


class _Held:
    """A procedure as a key of a cache: by identity, because definitions are read once and never changed."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.procedure is self.procedure

    def __hash__(self) -> int:
        return id(self.procedure)


@lru_cache(maxsize=4096)
def _asked(held: _Held, action: str) -> tuple[str, ...]:
    procedure = held.procedure
    transition = procedure.transitions.get(action)
    if transition is None or not procedure.outside:
        return ()
    texts = [guard.check for guard in transition.guards]
    if not isinstance(transition.to, str):
        texts += [branch.when for branch in transition.to]
    texts += [
        procedure.fields[name.rstrip("?")].required_if for name in transition.form if name.rstrip("?") in procedure.fields
    ]
    texts += [limit.only_if for limit in procedure.time_limits.values()]
    named = {name for text in texts for name in _ASKED.findall(text)}
    return tuple(key for key in procedure.outside if key in named)
