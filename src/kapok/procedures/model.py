"""What a procedure's definition holds: one version of one procedure, as plain frozen data.

Every legal number is a `TimeLimit`, a `Figure` or a `Fee` with its source; `verified: false` means that nobody has checked it
against the text in force, and pages say so. Expressions are texts here; `kapok.procedures.expressions` reads them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from kapok.procedures.words import Words

FieldType = Literal[
    "text", "long_text", "number", "date", "choice", "choices", "boolean", "file", "files", "party", "parties",
    "officer", "officers", "region", "digest",
]  # fmt: skip
Unit = Literal["years", "months", "weeks", "days", "working_days", "hours"]
RunningCases = Literal["pinned", "migrate_at_next_step", "more_favourable"]
Side = Literal["party", "office", "public", "system", "outside"]


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """A text of law or practice that the definition rests on; `verified`: somebody read it in the version in force."""

    citation: str
    in_force_from: date | None = None
    verified: bool = True
    note: str = ""


class Role(Struct, frozen=True, forbid_unknown_fields=True):
    """Who may act. `bound`: only the persons or organisations that the case names in this role may act in it."""

    name: Words
    side: Side
    bound: Literal["", "person", "organisation"] = ""
    anyone: bool = False
    certificate: str = ""


class Limb(Struct, frozen=True, forbid_unknown_fields=True):
    """A second line of states beside the main one. `outlives`: it goes on when the case itself has ended."""

    name: Words
    initial: str
    outlives: bool = False


class State(Struct, frozen=True, forbid_unknown_fields=True):
    """A state. `final`: nothing follows. `halts`: while a limb stands here, the main line rests."""

    name: Words
    limb: str = ""
    initial: bool = False
    final: bool = False
    halts: bool = False
    public: bool = False
    note: Words | None = None


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a form. Bounds: `min`/`max` of numbers and of counts (files, choices), lengths of texts in characters.

    Dates: `not_after`/`not_before` are `today` or the key of another date field. `public`: shown where the case is published.
    `personal`: personal data (redacted in public, erasable). `media_types` and `max_bytes` bound files.
    """

    name: Words
    type: FieldType
    help: Words | None = None
    choices: dict[str, Words] = {}
    min: Decimal | None = None
    max: Decimal | None = None
    min_length: int = 0
    max_length: int = 0
    pattern: str = ""
    not_after: str = ""
    not_before: str = ""
    media_types: tuple[str, ...] = ()
    max_bytes: int = 0
    unit: str = ""
    required_if: str = ""
    document: str = ""
    public: bool = False
    personal: bool = False


class DocumentKind(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of document. `direction` in = handed in, out = made by the office from `template` (its key in `documents/`).

    `number` is the pattern of its number; `signed_by` the role that signs; `sealed`, `timestamped`, `qr` what it carries;
    `for_roles` who receives it; `shows` the fields that the template prints.
    """

    name: Words
    direction: Literal["in", "out"]
    template: str = ""
    number: str = ""
    signed_by: str = ""
    sealed: bool = False
    timestamped: bool = False
    qr: bool = False
    for_roles: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    public: bool = False
    secret: bool = False


class TimeLimit(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of time; each start opens one obligation.

    It starts by the actions `starts`, on proven service of `starts_on_service_of`, or on entering one of `on_entering`; it
    runs from the day of that event, or from the day in field `start_day`. `only_if` is an expression at the start. `rule` names
    the counting rule (`timelimits/rules.yaml`); without it the procedure's. `not_after` is a date field that ends it earlier;
    with `ends_on` the day in that field is the last one, whatever the length.
    It is met by the actions `met_by` and cancelled by `cancelled_by` and by the end of the case, unless it `outlives` it.
    """

    name: Words
    length: int
    unit: Unit
    source: str
    obliged: str = ""
    starts: tuple[str, ...] = ()
    starts_on_service_of: str = ""
    on_entering: tuple[str, ...] = ()
    start_day: str = ""
    only_if: str = ""
    not_after: str = ""
    ends_on: str = ""
    met_by: tuple[str, ...] = ()
    cancelled_by: tuple[str, ...] = ()
    restart: Literal["first", "latest"] = "first"
    outlives: bool = False
    rule: str = ""
    calendar: str = ""
    verified: bool = True
    in_force_from: date | None = None
    public: bool = False


class Figure(Struct, frozen=True, forbid_unknown_fields=True):
    """A legal number that guards use; `favours_party` says which of two versions' numbers is the more favourable."""

    name: Words
    value: Decimal
    source: str
    unit: str = ""
    verified: bool = True
    in_force_from: date | None = None
    favours_party: Literal["", "higher", "lower"] = ""


class Fee(Struct, frozen=True, forbid_unknown_fields=True):
    """A sum to pay; `amount` 0 = free by rule. With `amount_field` the case itself holds the sum (a fine)."""

    name: Words
    source: str
    amount: Decimal = Decimal(0)
    amount_field: str = ""
    currency: str = "CNY"
    verified: bool = True


class OutsideFact(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that only the platform around the case knows (a parallel case, a restriction list): asked at each decision."""

    name: Words
    type: Literal["boolean", "text", "number", "date"] = "boolean"


class Guard(Struct, frozen=True, forbid_unknown_fields=True):
    """A condition: `check` must be true, else `because`; `needed` says what would help; `source` is the rule."""

    check: str
    because: Words
    needed: Words | None = None
    source: str = ""
    key: str = ""


class Branch(Struct, frozen=True, forbid_unknown_fields=True):
    """One way out of a transition with several: the first whose `when` holds; "" holds always."""

    to: str
    when: str = ""


class Extension(Struct, frozen=True, forbid_unknown_fields=True):
    """By how much a transition lengthens a running time limit, and how often at most (0 = any number)."""

    limit: str
    length: int
    unit: Unit
    times: int = 1
    source: str = ""
    verified: bool = True


class Window(Struct, frozen=True, forbid_unknown_fields=True):
    """A transition that opens only shortly before a running limit ends (renewal in the last six months)."""

    limit: str
    length: int
    unit: Literal["years", "months", "days"]
    source: str = ""
    verified: bool = True


class Service(Struct, frozen=True, forbid_unknown_fields=True):
    """A transition that proves service of a document; `on` is the date field that says when, "" the day of the act."""

    document: str
    on: str = ""


class Transition(
    Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from", "except_": "except", "while_in": "while"}
):
    """One thing that can be done: from which states, by whom, under which guards, with which form, and what it sets going.

    `from: ["*"]` = any state of its limb that is not final, without those in `except`. `to` "" stays. `while` are states
    that the main line (or another limb) must be in as well. `within`: limits that must still run; `after`: limits whose last
    day must be over; `timer`: the platform does it by itself when that limit is over. `binds` puts the actor (`actor`), or
    the party in a field, into a role. `form` lists field keys; a `?` behind one makes it optional. `begins` starts a case.
    `opens` names a procedure whose case follows from this one. `bars` recuses the actor (`actor`), or the person in a field.
    """

    name: Words
    by: tuple[str, ...]
    from_: tuple[str, ...] = ()
    to: str | tuple[Branch, ...] = ""
    except_: tuple[str, ...] = ()
    while_in: tuple[str, ...] = ()
    limb: str = ""
    begins: bool = False
    help: Words | None = None
    form: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    issues: tuple[str, ...] = ()
    binds: dict[str, str] = {}
    unbinds: tuple[str, ...] = ()
    bars: str = ""
    within: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    window: Window | None = None
    timer: str = ""
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[Extension, ...] = ()
    serves: Service | None = None
    pays: str = ""
    publishes: tuple[str, ...] = ()
    unpublishes: tuple[str, ...] = ()
    opens: str = ""
    while_halted: bool = False
    public: bool = False
    source: str = ""
    verified: bool = True


class Publication(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that becomes public when a transition publishes it: these fields, documents and parties, and no others."""

    name: Words
    fields: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    register: bool = False
    source: str = ""


class Indicator(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that the cases feed: how often the action `counts` happened, or how many cases stand in `states`."""

    counts: str = ""
    states: tuple[str, ...] = ()
    note: str = ""


class Call(Struct, frozen=True):
    """A sub-procedure that the definition calls: its key, the prefix of the keys it brings, its title."""

    sub: str
    prefix: str
    name: Words


class Procedure(Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a procedure, complete: sub-procedures and shared guards are already written in.

    `others` are the other versions under the same key, oldest first; the engine chooses by `running_cases`.
    """

    key: str
    version: str
    in_force_from: date
    name: Words
    summary: Words
    calendar: str
    zone: str
    rule: str
    running_cases: RunningCases
    states: dict[str, State]
    transitions: dict[str, Transition]
    roles: dict[str, Role]
    title: str = ""
    case_number: str = ""
    limbs: dict[str, Limb] = {}
    fields: dict[str, Field] = {}
    documents: dict[str, DocumentKind] = {}
    time_limits: dict[str, TimeLimit] = {}
    figures: dict[str, Figure] = {}
    fees: dict[str, Fee] = {}
    outside: dict[str, OutsideFact] = {}
    publications: dict[str, Publication] = {}
    indicators: dict[str, Indicator] = {}
    sources: dict[str, Source] = {}
    calls: tuple[Call, ...] = ()
    former_states: dict[str, str] = {}
    others: tuple[Procedure, ...] = ()

    @property
    def initial(self) -> str:
        """The main line's first state."""
        return next(key for key, state in self.states.items() if state.initial and not state.limb)


class FormField(Struct, frozen=True):
    """One field of one transition's form: its key, whether it must be filled, its declaration."""

    key: str
    required: bool
    field: Field


def form_of(procedure: Procedure, action: str) -> tuple[FormField, ...]:
    """The form of a transition, in the order in which it is shown. Raises KeyError for an action that is not declared."""
    return tuple(
        FormField(name.rstrip("?"), not name.endswith("?"), procedure.fields[name.rstrip("?")])
        for name in procedure.transitions[action].form
    )
