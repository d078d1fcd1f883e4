"""Applicants (merged by declared rules), who applies with whom, inventors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kapok.lake.tables import Tables
from kapok.navigation import conditions
from kapok.navigation.declared import rules
from kapok.navigation.model import Applicant, Count, Merge, Pair
from kapok.navigation.names import Alias, group_names, identity, merge_rule, spelling


class Applicants:
    """The merged applicants of the found applications: numbers of groups, their names, their spellings.

    Makes the table `applicant` (doc, unit, name_group); inventors are grouped by spelling alone in `inventor`.
    """

    def __init__(self, connection: Tables, known: dict[str, Alias]) -> None:
        self._connection = connection
        self._known = known
        rows = connection.execute("SELECT id, written FROM name WHERE applicant ORDER BY written").fetchall()
        place_of = {number: place for place, (number, _) in enumerate(rows)}
        together = connection.execute("SELECT one, other FROM together").fetchall()
        identities = [identity(written, known) for _, written in rows]
        groups, self._titles = group_names(identities, [(place_of[one], place_of[other]) for one, other in together])
        self._of_identity = dict(zip(identities, groups, strict=True))
        connection.execute(
            "CREATE TEMP TABLE name_group AS SELECT unnest($1::UBIGINT[]) AS id, unnest($2::INTEGER[]) AS name_group",
            [[number for number, _ in rows], groups],
        )
        connection.execute(
            "CREATE TEMP TABLE applicant AS SELECT doc, unit, name_group FROM party JOIN name_group USING (id) "
            "WHERE party.applicant"
        )
        connection.execute(
            "CREATE TEMP TABLE spelled AS SELECT name_group, written, count(DISTINCT unit) AS n FROM party "
            "JOIN name_group USING (id) JOIN name USING (id) WHERE party.applicant GROUP BY 1, 2"
        )
        connection.execute("CREATE TEMP TABLE sized AS SELECT name_group, count(DISTINCT unit) AS n FROM applicant GROUP BY 1")
        self._spellings: dict[int, list[tuple[str, int]]] = {}

    def group_of(self, written: str) -> int:
        """The group that a name belongs to by spelling, form or alias; -1 where there is none among the found."""
        return self._of_identity.get(identity(written, self._known), -1)

    def look_up(self, groups: Iterable[int]) -> None:
        """Fetch the spellings of several groups at once."""
        missing = sorted(set(groups) - self._spellings.keys())
        self._spellings |= {group: [] for group in missing}
        for group, written, count in self._connection.execute(
            "SELECT name_group, written, n FROM spelled SEMI JOIN (SELECT unnest($1::INTEGER[]) AS wanted) "
            "ON name_group = wanted ORDER BY name_group, n DESC, written = upper(written), written",
            [missing],
        ).fetchall():
            self._spellings[group].append((written, count))

    def spellings(self, group: int) -> list[tuple[str, int]]:
        """The written names of a group with their applications, the most frequent first."""
        if group not in self._spellings:
            self.look_up([group])
        return self._spellings[group]

    def name(self, group: int) -> str:
        """The name under which a group is shown: that of its alias, else its most frequent spelling."""
        return self._titles.get(group) or self.spellings(group)[0][0]

    def condition(self, group: int) -> str:
        """The condition that finds a group's applications; "" when it has too many spellings for a query."""
        return conditions.whole_names("pa", [written for written, _ in self.spellings(group)])

    def top(self) -> tuple[Applicant, ...]:
        """The applicants with the most applications."""
        most = rules().lists.applicants
        rows = self._connection.execute("SELECT name_group, n FROM sized ORDER BY n DESC, 1 LIMIT $1", [most]).fetchall()
        self.look_up(group for group, _ in rows)
        by_year: dict[int, dict[int, int]] = defaultdict(dict)
        for group, year, count in self._connection.execute(
            "SELECT name_group, filing_year, count(DISTINCT applicant.unit) FROM applicant JOIN doc USING (doc) "
            "WHERE filing_year IS NOT NULL AND list_contains($1::INTEGER[], name_group) GROUP BY 1, 2 ORDER BY 1, 2",
            [[group for group, _ in rows]],
        ).fetchall():
            by_year[group][year] = count
        found = [
            Applicant(
                name=self.name(group),
                count=count,
                spellings=len(self.spellings(group)),
                condition=self.condition(group),
                years=by_year.get(group, {}),
            )
            for group, count in rows
        ]
        return tuple(sorted(found, key=lambda each: (-each.count, each.name)))

    def merges(self) -> tuple[tuple[Merge, ...], int]:
        """Spellings that are counted under another name, the largest groups first; and how many there are."""
        row = self._connection.execute(
            "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM spelled GROUP BY name_group HAVING count(*) > 1)"
        ).fetchone()
        groups = self._connection.execute(
            "SELECT name_group FROM (SELECT name_group FROM spelled GROUP BY 1 HAVING count(*) > 1) "
            "JOIN sized USING (name_group) ORDER BY n DESC, name_group LIMIT $1",
            [rules().lists.merges],
        ).fetchall()
        self.look_up(group for (group,) in groups)
        found: list[Merge] = []
        for (group,) in groups:
            name = self.name(group)
            for written, count in self.spellings(group):
                if written != name:
                    rule, source = merge_rule(written, name, self._known)
                    found.append(Merge(name, written, rule, count, source))
        total = int(row[0]) if row else 0
        return tuple(found[: rules().lists.merges]), max(total, len(found))

    def pairs(self) -> tuple[tuple[Pair, ...], int]:
        """Applicants named together in one publication, the most frequent first; and how many pairs there are."""
        self._connection.execute(
            "CREATE TEMP TABLE pair AS SELECT a.name_group AS one, b.name_group AS other, count(DISTINCT a.unit) AS n "
            "FROM applicant a JOIN applicant b ON a.doc = b.doc AND a.name_group < b.name_group GROUP BY 1, 2"
        )
        total = self._connection.execute("SELECT count(*) FROM pair").fetchone()
        rows = self._connection.execute(
            "SELECT one, other, n FROM pair ORDER BY n DESC, one, other LIMIT $1", [rules().lists.pairs]
        ).fetchall()
        self.look_up(group for one, other, _ in rows for group in (one, other))
        return tuple(
            Pair(self.name(one), self.name(other), count, conditions.both(self.condition(one), self.condition(other)))
            for one, other, count in rows
        ), (int(total[0]) if total else 0)

    def count(self) -> int:
        """How many different applicants there are."""
        row = self._connection.execute("SELECT count(*) FROM sized").fetchone()
        return int(row[0]) if row else 0


def inventors(connection: Tables) -> tuple[tuple[Count, ...], int]:
    """Inventors by spelling, the most frequent first, and how many there are. Two people of one name are one here."""
    # a name in ASCII is spelled alike when its letters and digits are: the same as `spelling`, without leaving the database
    connection.execute(
        "CREATE TEMP TABLE inventor_group AS SELECT id, "
        "trim(regexp_replace(lower(written), '[^a-z0-9]+', ' ', 'g')) AS spelled "
        "FROM name WHERE NOT applicant AND regexp_full_match(written, '[\\x01-\\x25\\x27-\\x7f]*')"
    )
    rest = connection.execute(
        "SELECT id, written FROM name WHERE NOT applicant AND NOT regexp_full_match(written, '[\\x01-\\x25\\x27-\\x7f]*')"
    ).fetchall()
    connection.execute(
        "INSERT INTO inventor_group SELECT unnest($1::UBIGINT[]), unnest($2::VARCHAR[])",
        [[number for number, _ in rest], [spelling(written) for _, written in rest]],
    )
    connection.execute("ALTER TABLE inventor_group ADD COLUMN name_group UBIGINT")
    connection.execute("UPDATE inventor_group SET name_group = hash(spelled)")
    everyone = connection.execute("SELECT count(DISTINCT name_group) FROM inventor_group").fetchone()
    top = connection.execute(
        "SELECT name_group, count(DISTINCT unit) AS n FROM party JOIN inventor_group USING (id) WHERE NOT applicant GROUP BY 1 "
        "ORDER BY n DESC, any_value(spelled) LIMIT $1",
        [rules().lists.inventors],
    ).fetchall()
    names: dict[int, list[str]] = {}
    for group, each in connection.execute(
        "SELECT name_group, written FROM inventor_group JOIN name USING (id) JOIN party USING (id) "
        "SEMI JOIN (SELECT unnest($1::UBIGINT[]) AS wanted) ON name_group = wanted "
        "GROUP BY 1, 2 ORDER BY 1, count(DISTINCT unit) DESC, written = upper(written), 2",
        [[group for group, _ in top]],
    ).fetchall():
        names.setdefault(group, []).append(each)
    found = tuple(Count(names[group][0], count, conditions.whole_names("in", names[group])) for group, count in top)
    return found, (int(everyone[0]) if everyone else 0)
