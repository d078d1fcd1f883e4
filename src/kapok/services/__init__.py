"""Use cases, one verb phrase a file; the only place that joins the packages."""
