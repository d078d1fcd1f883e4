"""Join a record that carries only a part (an abstract, the claims) with what is already known of it.

OPS delivers one publication in parts; such records carry `attributes["partial"]`. Merging fills what is empty, adds texts
in further languages and further events, and never takes anything away; the same kind of part again also updates single values
(a status, a date).
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from kapok.records.record import Record

R = TypeVar("R", bound=Record)

_IDENTITY = {"key", "category", "office_code", "number", "kind_code", "provenance", "attributes"}


def merge_partial(known: R, part: Record) -> R:
    """`known` with everything that `part` adds. Both have the same key; the kinds must agree, else `known` is returned."""
    if type(known) is not type(part) or known.key != part.key:
        return known
    # the same kind of delivery again (a service's list item) is an update; another kind only fills what is empty
    updates = known.attributes.get("partial") == part.attributes.get("partial")
    changes: dict[str, Any] = {}
    for name in known.__struct_fields__:
        if name in _IDENTITY:
            continue
        old, new = getattr(known, name), getattr(part, name)
        if not new or new == old:
            continue
        if not old or (updates and not isinstance(old, tuple)):
            changes[name] = new
        elif isinstance(old, tuple):
            languages = {getattr(item, "language", None) for item in old}
            extra = tuple(
                item for item in new if item not in old and (not hasattr(item, "language") or item.language not in languages)
            )
            if extra:
                changes[name] = old + extra
    # in the order that is known already: the same part again must give the same bytes
    attributes = {**known.attributes, **{k: v for k, v in part.attributes.items() if k not in known.attributes}}
    if "partial" in known.attributes and "partial" in part.attributes:
        parts = {*known.attributes["partial"].split(", "), *part.attributes["partial"].split(", ")}
        if parts != {*known.attributes["partial"].split(", ")}:
            attributes["partial"] = ", ".join(sorted(parts))
    else:
        attributes.pop("partial", None)
    changes["attributes"] = attributes
    return msgspec.structs.replace(known, **changes)
