"""Which levers, in which order, reach which wait at the peak of a year, and what they cost."""
