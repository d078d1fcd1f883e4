"""Registers of offices: inquiry pages and their part of the API, made from the declared registers."""
