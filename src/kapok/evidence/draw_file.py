"""The file of a draw: one line of canonical JSON for each stage, only ever appended to; anyone recomputes it.

    {"stage":"freeze","at":…,"lists":{plan, objects, inspectors, parties},"digests":{sha256, sm3}}
    {"stage":"commit","at":…,"party":…,"commitment":hex,"previous":hex}         one line for each party
    {"stage":"reveal","at":…,"party":…,"secret":hex,"previous":hex}             one line for each party, after all commitments
    {"stage":"run","at":…,"seed":hex,"objects":[ids],"inspectors":[ids],"result":[{object, inspectors}],"previous":hex}
    {"stage":"redraw","at":…,"object":…,"replaced":…,"reason":…,"result":[…],"previous":hex}

`previous` is the SHA-256 of the line before, without its line break.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kapok.clock import now
from kapok.errors import InputError, NotAllowed
from kapok.evidence.canonical import canonical_bytes, instant_text
from kapok.evidence.digest import digest
from kapok.evidence.draw import (
    FORMAT,
    SECRET_BYTES,
    Assignment,
    Lists,
    Rankings,
    Redraw,
    commitment,
    compute_rankings,
    compute_result,
    compute_seed,
    freeze,
    list_digests,
)


class Frozen(msgspec.Struct, frozen=True, tag_field="stage", tag="freeze", forbid_unknown_fields=True):
    """The first line."""

    format: str
    at: str
    lists: Lists
    digests: dict[str, str]


class Committed(msgspec.Struct, frozen=True, tag_field="stage", tag="commit", forbid_unknown_fields=True):
    """A party's commitment."""

    at: str
    party: str
    commitment: str
    previous: str


class Revealed(msgspec.Struct, frozen=True, tag_field="stage", tag="reveal", forbid_unknown_fields=True):
    """A party's secret."""

    at: str
    party: str
    secret: str
    previous: str


class Run(msgspec.Struct, frozen=True, tag_field="stage", tag="run", forbid_unknown_fields=True):
    """The draw itself."""

    at: str
    seed: str
    objects: tuple[str, ...]
    inspectors: tuple[str, ...]
    result: tuple[Assignment, ...]
    previous: str


class Redrawn(msgspec.Struct, frozen=True, tag_field="stage", tag="redraw", forbid_unknown_fields=True):
    """A recusal, or an object that is gone, and the result after it."""

    at: str
    object: str
    replaced: str
    reason: str
    result: tuple[Assignment, ...]
    previous: str

    @property
    def redraw(self) -> Redraw:
        """What was asked."""
        return Redraw(self.object, self.replaced, self.reason)


Line = Frozen | Committed | Revealed | Run | Redrawn


class DrawFile:
    """A draw as its file says; stages are appended by the methods, which return the new line."""

    def __init__(self, raw: list[bytes]) -> None:
        """Read the lines. Raises InputError for anything that no draw file holds."""
        self.raw = raw
        self.lines: list[Line] = [_line(data, number) for number, data in enumerate(raw, start=1)]
        if not self.lines or not isinstance(self.lines[0], Frozen) or any(isinstance(x, Frozen) for x in self.lines[1:]):
            raise _unreadable("the lists are frozen in the first line, and only there")

    @classmethod
    def from_bytes(cls, data: bytes) -> DrawFile:
        """A file. Raises InputError when it breaks off within a line."""
        if not data.endswith(b"\n"):
            raise _unreadable("it breaks off in its last line")
        return cls(data[:-1].split(b"\n"))

    @classmethod
    def begin(cls, lists: Lists) -> DrawFile:
        """Freeze the lists."""
        frozen = freeze(lists)
        return cls([_written(Frozen(FORMAT, instant_text(now()), frozen, list_digests(frozen)))])

    def to_bytes(self) -> bytes:
        """The whole file."""
        return b"\n".join(self.raw) + b"\n"

    @property
    def frozen(self) -> Frozen:
        """The first line."""
        first = self.lines[0]
        assert isinstance(first, Frozen)
        return first

    @property
    def commitments(self) -> dict[str, str]:
        """Party -> commitment."""
        return {line.party: line.commitment for line in self.lines if isinstance(line, Committed)}

    @property
    def secrets(self) -> dict[str, str]:
        """Party -> secret, of those who have shown it."""
        return {line.party: line.secret for line in self.lines if isinstance(line, Revealed)}

    @property
    def run_line(self) -> Run | None:
        """The draw, once it was run."""
        return next((line for line in self.lines if isinstance(line, Run)), None)

    @property
    def redraws(self) -> list[Redrawn]:
        """In the order in which they were logged."""
        return [line for line in self.lines if isinstance(line, Redrawn)]

    def commit(self, party: str, stated: str) -> bytes:
        """Take a party's commitment (hex). Raises NotAllowed for a stranger, a second one, or one that comes too late."""
        if party not in self.frozen.lists.parties:
            raise NotAllowed(f"{party!r} may not commit", f"the parties are {', '.join(self.frozen.lists.parties)}", "Name one")
        if party in self.commitments or self.secrets:
            raise NotAllowed(f"{party} may not commit any more", "it has done so, or secrets are known", "Begin a new draw")
        if len(stated) != 64 or set(stated) - set("0123456789abcdef"):
            raise InputError(
                "This is no commitment", "64 hexadecimal digits were expected", "Make one with 'kapok draw commit'"
            )
        return self._append(Committed(_now(), party, stated, self._previous()))

    def reveal(self, party: str, secret: bytes) -> bytes:
        """Take a party's secret. Raises NotAllowed before all have committed; InputError for another secret."""
        missing = [name for name in self.frozen.lists.parties if name not in self.commitments]
        if missing or party in self.secrets:
            why = f"{missing[0]} has not committed yet" if missing else "it has done so already"
            raise NotAllowed(f"{party} may not show its secret", why, "Wait until all have committed")
        if len(secret) != SECRET_BYTES or commitment(self.frozen.digests["sha256"], party, secret) != self.commitments.get(
            party
        ):
            raise InputError(
                f"This is not the secret of {party}", "its commitment is another", "Give the file that 'commit' made"
            )
        return self._append(Revealed(_now(), party, secret.hex(), self._previous()))

    def run(self) -> bytes:
        """Draw. Raises NotAllowed, naming who withholds a secret, or when it was done before."""
        missing = [name for name in self.frozen.lists.parties if name not in self.secrets]
        if missing:
            raise NotAllowed(
                "The draw cannot be run",
                f"{', '.join(missing)} has not shown the secret",
                "Ask for it, or begin anew and say why",
            )
        if self.run_line is not None:
            raise NotAllowed("The draw cannot be run again", "it has its result", "Recusals are redraws: 'kapok draw redraw'")
        seed, rankings = self.compute()
        result = compute_result(self.frozen.lists, rankings)
        return self._append(Run(_now(), seed.hex(), rankings.objects, rankings.inspectors, tuple(result), self._previous()))

    def redraw(self, asked: Redraw) -> bytes:
        """Replace an inspector or an object by the next of its ranking. Raises InputError or NotAllowed."""
        if self.run_line is None:
            raise NotAllowed("Nothing can be redrawn", "the draw has not been run", "Run it first")
        if not asked.reason.strip():
            raise InputError("A redraw needs its reason", "none was given", "Say why with --reason")
        redraws = [*(line.redraw for line in self.redraws), asked]
        result = compute_result(self.frozen.lists, self.compute()[1], redraws)
        line = Redrawn(_now(), asked.object, asked.replaced, asked.reason, tuple(result), self._previous())
        return self._append(line)

    def compute(self) -> tuple[bytes, Rankings]:
        """Seed and rankings out of the secrets shown."""
        stated = self.frozen.digests["sha256"]
        seed = compute_seed(stated, [bytes.fromhex(self.secrets[name]) for name in self.frozen.lists.parties])
        return seed, compute_rankings(self.frozen.lists, stated, seed)

    def _previous(self) -> str:
        return digest(self.raw[-1]).hex()

    def _append(self, line: Line) -> bytes:
        data = _written(line)
        self.raw.append(data)
        self.lines.append(line)
        return data


def _now() -> str:
    return instant_text(now())


def _written(line: Line) -> bytes:
    return canonical_bytes(msgspec.to_builtins(line))


def _line(data: bytes, number: int) -> Line:
    try:
        line: Any = msgspec.json.decode(data, type=Line)
        exact = _written(line) == data
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(f"line {number}: {error}") from None
    if not exact:
        raise _unreadable(f"line {number} is not in canonical form")
    found: Line = line
    return found


def _unreadable(why: str) -> InputError:
    return InputError("The draw cannot be read", why, "docs/evidence.md describes the file; ask for the original")
