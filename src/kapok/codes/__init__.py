"""Code lists of the field: offices, kinds, INID labels, legal status, classifications, the 15 categories."""
