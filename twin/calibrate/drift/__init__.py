"""What of a port changed while it was recorded, when, and by how much."""
