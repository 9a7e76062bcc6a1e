"""What comes: many futures of the port as it stands now."""
