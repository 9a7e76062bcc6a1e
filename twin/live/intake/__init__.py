"""What messages say, into the store: each event once, and all that cannot be read with its reason."""
