"""What is drawn from the kinds and from the cases: schema, guide, tables and rows. Pure, as the log is."""
