"""The white paper and its indicators as public pages."""
