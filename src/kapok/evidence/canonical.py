"""Canonical bytes of a JSON-like value, by RFC 8785 (JSON Canonicalization Scheme).

Rules, so that two programs that never met write the same bytes: UTF-8 without BOM; no white space; members of an object sorted
by the UTF-16 code units of their names; strings with the short escapes and `\\u00xx` only where JSON demands them, never
normalised; numbers as ECMAScript writes a double; integers beyond 2^53-1, NaN, infinities, lone surrogates, names that are no
strings and anything that is no JSON value are refused. Beyond the RFC we take: tuples as arrays, a date as `YYYY-MM-DD`, an
instant with a time zone as RFC 3339 in UTC (`2026-09-18T03:04:05.120000Z`, six decimals only when they are not all zero).
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime

from kapok.errors import InputError

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 100
"""Levels of nesting; more is refused before Python's own stack ends."""
SALT_BYTES = 16


def canonical_bytes(value: object) -> bytes:
    """The one way to write `value`. Raises InputError, naming the place, for what has no canonical form."""
    try:
        return _write(value, "$", 0).encode("utf-8")
    except UnicodeEncodeError as error:
        raise _refused(
            "$", f"a string holds half of a surrogate pair near {error.object[error.start - 10 : error.start]!r}"
        ) from None


def statement(kind: str, value: Mapping[str, object], salt: str) -> bytes:
    """Canonical bytes of `{"kind": …, "salt": …, "value": …}`: what is digested for an event that the log shall prove.

    `kind` says what it is and in which form (`case_event/1`). The salt keeps a short value from being guessed out of its
    digest; once value and salt are erased, the digest in the log tells nobody anything.
    """
    return canonical_bytes({"kind": kind, "salt": salt, "value": value})


def new_salt() -> str:
    """128 random bits in hex."""
    return secrets.token_hex(SALT_BYTES)


def instant_text(instant: datetime) -> str:
    """An instant as it stands in canonical bytes, checkpoints and entries. Raises InputError without a time zone."""
    if instant.tzinfo is None:
        raise InputError(f"The instant {instant} has no time zone", "its place in time is open", "Give it in UTC")
    utc = instant.astimezone(UTC)
    return utc.isoformat(timespec="microseconds" if utc.microsecond else "seconds").replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """An instant as `instant_text` writes it. Raises InputError for another form."""
    try:
        found = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        found = None
    if found is None or not text.endswith("Z") or instant_text(found) != text:
        raise InputError(f"{text!r} is no instant", "the form is 2026-09-18T03:04:05Z", "Check where it comes from")
    return found


def _write(value: object, place: str, depth: int) -> str:
    if depth > DEEPEST:
        raise _refused(place, f"it is nested more than {DEEPEST} levels deep")
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise _refused(place, f"the integer {value} is beyond 2^53-1; write it as a string")
        return str(int(value))
    if isinstance(value, float):
        return _number(value, place)
    if isinstance(value, datetime):
        return json.dumps(instant_text(value))
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    if isinstance(value, Mapping):
        return _object(value, place, depth)
    if isinstance(value, list | tuple):
        return "[" + ",".join(_write(item, f"{place}[{i}]", depth + 1) for i, item in enumerate(value)) + "]"
    raise _refused(place, f"{type(value).__name__} is no JSON value")


def _object(value: Mapping[object, object], place: str, depth: int) -> str:
    names = list(value)
    for name in names:
        if not isinstance(name, str):
            raise _refused(place, f"the name {name!r} is no string")
    ordered = sorted((str(name) for name in names), key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return (
        "{"
        + ",".join(f"{json.dumps(n, ensure_ascii=False)}:{_write(value[n], f'{place}.{n}', depth + 1)}" for n in ordered)
        + "}"
    )


def _number(value: float, place: str) -> str:
    """ECMAScript's Number::toString: the shortest digits that give the same double, as Python's repr finds them too."""
    if not math.isfinite(value):
        raise _refused(place, f"{value} is no JSON number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, power = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + ("" if fraction == "0" else fraction)).lstrip("0")
    point = len(whole) + int(power or 0)  # where the decimal point stands, counted from the first digit
    if whole == "0":
        point -= 1 + len(fraction) - len(fraction.lstrip("0"))
    digits = digits.rstrip("0") or "0"
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    exponent = point - 1
    tail = f".{digits[1:]}" if count > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if exponent > 0 else '-'}{abs(exponent)}"


def _refused(place: str, why: str) -> InputError:
    return InputError(f"The value at {place} has no canonical form", why, "Give only JSON values, as docs/evidence.md says")
