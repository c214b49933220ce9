"""Measures the tracker against what a user would use instead, on synthetic logs and on the real one: `just bench`."""
