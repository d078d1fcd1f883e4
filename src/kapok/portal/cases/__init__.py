"""Cases on pages: apply, work, decide, publish, verify. Everything about a procedure comes from its definition."""
