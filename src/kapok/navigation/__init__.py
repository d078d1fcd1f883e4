"""Patent navigation: the landscape of a subject database or of any query, in the parts of GB/T 39551."""
