"""The OpenAPI document is true: schemathesis asks what it promises and finds nothing that it does not say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from kapok import clock
from kapok.documents.numbering import registration_number
from kapok.portal.cases.models import RegisterEntry
from kapok.portal.wsgi import make_application

_application = make_application()


def _from_this_machine(environ: dict[str, Any], start_response: Any) -> Any:
    """Callers on the machine itself are not limited: else all but the first requests would be answered 429."""
    return _application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", _from_this_machine)


@pytest.fixture
def open_database(db: None) -> Iterator[None]:
    """A small register. The test's own transaction outlives the requests: a request's end closes no connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    for number in range(3):
        RegisterEntry.objects.create(
            procedure="P01",
            registration_number=registration_number(2025, number + 1),
            title=f"Data {number}",
            holder="Cotton Data Ltd",
            status="in_force",
            registered_on=date(2025, 1, 8),
            changed_at=clock.now(),
        )
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_register_is_part_of_what_is_asked(client: Client) -> None:
    asked = {operation.ok().path for operation in schema.get_all_operations()}
    assert {"/api/certificates", "/api/certificates/{number}"} <= asked


def test_the_document_is_openapi_3_1_and_names_every_operation(client: Client) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        "/api/certificates",
        "/api/certificates/{number}",
        "/api/figures",
        "/api/figures/{key}/cases",
        "/api/figures/reports/{authority}",
        "/api/navigation",
        "/api/search",
        "/api/count",
        "/api/export",
        "/api/query/explain",
        "/api/records/{key}",
        "/api/sources",
        "/api/classes",
        "/api/subjects",
        "/api/registers",
        "/api/registers/{key}/{part}",
        "/api/registers/{key}/{part}/{number}",
        "/api/similar",
        "/api/compare",
    }
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names))


def test_every_reference_of_the_document_leads_somewhere(client: Client) -> None:
    text = client.get("/api/openapi.json").content.decode()
    document = client.get("/api/openapi.json").json()
    import re

    for name in set(re.findall(r'"#/components/schemas/(\w+)"', text)):
        assert name in document["components"]["schemas"], name


def test_every_operation_documents_its_errors_as_problems(client: Client) -> None:
    for methods in client.get("/api/openapi.json").json()["paths"].values():
        for operation in methods.values():
            errors = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
            assert set(errors) >= {"400", "405", "422", "429", "500", "503"}
            assert all(set(answer["content"]) == {"application/problem+json"} for answer in errors.values())


@pytest.mark.usefixtures("open_database")
@pytest.mark.filterwarnings("ignore")
@schema.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_answer_is_undocumented(case: schemathesis.Case) -> None:
    response = case.call(headers={"Accept-Encoding": "identity"})  # the client here does not decompress
    refused_query = response.status_code == 400 and response.json()["type"].endswith("#problem-query")
    excluded = [positive_data_acceptance] if refused_query else []
    if case.media_type == "multipart/form-data":
        excluded.append(negative_data_rejection)  # a form holds texts alone: `true` is the text "true", a fine mark
    case.validate_response(response, excluded_checks=excluded)
