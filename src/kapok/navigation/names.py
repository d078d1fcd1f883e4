"""Which names are one applicant, by declared rules alone: spelling, company form, known aliases, names stated together.

Every name that ends in a group with others can be told the rule that brought it there; nothing is merged by likeness.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from kapok.codes.declared import read_rows
from kapok.errors import DefinitionError
from kapok.navigation.model import MergeRule
from kapok.search.mapping_layout import exact_form

_HAN_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]")
_AND = re.compile(r"\s*[&＆]\s*")
ALIAS_COLUMNS = ("alias", "name", "source", "dated")


class Alias(Struct, frozen=True):
    """A known other name: counted as `name`, on the word of `source`."""

    name: str
    source: str


def spelling(name: str) -> str:
    """A name without case, width, accents, punctuation, and the difference of simplified and traditional; `&` is `and`."""
    return exact_form(_AND.sub(" and ", name))


Ends = dict[str, tuple[str, ...]]


@cache
def _forms() -> tuple[Ends, Ends]:
    """The company forms by their last sign (those at the end) and by their first (those at the start); the longest first."""
    rows = read_rows("company_forms", "kapok.navigation")
    for row in rows:
        if row["place"] not in ("end", "start", "both"):
            raise DefinitionError(
                "The table company_forms.csv cannot be used",
                f"'{row['form']}' stands at '{row['place']}'",
                "Give its place as end, start or both",
            )
    ends = {spelling(row["form"]) for row in rows if row["place"] in ("end", "both")}
    starts = {spelling(row["form"]) for row in rows if row["place"] in ("start", "both")}
    return _by_sign(ends, -1), _by_sign(starts, 0)


def _by_sign(forms: set[str], place: int) -> Ends:
    found: dict[str, list[str]] = {}
    for form in sorted(forms, key=lambda each: (-len(each), each)):
        found.setdefault(form[place], []).append(form)
    return {sign: tuple(each) for sign, each in found.items()}


def without_form(spelled: str) -> str:
    """A spelling without its company forms; the spelling itself where nothing (or a single sign) would remain."""
    ends, starts = _forms()
    current = spelled
    while current:
        shorter = None
        for form in ends.get(current[-1], ()):
            if (shorter := _cut_end(current, form)) is not None:
                break
        if shorter is None:
            for form in starts.get(current[0], ()):
                if (shorter := _cut_start(current, form)) is not None:
                    break
        if shorter is None:
            return current
        current = shorter
    return current


def _cut_end(text: str, form: str) -> str | None:
    if not text.endswith(form):
        return None
    rest = text[: -len(form)]
    if not _HAN_OR_HANGUL.match(form) and not rest.endswith(" "):
        return None
    return rest.rstrip() if len(rest.strip()) > 1 else None


def _cut_start(text: str, form: str) -> str | None:
    if not text.startswith(form):
        return None
    rest = text[len(form) :]
    if not _HAN_OR_HANGUL.match(form) and not rest.startswith(" "):
        return None
    return rest.lstrip() if len(rest.strip()) > 1 else None


@cache
def shipped_aliases() -> tuple[dict[str, str], ...]:
    """The rows of the shipped table of aliases."""
    return read_rows("applicant_aliases", "kapok.navigation")


def own_aliases(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a platform's own table, () where there is none. Raises DefinitionError naming file and line."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"The table {path} cannot be read", str(error), "Save it as UTF-8 text") from None
    found = []
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    for (number, _), row in zip(kept, csv.reader(line for _, line in kept), strict=False):
        if number == kept[0][0]:
            if tuple(row) != ALIAS_COLUMNS:
                raise _wrong(path, number, f"its heading is not {','.join(ALIAS_COLUMNS)}")
            continue
        if len(row) != len(ALIAS_COLUMNS) or not all(cell.strip() for cell in row):
            raise _wrong(path, number, "a row has alias, name, source and date, none of them empty")
        found.append(dict(zip(ALIAS_COLUMNS, (cell.strip() for cell in row), strict=True)))
    return tuple(found)


def _wrong(path: Path, line: int, why: str) -> DefinitionError:
    return DefinitionError(f"The table of aliases cannot be used: {path.name}, line {line}", why, "Correct the file")


def aliases(rows: Iterable[dict[str, str]]) -> dict[str, Alias]:
    """Bare spelling -> the name it is counted as; later rows win. The name's own spelling leads to it too."""
    found: dict[str, Alias] = {}
    for row in rows:
        alias = Alias(row["name"], f"{row['source']}, {row['dated']}")
        found[without_form(spelling(row["alias"]))] = alias
        found.setdefault(without_form(spelling(row["name"])), alias)
    return found


def identity(name: str, known: dict[str, Alias]) -> str:
    """What a name is compared by: its alias, else its spelling without company form."""
    bare = without_form(spelling(name))
    alias = known.get(bare)
    return f"={alias.name}" if alias is not None else bare


def group_names(identities: Sequence[str], together: Iterable[tuple[int, int]] = ()) -> tuple[list[int], dict[int, str]]:
    """The group (a number) of every name, given what each is compared by, and the names that aliases give to groups.

    `together`: pairs of places of names that a source states as names of one party.
    """
    numbers: dict[str, int] = {}
    titles: dict[int, str] = {}
    found: list[int] = []
    for each in identities:
        group = numbers.setdefault(each, len(numbers))
        if each.startswith("="):
            titles[group] = each[1:]
        found.append(group)
    parent = list(range(len(numbers)))

    def root(group: int) -> int:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    for one, other in together:
        first, second = sorted((root(found[one]), root(found[other])))
        parent[second] = first
    return [root(group) for group in found], {root(group): title for group, title in titles.items()}


def merge_rule(written: str, name: str, known: dict[str, Alias]) -> tuple[MergeRule, str]:
    """By which rule a written name is counted as `name`, and the source of an alias."""
    one, other = spelling(written), spelling(name)
    if one == other:
        return "spelling", ""
    one, other = without_form(one), without_form(other)
    if one == other:
        return "company_form", ""
    first, second = known.get(one), known.get(other)
    if first is not None and second is not None and first.name == second.name:
        return "alias", first.source
    return "stated_together", ""


def declared_forms() -> int:
    """How many company forms are declared."""
    return len(read_rows("company_forms", "kapok.navigation"))
