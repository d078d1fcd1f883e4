"""The conditions of the report's rows as CQL, so that a reader can open the applications behind a figure in the search."""

from __future__ import annotations

from collections.abc import Sequence

from kapok.navigation.declared import rules
from kapok.search.mapping_layout import exact_form


def year(field: str, value: int) -> str:
    """Filed (`ad`) or published (`pd`) in a year."""
    return f"{field}={value:04}"


def symbol(scheme: str, value: str) -> str:
    """A class symbol with everything below it."""
    return f"{scheme}={value.replace(' ', '')}"


def whole_names(index: str, names: Sequence[str]) -> str:
    """Any of some whole names in the index `pa` or `in`; "" for more names than a query may hold."""
    forms = sorted({form for name in names if (form := exact_form(name))})
    if not forms or len(forms) > rules().query_names:
        return ""
    return " or ".join(f'{index}=="{form}"' for form in forms)


def both(one: str, other: str) -> str:
    """Two conditions at once; "" where one of them cannot be asked."""
    return f"{_bracketed(one)} and {_bracketed(other)}" if one and other else ""


def full(query: str, condition: str) -> str:
    """The query of a row: that of the report, narrowed."""
    if not condition:
        return query
    return condition if query == "cql.allRecords=1" else f"({query}) and {_bracketed(condition)}"


def _bracketed(condition: str) -> str:
    return f"({condition})" if " or " in condition or " and " in condition else condition
