"""INID codes of the rows of a record page (ST.9 patents, ST.60 marks, ST.80 designs), and the words for related rights."""

from __future__ import annotations

from django.utils.translation import gettext_noop

CODES: dict[str, dict[str, str]] = {
    "patent": {
        "publication": "11", "kind": "13", "office": "19", "application": "21", "filing": "22", "priority": "30",
        "published": "43", "granted": "45", "ipc": "51", "national": "52", "applicant": "71", "inventor": "72",
        "holder": "73", "representative": "74", "designated": "81", "registration": "11",
        "registered": "45",
    },
    "mark": {
        "registration": "111", "registered": "151", "expiry": "180", "office": "190", "application": "210",
        "filing": "220", "priority": "300", "published": "442", "nice": "511", "vienna": "531", "mark": "540",
        "feature": "550", "transliteration": "561", "translation": "566", "description": "571", "colours": "591",
        "disclaimer": "526", "applicant": "731", "holder": "732", "representative": "740", "designated": "811",
        "publication": "111",
    },
    "design": {
        "registration": "11", "registered": "15", "expiry": "18", "office": "19", "application": "21", "filing": "22",
        "priority": "30", "published": "43", "granted": "45", "locarno": "51", "national": "52", "applicant": "71",
        "inventor": "72", "holder": "73", "representative": "74", "designated": "81",
        "publication": "11", "kind": "13",
    },
}  # fmt: skip
"""Category -> our row -> INID code."""

RELATION_CODES: dict[str, dict[str, str]] = {
    "patent": {
        "addition": "61", "division": "62", "continuation": "63", "continuation_in_part": "63", "reissue": "64",
        "prior_publication": "65", "substitution": "66", "pct_application": "86", "pct_publication": "87",
    },
    "mark": {"seniority": "350", "prior_registration": "646", "related_application": "641"},
    "design": {"division": "62", "related_design": "66"},
}  # fmt: skip
"""Category -> relation of another right -> INID code."""

RELATIONS = {
    "addition": gettext_noop("Addition to"),
    "parent": gettext_noop("Parent application"),
    "division": gettext_noop("Divided from"),
    "division_child": gettext_noop("Divided into"),
    "continuation": gettext_noop("Continuation of"),
    "continuation_in_part": gettext_noop("Continuation in part of"),
    "provisional": gettext_noop("Provisional application"),
    "reissue": gettext_noop("Reissue of"),
    "substitution": gettext_noop("Substitute for"),
    "seniority": gettext_noop("Seniority"),
    "madrid": gettext_noop("Madrid registration"),
    "hague": gettext_noop("Hague registration"),
    "hague_registration": gettext_noop("Hague registration"),
    "transformation": gettext_noop("Transformed from"),
    "prior_registration": gettext_noop("Prior registration"),
    "prior_publication": gettext_noop("Earlier publication"),
    "pct_application": gettext_noop("PCT application"),
    "pct_publication": gettext_noop("PCT publication"),
    "same_invention": gettext_noop("Same invention"),
    "member": gettext_noop("Family member"),
    "principal_design": gettext_noop("Principal design"),
    "foreign_application": gettext_noop("Foreign application"),
    "foreign_registration": gettext_noop("Foreign registration"),
    "exhibition_priority": gettext_noop("Exhibition priority"),
    "proceeding": gettext_noop("Proceeding"),
    "opposed_mark": gettext_noop("Opposed mark"),
}
"""Relation -> its words. One that is not here is shown as the reader of the source wrote it."""
