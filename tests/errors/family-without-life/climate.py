"""A family that forgot its lifecycle."""
