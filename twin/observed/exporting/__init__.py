"""Events of a store in the forms that other programs read."""
