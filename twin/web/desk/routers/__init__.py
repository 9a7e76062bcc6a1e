"""The addresses of the planner's page, one group a file."""
