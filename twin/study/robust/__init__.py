"""Alternatives over several peaks: how far each is from the best of a day, and what an outage does."""
