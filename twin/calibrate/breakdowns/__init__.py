"""Whether servers fail: from lanes that are silent while a queue stands and others work."""
