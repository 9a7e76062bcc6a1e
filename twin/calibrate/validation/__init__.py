"""Whether a port that was simulated behaves as the one that was recorded."""
