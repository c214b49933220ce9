"""The desk at which an event is put together: what a person types, at a terminal or in a form, read and laid in order."""
