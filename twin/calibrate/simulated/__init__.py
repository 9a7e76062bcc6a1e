"""What the records do not show by themselves: queues that nobody saw, and values found by simulation."""
