"""Similar groups (类似群): which goods an office holds to be similar, with the parts of a group and the notes across groups.

Goods of one group, and where the group has parts of one part, are similar; goods of different groups are not, except where
a note says so (China's 类似商品和服务区分表; Korea's similar-group codes work alike). The full table is the office's: it
loads it (`services.load_similar_groups`). Only a small invented sample shows the shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec
from msgspec import Struct

from kapok.codes.classes import normalise_symbol
from kapok.errors import InputError
from kapok.similarity.goods_list import GoodsList, GoodsTerm
from kapok.similarity.goods_words import fold_goods

PART_SIGN = "/"
"""Between a group and its part in the group of a term: `2501/2` is the second part of group 2501."""


class GroupItem(Struct, frozen=True, omit_defaults=True):
    """One good or service of a group: `name` in the office's words, its `code`, its `part` ("" where the group has none)."""

    name: str
    code: str = ""
    part: str = ""


class SimilarGroup(Struct, frozen=True, omit_defaults=True):
    """One group: `code` (`2501`, `G4503`), `nice_class`, `title`, its `items`."""

    code: str
    nice_class: str
    title: str = ""
    items: tuple[GroupItem, ...] = ()


class CrossNote(Struct, frozen=True, omit_defaults=True):
    """A note that goods of these groups (or parts, `2501/2`) are similar to each other, in the table's words."""

    groups: tuple[str, ...]
    text: str = ""


class SimilarGroups(Struct, frozen=True, omit_defaults=True, dict=True):
    """A table of similar groups of one office and edition."""

    office: str
    edition: str
    source: str
    groups: tuple[SimilarGroup, ...] = ()
    notes: tuple[CrossNote, ...] = ()

    @cached_property
    def _places(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(class, folded name) -> the groups, with parts, in which it stands; class "" for all classes."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for group in self.groups:
            for item in group.items:
                place = f"{group.code}{PART_SIGN}{item.part}" if item.part else group.code
                for symbol in (group.nice_class, ""):
                    found.setdefault((symbol, fold_goods(item.name)), {})[place] = None
        return {key: tuple(places) for key, places in found.items()}

    @cached_property
    def _classes(self) -> dict[str, str]:
        return {group.code: group.nice_class for group in self.groups}

    def groups_of(self, term: GoodsTerm) -> tuple[str, ...]:
        """The groups of a term by its name in the table, within its class where it has one; its own where it names some."""
        return term.groups or self._places.get((term.nice_class, fold_goods(term.text)), ())

    def assign(self, listed: GoodsList) -> GoodsList:
        """The list with the groups of every term that stands in the table, and the class of one that had none."""
        terms = []
        for term in listed.terms:
            groups = self.groups_of(term)
            nice_class = term.nice_class or (self._classes.get(groups[0].partition(PART_SIGN)[0], "") if groups else "")
            terms.append(GoodsTerm(nice_class, term.text, groups))
        return GoodsList(tuple(terms), listed.whole_classes)

    def note_between(self, a: Iterable[str], b: Iterable[str]) -> CrossNote | None:
        """The first note that makes a group of `a` similar to a group of `b`; None where there is none."""
        first, second = ({*each, *(place.partition(PART_SIGN)[0] for place in each)} for each in (tuple(a), tuple(b)))
        for note in self.notes:
            one, other = first & set(note.groups), second & set(note.groups)
            if one and other and len(one | other) > 1:
                return note
        return None


def check_groups(table: SimilarGroups) -> SimilarGroups:
    """The table itself; `InputError` naming the first group that contradicts another or a class that does not exist."""
    if not table.groups:
        raise InputError("The table of similar groups is empty", "it names no group", "Give the office's full table")
    known: set[str] = set()
    for group in table.groups:
        if group.code in known:
            raise InputError(f"The group {group.code} stands twice", "", "Give each group once")
        known.add(group.code)
        if normalise_symbol("nice", group.nice_class) != group.nice_class:
            raise InputError(f"The group {group.code} has the class '{group.nice_class}'", "", "Write classes with two digits")
    for note in table.notes:
        for place in note.groups:
            if place.partition(PART_SIGN)[0] not in known:
                raise InputError(
                    f"A note names the group {place}", "the table has no such group", "Correct the note or add the group"
                )
    return table


def encode_groups(table: SimilarGroups) -> bytes:
    """The table as JSON."""
    return msgspec.json.encode(table)


def decode_groups(data: bytes) -> SimilarGroups:
    """The table from its JSON; `InputError` naming the place of a wrong value."""
    try:
        return msgspec.json.decode(data, type=SimilarGroups)
    except msgspec.MsgspecError as error:
        raise InputError("The table of similar groups cannot be read", str(error), "Load the office's table again") from None
