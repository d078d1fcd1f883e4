"""Cases, pure: events folded to what people see, open deadlines, permission verdicts with their reason."""
