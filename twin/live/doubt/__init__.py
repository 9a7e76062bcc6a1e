"""How far the forecasts can be believed: they are kept, and scored when the truth is there."""
