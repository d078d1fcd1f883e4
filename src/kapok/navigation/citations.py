"""Key patents: the applications that most others cite, with self-citations told apart and named."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from kapok.lake.tables import Tables
from kapok.navigation.declared import rules
from kapok.navigation.model import KeyPatent
from kapok.navigation.people import Applicants

CANDIDATES = 20
"""Times the length of the list: so many of the most-cited are scored exactly (a self-citation counts for less)."""


def key_patents(connection: Tables, applicants: Applicants) -> tuple[tuple[KeyPatent, ...], int]:
    """The applications with the highest score, and how many are cited at all. Needs the table `citing`."""
    rule, most = rules().key_patents, rules().lists.key_patents
    row = connection.execute("SELECT count(DISTINCT unit) FROM citing").fetchone()
    candidates = [
        unit
        for (unit,) in connection.execute(
            "SELECT unit FROM citing GROUP BY 1 ORDER BY count(DISTINCT by_unit) DESC, 1 LIMIT $1", [most * CANDIDATES]
        ).fetchall()
    ]
    connection.execute("CREATE OR REPLACE TEMP TABLE candidate AS SELECT unnest($1::UBIGINT[]) AS unit", [candidates])
    own: dict[int, set[int]] = defaultdict(set)
    for unit, group in connection.execute(
        "SELECT DISTINCT applicant.unit, name_group FROM applicant SEMI JOIN candidate ON candidate.unit = applicant.unit"
    ).fetchall():
        own[unit].add(group)
    citing: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    group_of = cache(applicants.group_of)
    for unit, by_unit, names in connection.execute(
        "SELECT citing.unit, by_unit, names FROM citing SEMI JOIN candidate ON candidate.unit = citing.unit"
    ).fetchall():
        citing[unit][by_unit] |= own[unit] & {group_of(name) for name in names or ()}
    for unit, by_unit, group in connection.execute(
        "SELECT DISTINCT citing.unit, by_unit, name_group FROM citing JOIN applicant ON applicant.unit = by_unit "
        "SEMI JOIN candidate ON candidate.unit = citing.unit"
    ).fetchall():
        citing[unit][by_unit] |= own[unit] & {group}
    scored = []
    for unit in candidates:
        by_self = sum(1 for same in citing[unit].values() if same)
        by_others = len(citing[unit]) - by_self
        scored.append((rule.others * by_others + rule.self * by_self, by_others, by_self, unit))
    scored.sort(key=lambda each: (-each[0], -each[1], each[3]))
    chosen = scored[:most]
    applicants.look_up(group for *_, unit in chosen for group in own[unit])
    documents_of: dict[int, list[tuple[str, str, int | None, str, str]]] = defaultdict(list)
    for unit, *document in connection.execute(
        "SELECT unit, key, title, filing_year, number_office, number FROM doc "
        "WHERE list_contains($1::UBIGINT[], unit) ORDER BY unit, published, key",
        [[unit for *_, unit in chosen]],
    ).fetchall():
        documents_of[unit].append((document[0], document[1], document[2], document[3], document[4]))
    found = []
    for score, by_others, by_self, unit in chosen:
        documents = documents_of[unit]
        key, title, filing_year, _, _ = documents[0]
        numbers = dict.fromkeys(f"{office}{number}" for _, _, _, office, number in documents)
        found.append(
            KeyPatent(
                key=key,
                title=title,
                applicants=tuple(sorted(map(applicants.name, own[unit]))),
                filing_year=filing_year or 0,
                by_others=by_others,
                by_self=by_self,
                self_names=tuple(sorted(map(applicants.name, set().union(*citing[unit].values())))),
                score=round(score, 2),
                citing=" or ".join(f'ct="{number}"' for number in numbers),
            )
        )
    return tuple(found), int(row[0]) if row else 0
