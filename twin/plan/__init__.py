"""A scenario as arrays: what both engines read, and the luck and rules they share."""
