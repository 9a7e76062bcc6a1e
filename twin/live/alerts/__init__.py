"""What somebody should know of the port now: rules that look at it, alerts that last, and who is told."""
