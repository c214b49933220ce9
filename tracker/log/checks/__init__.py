"""What is wrong with an event, a case or the whole log, beyond what the shape of a document can say."""
