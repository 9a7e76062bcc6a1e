"""The port now: what its devices say as they say it, who is where, what comes next, and what is wrong."""
