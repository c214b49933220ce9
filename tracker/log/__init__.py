"""The log: from documents to cases. Pure: bytes and values in, values and problems out."""
