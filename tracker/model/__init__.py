"""The trade's words: dates, values, events, problems and their places. No file, clock, network, SQL or git."""
