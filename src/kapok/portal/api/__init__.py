"""The HTTP API under `/api/`: django-ninja for routes and OpenAPI, msgspec for the JSON, RFC 9457 for the errors."""
