"""Lanes and crews over the day: how many are needed when, and which shifts give them."""
