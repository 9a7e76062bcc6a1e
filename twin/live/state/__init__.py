"""The port at this instant, from events that come in any order, late, twice or never."""
