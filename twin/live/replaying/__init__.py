"""A recorded log played back as the port's own systems would send it, at any speed."""
