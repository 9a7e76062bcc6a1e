"""Questions that take many runs, or none: what is expected, what is odd, what would change, what is proved."""
