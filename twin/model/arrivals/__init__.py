"""How flows arrive: one kind a file."""
