"""The record model in the middle: numbers, dates, parties, provenance, legal events, the kinds of IP records."""
