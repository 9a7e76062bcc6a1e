"""Where messages come from: brokers, databases, folders and bodies that are posted, all as a `Feed`."""
