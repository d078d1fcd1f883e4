"""Sample records of the eleven categories that share the general record."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from kapok.records.parties import PartyRole
from kapok.records.record import GeneralRecord, Number, Record, make_key
from kapok.services.sample.rights import LANGUAGES, NOTICE, OFFICES, a_day, in_languages, named, origin, party, texts

ROLES: dict[str, PartyRole] = {"judgment": "party", "literature": "author", "copyright": "author", "transaction": "assignee"}


def others(words: dict[str, Any], rng: random.Random, count: int) -> Iterator[Record]:
    """`count` records of each of the eleven categories."""
    for category, template in words["general"].items():
        for n in range(1, count + 1):
            language = LANGUAGES[n % 4]
            office = OFFICES[language]
            field, part = named(words, rng, language)
            day = a_day(rng, 2015)
            number = f"99{n:05d}"
            is_register = category in ("layout_design", "plant_variety", "copyright", "data_asset", "customs", "organisation")
            yield GeneralRecord(
                key=make_key(category, office, number),
                category=category,
                office_code=office,
                number=number,
                language=language,
                titles=texts(in_languages(template, field, part, n), language),
                abstracts=texts(in_languages(words["abstract"], field, part), language) if category == "literature" else (),
                parties=(party(rng.choice(words["companies"]), language, ROLES.get(category, "applicant")),)
                if category != "law"
                else (),
                filing_date=(day - timedelta(days=90)).isoformat() if is_register else "",
                registration=Number(office, number, date=day.isoformat()) if is_register else None,
                registration_date=day.isoformat() if is_register else "",
                publication=None if is_register else Number(office, number, date=day.isoformat()),
                publication_date="" if is_register else day.isoformat(),
                attributes=NOTICE,
                provenance=origin(n),
            )
