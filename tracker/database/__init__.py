"""Specs and rows into SQLite: the tables, the views over today, the index of texts, and what spans cases."""
