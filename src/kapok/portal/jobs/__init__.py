"""Work that happens later, queued in the same transaction as what caused it."""
