"""Loaded records kept as Parquet segments: the truth from which every index is derived."""
