"""Procedures as data: definitions, their reader, guards, and the engine that decides."""
