"""Query languages, the query tree, the fields, and the search engines behind one contract."""
