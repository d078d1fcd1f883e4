"""Bulk formats read into records: one file each, found by content, strict."""
