"""From a request to a response: what is asked for, read once, and answered as HTML or as JSON."""
