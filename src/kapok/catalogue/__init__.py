"""Subject databases: one declared file each."""
