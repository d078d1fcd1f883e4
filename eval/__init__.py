"""Retrieval quality against labelled sets: `python -m eval`."""
