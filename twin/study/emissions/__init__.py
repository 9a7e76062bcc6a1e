"""What waiting costs in hours, money and air: idling, creeping and driving by class, from a summary alone."""
