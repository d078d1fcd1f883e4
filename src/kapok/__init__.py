"""Kapok: an open platform for intellectual property as a public service."""

__version__ = "0.1.0"
