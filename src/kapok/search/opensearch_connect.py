"""The one door to a cluster: JSON in, JSON out, and every failure told as 'could not look' or as a query that is too broad."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import urlsplit

from kapok.errors import BackendError, InputError, QueryError

DEFAULT_NAME = "kapok"
_TOO_MANY = ("too_many_clauses", "too_many_nested_clauses", "maxClauseCount", "max_clause_count", "too_complex_to_determinize")


class Cluster(Protocol):
    """What a cluster answers: the body of a request as Python values; an error is raised as in `kapok.errors`."""

    def ask(self, method: str, path: str, body: Any = None, parameters: Mapping[str, Any] | None = None) -> Any:
        """One request. A path that does not exist answers None."""


def read_address(address: str) -> tuple[str, str]:
    """`https://user:word@host:9200/name` -> the address of the cluster and the name of the index (`kapok` if unsaid).

    Raises InputError for another form.
    """
    parts = urlsplit(address)
    name = parts.path.strip("/") or DEFAULT_NAME
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or not name.replace("-", "").isalnum()
        or name != name.lower()
    ):
        raise InputError(
            "KAPOK_SEARCH_URL cannot be used",
            "it is not the address of a cluster",
            "Write it as https://user:password@host:9200/name, the name in small letters",
        )
    return f"{parts.scheme}://{parts.netloc}", name


def connect(address: str) -> Cluster:
    """The cluster at an address. Raises BackendError where the part that speaks to it is not installed."""
    try:
        client = import_module("opensearchpy")
    except ImportError as error:
        raise BackendError(
            "The search cluster could not be asked",
            "opensearch-py is not installed",
            "Install Kapok with its extra: kapok[cluster]",
        ) from error
    return _Client(client, address)


class _Client:
    """`Cluster` by opensearch-py."""

    def __init__(self, library: Any, address: str) -> None:
        self._errors = library.exceptions
        self._transport = library.OpenSearch(address, timeout=60, retry_on_timeout=True, max_retries=2).transport

    def ask(self, method: str, path: str, body: Any = None, parameters: Mapping[str, Any] | None = None) -> Any:
        """One request."""
        try:
            return self._transport.perform_request(method, path, params=dict(parameters or {}), body=body)
        except self._errors.NotFoundError:
            return None
        except self._errors.TransportError as error:
            raise failure(error.status_code, f"{error.error} {error.info}") from error
        except self._errors.OpenSearchException as error:
            raise failure("", str(error)) from error


def failure(status: object, text: str) -> BackendError | QueryError:
    """The error that a refusal of the cluster means."""
    if any(sign in text for sign in _TOO_MANY):
        return QueryError(
            "Too many different words fit this truncation",
            "the search cluster takes as many as its indices.query.bool.max_clause_count",
            "Write more letters before the '*'",
        )
    why = f"it answered {status}: {text[:200]}" if isinstance(status, int) else text[:200]
    return BackendError("The search cluster could not be asked", why, "Look whether it runs and KAPOK_SEARCH_URL is right")
