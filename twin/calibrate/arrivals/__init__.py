"""How classes arrive: by the hour, by type of day, and whether alone or together."""
