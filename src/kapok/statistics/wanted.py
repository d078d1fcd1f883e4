"""Which indicators Kapok computes itself, and by what: the declared producers made plain for the queries."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kapok.procedures.registry import procedures
from kapok.statistics.declared import registers
from kapok.statistics.model import Indicator


class CountedEvents(Struct, frozen=True):
    """What the events say of an indicator: procedure, the action counted or the states stood in, what is distinct, whose."""

    id: str
    procedure: str
    counts: str
    states: tuple[str, ...]
    distinct: str
    of: str


class CountedEntries(Struct, frozen=True):
    """What a kept register says: its list (all where ""), a tag, what is distinct or added, in the year or at its end."""

    id: str
    register: str
    list: str
    tag: str
    distinct: str
    total: bool
    stock: bool


class CountedRecords(Struct, frozen=True):
    """What the lake says: a category, offices (all where none), words of which the text has one, an attribute that it has."""

    id: str
    origin: str
    category: str
    offices: tuple[str, ...]
    places: tuple[str, ...]
    tag: str


class Wanted(Struct, frozen=True):
    """All that can be computed."""

    events: tuple[CountedEvents, ...]
    entries: tuple[CountedEntries, ...]
    records: tuple[CountedRecords, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The indicators."""
        return frozenset(each.id for group in (self.events, self.entries, self.records) for each in group)


def wanted(known: Iterable[Indicator]) -> Wanted:
    """The producers of some indicators; a procedure's own `indicators` say what is counted where ours do not."""
    events: list[CountedEvents] = []
    entries: list[CountedEntries] = []
    records: list[CountedRecords] = []
    for each in known:
        producer = each.producer
        if producer.by == "events":
            if (found := _events(each)) is not None:
                events.append(found)
        elif producer.by == "records":
            records.append(CountedRecords(each.id, "records", producer.category, producer.offices, (), ""))
        elif producer.by == "register":
            register = registers()[producer.register]
            if register.source == "kept":
                stock = each.measure == "stock"
                entries.append(
                    CountedEntries(
                        each.id, producer.register, producer.list, producer.tag, producer.distinct, producer.total, stock
                    )
                )
            else:
                records.append(
                    CountedRecords(each.id, "register", register.category, register.offices, register.places, producer.tag)
                )
    return Wanted(tuple(events), tuple(entries), tuple(records))


def _events(each: Indicator) -> CountedEvents | None:
    producer = each.producer
    procedure = procedures().get(producer.procedure)
    if procedure is None:
        return None
    counts, states = producer.counts, producer.states
    if not counts and not states:
        if each.id not in procedure.indicators:
            return None
        counts, states = procedure.indicators[each.id].counts, procedure.indicators[each.id].states
    return CountedEvents(each.id, procedure.key, counts, states, producer.distinct, producer.of)
