"""Best numbers of servers and units among thousands, by theory first and by simulation where it counts."""
