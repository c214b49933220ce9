"""A tracker of another subject, made whole: what it has in common with this one, its own texts, and one example case."""
