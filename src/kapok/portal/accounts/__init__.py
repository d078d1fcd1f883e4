"""People, organisations, memberships and what they may do."""
