"""The schema of definition files (JSON Schema 2020-12), made from the model, for editors that check what is written."""

from __future__ import annotations

from typing import Any

import msgspec

from kapok.procedures.model import Procedure

SHORT_GUARD = {
    "anyOf": [
        {"type": "string", "description": "the key of a guard"},
        {"type": "object", "required": ["guard"], "description": "a guard with its parameters"},
        {"$ref": "#/$defs/Guard"},
    ]
}
CALL = {
    "type": "object",
    "required": ["sub"],
    "additionalProperties": False,
    "properties": {
        "sub": {"type": "string"},
        "as": {"type": "string"},
        "with": {"type": "object"},
        "without": {"type": "array", "items": {"type": "string"}},
    },
}


def definition_schema() -> dict[str, Any]:
    """The schema of a file in `definitions/`: the model's, but guards may be named and sub-procedures called."""
    schema: dict[str, Any] = msgspec.json.schema(Procedure)
    definitions = schema["$defs"]
    top = definitions["Procedure"]
    for key in ("others", "calls"):
        top["properties"].pop(key, None)
    guard_map = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Guard"}}
    top["properties"] |= {"calls": {"type": "array", "items": CALL}, "guards": guard_map}
    definitions["Transition"]["properties"]["guards"]["items"] = SHORT_GUARD
    definitions.pop("Call", None)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A procedure of Kapok"
    return schema
