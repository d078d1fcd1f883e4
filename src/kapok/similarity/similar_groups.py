"""Similar groups (类似群): which goods an office holds to be similar, with the parts of a group and the notes across groups."""
