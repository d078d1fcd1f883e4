"""The home folder of an installation, for the edges that may not reach into the lake themselves."""

from __future__ import annotations

from kapok.lake.layout import Layout, default_home

__all__ = ["Layout", "default_home"]
