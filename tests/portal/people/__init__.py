"""Accounts, organisations, cases: pages and jobs over a real database (SQLite, and PostgreSQL by `test_on_postgres`)."""
