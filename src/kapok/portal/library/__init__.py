"""The public library: search, records, classes, subject databases, sources, help. No account, no session, no cookie."""
