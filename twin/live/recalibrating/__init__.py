"""The port fitted anew to its last days, and only taken where it holds on days that it has not seen."""
