"""A look at the pages on which the record rests: which are there, which have moved or gone, and where a copy is kept."""
