"""A fit as a port in the project's own language: texts of layout, demand, roster and policy."""
