"""Documents: certificates, decisions, reports: templates, numbering, PDF, signature."""
