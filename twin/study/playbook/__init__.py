"""The trigger table of a shift leader: rules that are switched on during the day, found by simulation."""
