"""A log as the devices of a port would write it, made from a scenario whose truth is known."""
