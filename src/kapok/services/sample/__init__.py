"""The sample: invented records of all 15 categories in four languages, the same on every machine."""
