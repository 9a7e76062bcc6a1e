"""Live ports beside the page: each is asked once for all who look, and its last answer is kept."""
