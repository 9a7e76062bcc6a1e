"""What a person sees: charts, maps and reports, all functions of results."""
