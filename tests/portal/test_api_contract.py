"""The OpenAPI document is true: schemathesis asks what it promises and finds nothing that it does not say."""

from __future__ import annotations

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kapok.portal.wsgi import make_application

# the endpoints of certificates ask the database of cases, which is closed to the threads of this test: see tests/portal/people
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", make_application()).exclude(path_regex="^/api/certificates")


def test_the_document_is_openapi_3_1_and_names_every_operation(client: Client) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        "/api/certificates",
        "/api/certificates/{number}",
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


@pytest.mark.filterwarnings("ignore")
@schema.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_answer_is_undocumented(case: schemathesis.Case) -> None:
    response = case.call(headers={"Accept-Encoding": "identity"})  # the client here does not decompress
    refused_query = response.status_code == 400 and response.json()["type"].endswith("#problem-query")
    case.validate_response(response, excluded_checks=[positive_data_acceptance] if refused_query else [])
