"""What a port cannot be without and its records hardly tell: assumptions, informed by what few were seen."""
