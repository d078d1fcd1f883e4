"""Cases of P01 for measurements: an office, a company, and the way of a case through its actions, without pages.

Everything is invented. Django has to be set up before (`kapok.portal.migrate.set_up`).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any

from msgspec import Struct

from kapok.procedures.events import Actor, Command, Document

DAY_0 = "2026-09-18T01:00:00+00:00"
APPLICANT, CLERK, EXAMINER, REGISTRAR = "applicant", "clerk", "examiner", "registrar"
WAY = (
    ("begin", APPLICANT),
    ("deposit", APPLICANT),
    ("submit", APPLICANT),
    ("verify_identity", CLERK),
    ("accept", CLERK),
    ("assign", REGISTRAR),
    ("pass_examination", EXAMINER),
    ("issue", REGISTRAR),
)
"""(Action, who) from the form to the certificate; between the last two a public notice has to end by itself."""


class World(Struct, frozen=True):
    """Who acts: keys of the office and of the company, an actor for each role."""

    office: str
    company: str
    actors: dict[str, Actor]


def make_world() -> World:
    """An office with three officers and a company with one person, in the database."""
    from kapok.portal.accounts.models import Membership, Organisation, Person

    office = Organisation.objects.create(kind="centre", name="Provincial Centre", region="440000")
    company = Organisation.objects.create(kind="company", name="Cotton Data Ltd", region="440300")
    actors = {}
    for role, organisation in ((APPLICANT, company), (CLERK, office), (EXAMINER, office), (REGISTRAR, office)):
        person = Person.objects.create(email=f"{role}-{secrets.token_hex(4)}@example.org", name=role.capitalize(), password="!")
        held = "member" if role == APPLICANT else role
        Membership.objects.create(
            person=person, organisation=organisation, role=held, valid_from=date(2020, 1, 1), granted_by="bench"
        )
        actors[role] = Actor(person.key, organisation.key, frozenset({role}), name=person.name, regions=frozenset({"440000"}))
    return World(office.key, company.key, actors)


def digest_of(text: str) -> str:
    """SHA-256 in hex, small letters."""
    return hashlib.sha256(text.encode()).hexdigest()


def command(world: World, case: str, action: str, key: str, expected: int | None = None) -> Command:
    """The command of an action on a case, the same for the same arguments."""
    sample = digest_of(f"sample of {case}")
    values: dict[str, Any] = {}
    documents: tuple[Document, ...] = ()
    if action == "begin":
        values = {
            "applicant_party": {"name": "Cotton Data Ltd", "organisation": world.company, "kind": "organisation"},
            "asset_name": f"港口集装箱周转数据集 {case[-8:]}",
            "industry": "G55",
            "source_kind": "own",
            "processing_rules": "Cleaned, deduplicated, aggregated by day.",
            "structure": ",".join(f"{sample[n : n + 8]}" for n in range(0, 40, 8)),
            "scale": 120000,
            "update_frequency": "daily",
            "scenario": "Planning of port traffic",
        }
    elif action == "deposit":
        values = {"sample_digest": sample, "rules_digest": digest_of(f"rules of {case}")}
    elif action == "submit":
        values = {"clean_public_part": True}
        documents = (
            Document("sample", "s.csv", sample, 2000, "text/plain"),
            Document("source_proof", "p.pdf", digest_of(f"proof of {case}"), 2000, "application/pdf"),
            Document("identity_document", "i.pdf", digest_of(f"identity of {case}"), 2000, "application/pdf"),
        )
    elif action == "verify_identity":
        values = {"identity_means": "register"}
    elif action == "assign":
        named = world.actors[EXAMINER]
        values = {
            "examiner_named": {"name": named.name, "person": named.person, "organisation": world.office, "kind": "person"}
        }
    elif action == "pass_examination":
        values = {"is_rule_processed": True, "source_is_lawful": True}
    elif action == "request_correction":
        values = {"missing": "The proof of the source is not legible."}
    elif action == "resubmit":
        values = {"correction_note": "A better copy."}
    elif action == "cancel":
        values = {"reason": "No longer used."}
    return Command(action, values, documents, expected, key)


def do(world: World, case: str, action: str, who: str, key: str) -> Any:
    """Do one action on a case, or begin it; the same key again is harmless. Returns `Acted`."""
    from kapok import clock
    from kapok.portal.cases.models import Case
    from kapok.portal.cases.procedures import get_procedure
    from kapok.portal.cases.store import store
    from kapok.services.act_on_case import act_on_case, begin_case
    from kapok.services.ports_cases import Opening

    procedure, asked, actor = get_procedure("P01"), command(world, case, action, key), world.actors[who]
    if action == "begin" and not Case.objects.filter(pk=case).exists():
        opening = Opening(world.office, world.company)
        return begin_case(store, procedure, case, opening, asked, actor, clock.now())
    return act_on_case(store, procedure, case, asked, actor, clock.now())
