"""People and organisations in a record, by the role that the standard gives them (ST.9 71-74, ST.60 730-740)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PartyRole = Literal[
    "applicant",  # asks for the right: INID (71), (731)
    "holder",  # holds the registered right: (73), (732)
    "inventor",  # (72), natural persons
    "designer",  # (72) of designs
    "representative",  # (74), (740)
    "opponent",
    "assignor",  # only inside a recorded transfer
    "assignee",
    "examiner",
    "author",  # copyright, literature
    "court",
    "party",  # plaintiff, defendant, complainant …: the words of the source stand in `role_text`
    "other",
]


class Party(Struct, frozen=True, omit_defaults=True):
    """One party. `country_code` is ISO 3166 / ST.3 of the address or nationality, empty if unstated."""

    name: str
    role: PartyRole
    country_code: str = ""
    address: str = ""
    name_language: str = "und"
    other_names: tuple[str, ...] = ()
    identifier: str = ""
    role_text: str = ""
