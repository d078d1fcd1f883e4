"""Evidence: append-only log, checkpoints, timestamps, bundles. Usable alone and offline; knows no record."""
