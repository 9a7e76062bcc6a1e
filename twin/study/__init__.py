"""Questions that take many runs, or none: what is expected, odd, changed, proved."""
