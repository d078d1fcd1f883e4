"""The API: answers, problem documents, and that its own description is true."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from kapok.portal.problems import TITLES


def get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def test_search_answers_with_hits_and_facets(client: Client) -> None:
    found = get(client, "/api/search?q=SOLAR&in=mark&limit=2&offset=1&facets=year&facets=office_code")
    assert found["total"] == 130
    assert found["query"] == "SOLAR"
    assert [hit["key"] for hit in found["hits"]] == ["mark/US/76000002", "mark/US/76000003"]
    assert set(found["hits"][0]) == {"key", "category", "title", "score", "summary", "highlights", "group_size"}
    assert found["facets"]["office_code"] == [{"value": "US", "count": 130}]


def test_nothing_found_is_200_with_zero(client: Client) -> None:
    assert get(client, "/api/search?q=zzzz")["total"] == 0


def test_could_not_look_is_503(client: Client) -> None:
    response = client.get("/api/search?q=unreachable")
    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Retry-After"] == "30"
    problem = response.json()
    assert problem["type"] == "/about/api#problem-could-not-look"
    assert problem["what"] == "The index cannot be opened"
    assert problem["next"] == "Run kapok reindex"


def test_filters_narrow_a_search(client: Client) -> None:
    assert get(client, "/api/search?q=SOLAR&f=year:2012")["total"] == 9
    assert get(client, "/api/count?q=SOLAR&f=year:2012") == {"total": 9, "query": "SOLAR"}


def test_a_posted_search_is_the_same_search(client: Client) -> None:
    asked = {"q": "SOLAR", "in": "mark", "limit": 1, "f": ["year:2012"]}
    response = client.post("/api/search", json.dumps(asked), content_type="application/json")
    assert response.status_code == 200
    got = get(client, "/api/search?q=SOLAR&in=mark&limit=1&f=year:2012")
    assert {**response.json(), "seconds": 0} == {**got, "seconds": 0}


def test_a_long_list_can_be_posted_but_not_an_endless_one(client: Client) -> None:
    numbers = ", ".join(f"EP{1_000_000 + n}" for n in range(1_000))
    assert client.post("/api/search", json.dumps({"q": numbers}), content_type="application/json").status_code == 200
    too_long = json.dumps({"q": "x" * 2_000_000})
    response = client.post("/api/search", too_long, content_type="application/json")
    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_wrong_query_names_the_place(client: Client) -> None:
    response = client.get("/api/search?q=ti%3D(solar")
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"].endswith("#problem-query")
    assert problem["position"] == 3
    assert ")" in problem["expected"]
    assert problem["instance"] == "/api/search?q=ti%3D(solar"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/api/search?limit=x", 422, "limit"),
        ("/api/search?limit=1001", 422, "limit"),
        ("/api/search?offset=-1", 422, "offset"),
        ("/api/search?group=fruit", 422, "group"),
        ("/api/search?language=latin", 422, "language"),
        ("/api/search?in=fruit", 422, "fruit"),
        ("/api/search?sort=colour", 422, "sort"),
        ("/api/search?f=colour:red", 422, "colour:red"),
        ("/api/search?facets=colour", 422, "colour"),
        ("/api/export?format=pdf", 422, "format"),
        ("/api/classes", 422, "scheme"),
        ("/api/classes?scheme=fruit", 422, "scheme"),
        ("/api/records/mark/XX/0", 404, "There is no record"),
        ("/api/fruit", 404, "no page"),
        ("/api/search/", 404, "no page"),
    ],
)
def test_every_fault_is_a_problem_document(client: Client, address: str, status: int, words: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail", "instance", "what", "why", "next"} <= set(problem)
    assert problem["status"] == status
    assert words in json.dumps(problem)
    assert problem["type"].partition("#problem-")[2] in TITLES


@pytest.mark.parametrize("body", ["", "[]", "{", '{"q": 1}', '{"colour": "red"}', '"x"', '{"f": "year:2012"}'])
def test_a_wrong_body_is_told(client: Client, body: str) -> None:
    response = client.post("/api/search", body, content_type="application/json")
    assert response.status_code in (400, 422)
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_wrong_method_is_told(client: Client) -> None:
    response = client.delete("/api/search")
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"
    assert set(response.headers["Allow"].split(", ")) >= {"GET", "POST"}


def test_problems_come_in_the_language_asked_for(client: Client) -> None:
    response = client.get("/api/search?limit=x", headers={"Accept-Language": "zh-CN"})
    assert response.json()["what"] == "有参数取了不允许的值"


def test_a_defect_is_a_problem_without_details(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/api/search?q=defect")
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert b"RuntimeError" not in response.content


def test_a_record_comes_whole(client: Client) -> None:
    found = get(client, "/api/records/patent/US/12345678/B2")
    assert found["record"]["type"] == "patent"
    assert found["record"]["claims"][1]["depends_on"] == [1]
    assert found["status"]["status"] == "in_force"
    assert found["history"][0] == {
        "from": "2024-03-11",
        "to": "2026-06-29",
        "status": "pending",
        "reason": "Filed on 2024-03-11",
    }
    assert found["right"] == ["patent/US/12345678/B2", "patent/US/20240310001/A1"]
    assert found["cited"][0]["key"] == "patent/CN/116543210/A"


def test_counts_name_every_category(client: Client) -> None:
    counts = get(client, "/api/count")
    assert len(counts["categories"]) == 15
    assert counts["total"] == sum(row["count"] for row in counts["categories"])


def test_sources_classes_subjects_and_explanations(client: Client) -> None:
    assert [row["status"] for row in get(client, "/api/sources")] == ["healthy", "accepted", "held"]
    assert get(client, "/api/classes?scheme=nice")["children"][0]["symbol"] == "01"
    assert get(client, "/api/classes?scheme=nice&symbol=09")["title"] == "Apparatus, software"
    assert len(get(client, "/api/subjects")) == 5
    assert get(client, "/api/query/explain?q=solar+lamp")["rows"][1]["depth"] == 1


def test_export_streams_the_whole_result(client: Client) -> None:
    response = client.get("/api/export?q=SOLAR&format=jsonl")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/x-ndjson"
    assert len(b"".join(response.streaming_content).splitlines()) == 130


def test_answers_are_compact_and_whole_unicode(client: Client) -> None:
    body = client.get("/api/search?q=公交").content
    assert "城市公交客流数据集合".encode() in body
    assert b'": ' not in body
