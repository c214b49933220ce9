"""Queries: from the database to plain values, one module a page. The same values are shown as HTML and served as JSON."""
