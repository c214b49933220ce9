"""Contributing without git: from a form, or a document, to the finished file; nothing of it is written or kept."""
