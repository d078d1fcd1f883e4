"""Calendars, rules and date arithmetic with their working."""
