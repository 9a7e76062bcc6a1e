"""A run or a record of a port played again: who was where when, on a page, as a still, as a film."""
