"""Similar marks: planes of likeness, joined by a jurisdiction profile into an opinion with reasons."""
