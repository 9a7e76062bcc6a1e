"""A fit laid over a port that is written already, as named changes of what the records tell."""
