"""The double-random draw, computed: frozen lists and a seed of three parties give the objects and their inspectors. Pure.

1. The lists are frozen: `list_digests` covers plan, objects, inspectors and parties in canonical form, each sorted by id.
2. Each party commits to a secret of 32 bytes: SHA-256("kapok-draw/1 commit\\0" || lists || name || 0x00 || secret), where
   `lists` is the SHA-256 of step 1: a commitment serves for these lists alone.
3. After the last commitment the secrets are shown; seed = SHA-256("kapok-draw/1 seed\\0" || lists || secrets in the order of
   the parties). One honest party makes a seed that nobody chose. Who withholds a secret stops the draw and is named.
4. HMAC_DRBG (`drbg`) ranks each list: entropy = seed, nonce = first 16 bytes of `lists`, personalization = "objects" or
   "inspectors".
5. Objects are taken in ranked order until each stratum has its number; each gets its inspectors from the ranked list in
   turn, round and round, passing over those who are recused from it.
6. A redraw (recusal, an object that is gone) takes the next of the same ranking, in the order in which redraws were logged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kapok.errors import InputError
from kapok.evidence.canonical import canonical_bytes
from kapok.evidence.digest import digest, digests
from kapok.evidence.drbg import HmacDrbg

FORMAT = "kapok-draw/1"
LEAST_PARTIES = 3
SECRET_BYTES = 32
MOST_ITEMS = 1_000_000


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is drawn: `take` objects of each stratum ("" where there are none), each for `inspectors_each` inspectors.

    `replaces` names an earlier draw that came to nothing, so that drawing again is seen.
    """

    id: str
    title: str
    take: dict[str, int]
    inspectors_each: int = 2
    replaces: str = ""


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An object (with its stratum) or an inspector (with the objects that he or she is recused from beforehand)."""

    id: str
    name: str
    stratum: str = ""
    recused: tuple[str, ...] = ()


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is frozen before anybody commits."""

    plan: Plan
    objects: tuple[Item, ...]
    inspectors: tuple[Item, ...]
    parties: tuple[str, ...]


class Redraw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`replaced` (an inspector of the object, or the object itself) makes way for the next of its ranking."""

    object: str
    replaced: str
    reason: str


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One drawn object and who inspects it."""

    object: str
    inspectors: tuple[str, ...]


class Rankings(msgspec.Struct, frozen=True):
    """Both lists (ids) in drawn order."""

    objects: tuple[str, ...]
    inspectors: tuple[str, ...]


def freeze(lists: Lists) -> Lists:
    """The lists in their one order. Raises InputError when a draw over them could not be fair or could not end."""
    plan = lists.plan
    for items, what in ((lists.objects, "object"), (lists.inspectors, "inspector")):
        seen: set[str] = set()
        for item in items:
            if not item.id or item.id in seen:
                raise _unfit(f"the {what} id {item.id!r} is empty or in the list twice")
            seen.add(item.id)
        if not 0 < len(items) <= MOST_ITEMS:
            raise _unfit(f"there is no {what} in the list")
    if len(set(lists.parties)) != len(lists.parties) or len(lists.parties) < LEAST_PARTIES or "" in lists.parties:
        raise _unfit(f"at least {LEAST_PARTIES} parties with different names make the seed")
    if not plan.id or plan.inspectors_each < 1 or plan.inspectors_each > len(lists.inspectors):
        raise _unfit(f"{len(lists.inspectors)} inspectors are too few for {plan.inspectors_each} at each object")
    have: dict[str, int] = {}
    for item in lists.objects:
        have[item.stratum] = have.get(item.stratum, 0) + 1
    for stratum, count in plan.take.items():
        if not 0 < count <= have.get(stratum, 0):
            raise _unfit(f"{count} objects of the stratum {stratum!r} cannot be drawn out of {have.get(stratum, 0)}")
    if not plan.take:
        raise _unfit("the plan does not say how many objects to take")
    return Lists(
        plan,
        tuple(sorted(lists.objects, key=lambda item: item.id)),
        tuple(sorted(lists.inspectors, key=lambda item: item.id)),
        lists.parties,
    )


def _unfit(why: str) -> InputError:
    return InputError("These lists cannot be drawn from", why, "Correct the plan, then freeze it again")


def list_digests(lists: Lists) -> dict[str, str]:
    """Both digests of the frozen lists."""
    return digests(canonical_bytes(msgspec.to_builtins(lists)))


def commitment(lists_sha256: str, party: str, secret: bytes) -> str:
    """What a party publishes before it shows its secret, in hex."""
    return digest(f"{FORMAT} commit\0".encode() + bytes.fromhex(lists_sha256) + party.encode() + b"\0" + secret).hex()


def compute_seed(lists_sha256: str, secrets: Sequence[bytes]) -> bytes:
    """The seed out of all secrets, in the order in which the frozen lists name the parties."""
    return digest(f"{FORMAT} seed\0".encode() + bytes.fromhex(lists_sha256) + b"".join(secrets))


def compute_rankings(lists: Lists, lists_sha256: str, seed: bytes) -> Rankings:
    """Both lists in drawn order."""
    nonce = bytes.fromhex(lists_sha256)[:16]
    objects = HmacDrbg(seed, nonce, b"objects").ranking([item.id for item in lists.objects])
    inspectors = HmacDrbg(seed, nonce, b"inspectors").ranking([item.id for item in lists.inspectors])
    return Rankings(tuple(objects), tuple(inspectors))


def compute_result(lists: Lists, rankings: Rankings, redraws: Sequence[Redraw] = ()) -> list[Assignment]:
    """Who inspects what, after all redraws. Raises InputError when a redraw names no drawn slot, or nobody is left."""
    result = _Result(lists, rankings)
    for redraw in redraws:
        result.redraw(redraw)
    return [Assignment(name, tuple(people)) for name, people in result.slots]


class _Result:
    def __init__(self, lists: Lists, rankings: Rankings) -> None:
        self._strata = {item.id: item.stratum for item in lists.objects}
        self._recused = {item.id: frozenset(item.recused) for item in lists.inspectors}
        self._turns = _Turns(rankings.inspectors)
        self._waiting: list[str] = []
        self._gone: dict[str, set[str]] = {}
        left: Mapping[str, int] = dict(lists.plan.take)
        drawn: list[str] = []
        for name in rankings.objects:
            stratum = self._strata[name]
            if left.get(stratum, 0) > 0:
                drawn.append(name)
                left = {**left, stratum: left[stratum] - 1}
            else:
                self._waiting.append(name)
        self.slots: list[tuple[str, list[str]]] = []
        for name in drawn:
            people: list[str] = []
            for _ in range(lists.plan.inspectors_each):
                people.append(self._next(name, people))
            self.slots.append((name, people))

    def _next(self, name: str, here: Sequence[str]) -> str:
        """The inspector whose turn it is for an object."""
        barred = {*here, *self._gone.get(name, ())}
        for candidate in self._turns.one_round():
            if candidate not in barred and name not in self._recused[candidate]:
                return candidate
        raise _unfit(f"no inspector is left for {name} who is not recused")

    def redraw(self, redraw: Redraw) -> None:
        place = next((i for i, (name, _) in enumerate(self.slots) if name == redraw.object), None)
        if place is None:
            raise InputError(
                "The redraw cannot be made", f"{redraw.object!r} is not among the drawn objects", "Name one that is"
            )
        name, people = self.slots[place]
        if redraw.replaced == name:
            self._replace_object(place)
        elif redraw.replaced in people:
            self._gone.setdefault(name, set()).add(redraw.replaced)
            people[people.index(redraw.replaced)] = self._next(name, people)
        else:
            raise InputError("The redraw cannot be made", f"{redraw.replaced!r} does not inspect {name}", "Name one who does")

    def _replace_object(self, place: int) -> None:
        name, people = self.slots[place]
        after = next((other for other in self._waiting if self._strata[other] == self._strata[name]), None)
        if after is None:
            raise _unfit(f"no object of the stratum {self._strata[name]!r} is left to take the place of {name}")
        self._waiting.remove(after)
        for i, person in enumerate(people):
            if after in self._recused[person]:
                people[i] = self._next(after, people)
        self.slots[place] = (after, people)


class _Turns:
    """The ranked inspectors, round and round: each search goes on where the last one ended."""

    def __init__(self, ranked: Sequence[str]) -> None:
        self._ranked, self._at = ranked, 0

    def one_round(self) -> Iterator[str]:
        for _ in range(len(self._ranked)):
            candidate = self._ranked[self._at]
            self._at = (self._at + 1) % len(self._ranked)
            yield candidate
