"""Statistics: declared indicators, computed over the lake or reported, reconciled, and quoted by the white paper."""
