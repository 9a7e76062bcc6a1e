"""What the port's own devices recorded: read, kept, cleaned, and told as visits."""
