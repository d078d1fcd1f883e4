"""Patent navigation as pages: choose a subject database or type a query, read the report, take it along."""
