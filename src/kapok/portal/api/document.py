"""The OpenAPI document: what django-ninja makes, with the parts that it cannot know put right."""

from __future__ import annotations

from typing import Any

import msgspec
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from kapok.portal.library.export import MEDIA_TYPES
from kapok.portal.problems import PROBLEM_TYPE
from kapok.records.record import AnyRecord

COMMON_ERRORS = {
    400: "The request cannot be used; for a query, `position` is the place of the fault.",
    405: "This address does not take that method.",
    422: "A parameter has a value that it cannot have; `errors` names each.",
    429: "Too many requests; `Retry-After` says when.",
    500: "A fault of the platform.",
    503: "Could not look: the index or the lake cannot be asked. Never means that nothing was found.",
}
REF = "#/components/schemas/{name}"


class Api(NinjaAPI):
    """A NinjaAPI whose document names every status, the media type of problems and the shape of records."""

    def get_openapi_schema(self, *arguments: Any, **options: Any) -> OpenAPISchema:
        """The OpenAPI 3.1 document."""
        document = super().get_openapi_schema(*arguments, **options)
        for methods in document["paths"].values():
            for operation in methods.values():
                _put_right(operation)
        schemas = document["components"]["schemas"]
        (record,), parts = msgspec.json.schema_components((AnyRecord,), ref_template=REF)
        schemas.update(parts)
        schemas["RecordOut"]["properties"]["record"] = record
        return document


def _put_right(operation: dict[str, Any]) -> None:
    """Describe errors, and give them and exports their media types."""
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            response["description"] = COMMON_ERRORS.get(int(status), response.get("description", ""))
            if "application/json" in response.get("content", {}):
                response["content"] = {PROBLEM_TYPE: response["content"]["application/json"]}
        elif operation["operationId"] == "export":
            response["content"] = {kind.split(";")[0]: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()}
            response["description"] = "The whole result as a file."
    operation["responses"].setdefault("304", {"description": "Unchanged: the ETag in `If-None-Match` is still right."})
