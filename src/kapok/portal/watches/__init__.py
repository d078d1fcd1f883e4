"""Watches: pages to keep, see and delete one, and its Atom feed."""
