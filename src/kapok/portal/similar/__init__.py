"""Similar marks: the page to ask, the cards that answer, the search report."""
