"""The planner's page: questions to the ports, asked of the command line, answered when they are."""
