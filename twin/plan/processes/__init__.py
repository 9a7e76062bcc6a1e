"""How one source's arrivals follow each other: a record a kind, which draws what comes next."""
